package io.redress.notification;

import io.redress.platform.PublicUrl;
import io.redress.platform.StartNote;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Says where mail goes and how much of it waits, in the start's block and to health. Never DOWN: a mail server that is
 * away is no reason to take this application out of service.
 */
@Component
class OutboxHealthIndicator implements HealthIndicator, StartNote {

    private final Notifications notifications;
    private final ObjectProvider<CaughtMails> caught;
    private final PublicUrl publicUrl;
    private final Environment environment;

    OutboxHealthIndicator(
            Notifications notifications,
            ObjectProvider<CaughtMails> caught,
            PublicUrl publicUrl,
            Environment environment) {
        this.notifications = notifications;
        this.caught = caught;
        this.publicUrl = publicUrl;
        this.environment = environment;
    }

    @Override
    public Health health() {
        return Health.up()
                .withDetail("mailServer", notifications.canSend() ? "configured" : "none: mail waits")
                .withDetails(notifications.counts())
                .build();
    }

    @Override
    public String title() {
        return "Mail";
    }

    @Override
    public List<String> lines() {
        if (caught.getIfAvailable() != null) {
            return List.of(publicUrl.at("/mail") + "   (caught on this machine, nothing is delivered)");
        }
        if (notifications.canSend()) {
            return List.of("through " + environment.getProperty("spring.mail.host", "JNDI") + ", outbox at "
                    + publicUrl.at("/mail"));
        }
        return List.of("no spring.mail.host is set: mail waits in the outbox, see " + publicUrl.at("/mail"));
    }
}
