package io.redress.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.platform.RedressClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ClockGuardTest {

    private final TrustedClockJobExecutor executor = new TrustedClockJobExecutor();
    private final ClockGuard guard = new ClockGuard(new JdbcTemplate(), new EngineClock(new RedressClock()), executor);

    @AfterEach
    void stop() {
        executor.shutdown();
    }

    @Test
    void aClockThatIsOffStopsTheJobsUntilItIsRightAgain() {
        executor.start();
        assertThat(executor.isActive()).isTrue();

        guard.judge(Duration.ofSeconds(6));
        assertThat(executor.isActive()).isFalse();

        guard.judge(Duration.ofSeconds(-6));
        assertThat(executor.isActive()).isFalse();

        guard.judge(Duration.ofSeconds(4));
        assertThat(executor.isActive()).isTrue();
    }

    @Test
    void aClockThatIsOffAtTheStartKeepsTheJobsFromStarting() {
        guard.judge(Duration.ofMinutes(-10));
        executor.start();
        assertThat(executor.isActive()).isFalse();

        guard.judge(Duration.ZERO);
        assertThat(executor.isActive()).isTrue();
    }

    @Test
    void aRightClockStartsNothingThatIsNotWanted() {
        guard.judge(Duration.ofSeconds(9));
        guard.judge(Duration.ZERO);
        assertThat(executor.isActive()).isFalse();
    }

    @Test
    void aHeldTimeIsNotComparedWithTheDatabases() {
        RedressClock held = new RedressClock();
        held.hold(held.instant().plus(Duration.ofDays(365)));
        // The template has no database: asking it would throw.
        new ClockGuard(new JdbcTemplate(), new EngineClock(held), executor).check();
        held.release();
        assertThat(executor.trustsClock()).isTrue();
    }
}
