package io.redress.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryPlanTest {

    @Test
    void waitsEverLongerAndGivesUpAfterFourDays() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        Instant giveUpAt = start.plus(Outbox.GIVE_UP_AFTER);
        List<Duration> waits = new ArrayList<>();
        Instant now = start;
        for (int attempts = 1; ; attempts++) {
            Instant next = RetryPlan.next(now, attempts, giveUpAt);
            if (next == null) {
                break;
            }
            waits.add(Duration.between(now, next));
            now = next;
        }
        assertThat(waits.subList(0, 5))
                .containsExactly(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        Duration.ofHours(12));
        assertThat(waits.subList(5, waits.size())).isNotEmpty().containsOnly(Duration.ofHours(12));
        assertThat(Duration.between(start, now)).isBetween(Duration.ofDays(3), Duration.ofDays(4));
    }
}
