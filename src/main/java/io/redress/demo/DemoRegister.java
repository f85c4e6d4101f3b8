package io.redress.demo;

import io.redress.complaint.ComplaintFilter;
import io.redress.complaint.Complaints;
import io.redress.core.Actor;
import io.redress.engine.CaseWork;
import io.redress.identity.Actors;
import io.redress.identity.Roles;
import io.redress.notification.Notifications;
import io.redress.platform.RedressClock;
import io.redress.platform.RedressProperties;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Plays the demo register once, at the first start under the {@code demo} profile, before anybody is let in: meanwhile
 * the clock stands in the past. A play that was cut off goes on at the next start.
 */
@Component
@Profile("demo")
@ConditionalOnProperty(name = "redress.demo.register", matchIfMissing = true)
@Order
class DemoRegister implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(DemoRegister.class);
    private static final long MAIL_WAIT_NANOS = 3_000_000_000L;

    private final Complaints complaints;
    private final CaseWork work;
    private final Notifications notifications;
    private final Actors actors;
    private final RedressClock clock;
    private final RedressProperties properties;
    private final AtomicBoolean playing = new AtomicBoolean(true);

    DemoRegister(
            Complaints complaints,
            CaseWork work,
            Notifications notifications,
            Actors actors,
            RedressClock clock,
            RedressProperties properties) {
        this.complaints = complaints;
        this.work = work;
        this.notifications = notifications;
        this.actors = actors;
        this.clock = clock;
        this.properties = properties;
    }

    @Override
    public void run(ApplicationArguments arguments) throws IOException {
        try {
            Path played = properties.data().resolve("demo-register.played");
            if (!Files.exists(played)) {
                play();
                Files.createDirectories(properties.data());
                Files.writeString(played, "The demo register was played; without this file it is played again.\n");
            }
        } finally {
            playing.set(false);
        }
    }

    private void play() {
        int there = (int) Math.min(registered(), DemoPlayer.CASES);
        log.info(
                there == 0
                        ? "Playing the demo register: {} invented complaints over {} months, once"
                        : "Playing the rest of the demo register: {} invented complaints over {} months, once",
                DemoPlayer.CASES - there,
                DemoPlayer.MONTHS);
        int begun = new DemoPlayer(complaints, work, actors, clock, properties, this::untilMailIsSent)
                .play(there, DemoPlayer.CASES);
        log.info("Played {} cases", begun);
    }

    private long registered() {
        AtomicLong total = new AtomicLong();
        actors.as(
                Actor.person("auditor", Set.of(Roles.AUDITORS)),
                () -> total.set(complaints
                        .search(new ComplaintFilter(null, null, null, null, null), 0, 1)
                        .total()));
        return total.get();
    }

    /** So that a mail carries the time of its case, not the time at which the play had come to by then. */
    private void untilMailIsSent() {
        long end = System.nanoTime() + MAIL_WAIT_NANOS;
        while (notifications.canSend() && underway() && System.nanoTime() < end) {
            try {
                Thread.sleep(3);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean underway() {
        Map<String, Long> counts = notifications.counts();
        return counts.getOrDefault("waiting", 0L) + counts.getOrDefault("sending", 0L) > 0;
    }

    /** Lets nobody in while the clock stands in the past. */
    @Component
    @Profile("demo")
    @ConditionalOnProperty(name = "redress.demo.register", matchIfMissing = true)
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static class Door extends OncePerRequestFilter {

        private final DemoRegister register;

        Door(DemoRegister register) {
            this.register = register;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (register.playing.get() && !request.getRequestURI().startsWith("/actuator/health")) {
                response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
                response.setHeader("Retry-After", "10");
                response.setContentType("text/plain;charset=UTF-8");
                response.getWriter().write("Redress is making its demo register; come back in a moment.\n");
                return;
            }
            chain.doFilter(request, response);
        }
    }
}
