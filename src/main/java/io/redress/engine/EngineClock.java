package io.redress.engine;

import io.redress.platform.RedressClock;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the engine's clock follow ours, so that a held or moved time holds for both. */
@Component
class EngineClock {

    private volatile boolean held;

    EngineClock(RedressClock clock) {
        clock.follow(this::set);
    }

    /** Whether time is held, as tests and the demo player do. */
    boolean held() {
        return held;
    }

    private void set(@Nullable Instant instant) {
        held = instant != null;
        if (instant == null) {
            ClockUtil.reset();
        } else {
            ClockUtil.setCurrentTime(Date.from(instant));
        }
    }
}
