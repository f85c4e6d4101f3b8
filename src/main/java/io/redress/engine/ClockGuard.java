package io.redress.engine;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Stops this node's job executor while its clock is more than five seconds from the database's. With two nodes, one ten
 * minutes ahead, jobs ran on both.
 */
@Component
class ClockGuard {

    static final Duration TOLERANCE = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(ClockGuard.class);

    private final JdbcTemplate jdbc;
    private final EngineClock clock;
    private final TrustedClockJobExecutor executor;

    ClockGuard(JdbcTemplate jdbc, EngineClock clock, TrustedClockJobExecutor executor) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.executor = executor;
    }

    @EventListener(ApplicationStartedEvent.class)
    @Scheduled(fixedDelay = 10_000, initialDelay = 10_000)
    void check() {
        if (clock.held()) {
            return;
        }
        try {
            judge(skew());
        } catch (DataAccessException e) {
            log.debug("The database's clock could not be read; nothing is concluded from that", e);
        }
    }

    /** @param skew how far this node's clock is from the database's, positive when it is ahead */
    void judge(Duration skew) {
        boolean trusted = skew.abs().compareTo(TOLERANCE) <= 0;
        if (!trusted && executor.trustsClock()) {
            log.error(
                    "This node's clock is {} s {} the database's; it runs no jobs until that is below {} s. Set the"
                            + " clock (NTP).",
                    skew.abs().toSeconds(),
                    skew.isNegative() ? "behind" : "ahead of",
                    TOLERANCE.toSeconds());
            executor.distrustClock();
        } else if (trusted && !executor.trustsClock()) {
            log.warn("This node's clock agrees with the database's again; it runs jobs");
            executor.trustClock();
        }
    }

    /** The one place that asks the database for the time: to compare, never to store. */
    private Duration skew() {
        Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
        Timestamp theirs = Objects.requireNonNull(jdbc.queryForObject("select clock_timestamp()", Timestamp.class));
        Instant after = Instant.ofEpochMilli(System.currentTimeMillis());
        Instant ours = before.plus(Duration.between(before, after).dividedBy(2));
        Duration skew = Duration.between(theirs.toInstant(), ours);
        Duration uncertainty = Duration.between(before, after).dividedBy(2);
        if (skew.abs().compareTo(uncertainty) <= 0) {
            return Duration.ZERO;
        }
        return skew.isNegative() ? skew.plus(uncertainty) : skew.minus(uncertainty);
    }
}
