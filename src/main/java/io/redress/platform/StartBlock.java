package io.redress.platform;

import java.util.Comparator;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Ends the start with one block on the console: where to go, who may sign in, where the data lies. */
@Component
class StartBlock {

    private static final String RULE = "=".repeat(78);

    private final PublicUrl publicUrl;
    private final RedressProperties properties;
    private final ObjectProvider<EmbeddedDatabase> embedded;
    private final List<StartNote> notes;

    StartBlock(
            PublicUrl publicUrl,
            RedressProperties properties,
            ObjectProvider<EmbeddedDatabase> embedded,
            List<StartNote> notes) {
        this.publicUrl = publicUrl;
        this.properties = properties;
        this.embedded = embedded;
        this.notes = notes;
    }

    @EventListener
    @Order
    void ready(ApplicationReadyEvent event) {
        System.out.print(text(event.getTimeTaken().toMillis() / 1000.0));
        System.out.flush();
    }

    String text(double seconds) {
        StringBuilder block = new StringBuilder("\n").append(RULE).append('\n');
        block.append(String.format(
                java.util.Locale.ROOT, "  Redress is ready at %s   (after %.0f s)%n", publicUrl.get(), seconds));
        block.append('\n');
        line(block, "Register", publicUrl.at("/complaints"));
        line(block, "Tasklist", publicUrl.at("/camunda/app/tasklist/default/"));
        line(block, "API", publicUrl.at("/api-docs") + "   (HTTP Basic or the session)");
        line(block, "Modeler", publicUrl.at("/engine-rest") + "   (deploy here, HTTP Basic)");
        notes.stream().sorted(Comparator.comparingInt(StartNote::order)).forEach(note -> {
            String title = note.title();
            for (String text : note.lines()) {
                line(block, title, text);
                title = "";
            }
        });
        line(
                block,
                "Data",
                embedded.getIfAvailable() == null
                        ? "external database; keys in "
                                + properties.data().toAbsolutePath().normalize()
                        : properties.data().toAbsolutePath().normalize() + "   (embedded PostgreSQL "
                                + EmbeddedDatabase.MAJOR_VERSION + ", kept between runs)");
        return block.append(RULE).append("\n\n").toString();
    }

    private static void line(StringBuilder block, String title, String text) {
        block.append(String.format("  %-10s %s%n", title, text));
    }
}
