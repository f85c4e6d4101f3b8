package io.redress.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The one source of time, in UTC: our code takes it as {@link Clock}, the engine's clock follows it. Tests and the demo
 * player may hold or move it; nothing else does.
 */
@Component
public class RedressClock extends Clock {

    private final List<Consumer<@Nullable Instant>> followers = new CopyOnWriteArrayList<>();
    private volatile @Nullable Instant held;

    /** The held time, or the system's, in whole microseconds (PostgreSQL's resolution). */
    @Override
    public Instant instant() {
        Instant now = held;
        Instant exact = now == null ? Clock.systemUTC().instant() : now;
        return exact.truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Redress runs in UTC; zones are data");
    }

    /** Stops time at this instant until {@link #release()}. */
    public void hold(Instant instant) {
        held = instant;
        followers.forEach(follower -> follower.accept(instant));
    }

    /** Moves a held time on; holds the present first when none is held. */
    public void advance(Duration duration) {
        hold(instant().plus(duration));
    }

    /** Back to the system's time. */
    public void release() {
        held = null;
        followers.forEach(follower -> follower.accept(null));
    }

    /** Tells the follower of each change: the held instant, or null for the system's time. */
    public void follow(Consumer<@Nullable Instant> follower) {
        followers.add(follower);
        if (held != null) {
            follower.accept(held);
        }
    }
}
