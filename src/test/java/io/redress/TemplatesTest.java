package io.redress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Thymeleaf does otherwise than it reads. */
class TemplatesTest {

    private static final Path TEMPLATES = Path.of("src", "main", "resources", "templates");
    private static final Pattern TAG = Pattern.compile("<[a-zA-Z][^<>]*>");
    private static final Pattern CONDITION = Pattern.compile("\\sth:(if|unless)=");
    private static final Pattern FRAGMENT = Pattern.compile("\\sth:(replace|insert)=");

    /** A fragment is put in before its element's condition is asked, so the condition belongs around it. */
    @Test
    void noElementHasAConditionAndAFragment() throws IOException {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".html")).toList()) {
                Matcher tags = TAG.matcher(Files.readString(file));
                while (tags.find()) {
                    String tag = tags.group();
                    boolean fragment = FRAGMENT.matcher(tag).find();
                    seen += fragment ? 1 : 0;
                    if (fragment && CONDITION.matcher(tag).find()) {
                        wrong.add(TEMPLATES.relativize(file) + ": " + tag);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(20);
    }
}
