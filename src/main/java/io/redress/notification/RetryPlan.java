package io.redress.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a mail that was not accepted for now is tried again: soon at first, then ever more seldom, for four days. */
final class RetryPlan {

    private static final List<Duration> WAITS = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(12));

    private RetryPlan() {}

    /** @param attempts made so far, at least 1 @return null when it is time to give up */
    static @Nullable Instant next(Instant now, int attempts, Instant giveUpAt) {
        Instant next = now.plus(WAITS.get(Math.min(attempts, WAITS.size()) - 1));
        return next.isAfter(giveUpAt) ? null : next;
    }
}
