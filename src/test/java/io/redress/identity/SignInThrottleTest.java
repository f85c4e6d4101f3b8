package io.redress.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {

    private final AtomicLong nanos = new AtomicLong();
    private final SignInThrottle throttle = new SignInThrottle(new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return nanos.get();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    });

    private void wrong(String name, String source) {
        throttle.begin(name, source);
    }

    @Test
    void guessingOneNameFromOnePlaceIsSlowedDown() {
        for (int i = 0; i < SignInThrottle.WRONG_PER_NAME_AND_SOURCE; i++) {
            wrong("mia", "192.0.2.1");
        }
        assertThatThrownBy(() -> wrong("mia", "192.0.2.1"))
                .isInstanceOfSatisfying(TooManyAttempts.class, tooMany -> assertThat(tooMany.retryAfter())
                        .isBetween(1L, 31L));
    }

    @Test
    void theAllowanceGrowsBack() {
        for (int i = 0; i < SignInThrottle.WRONG_PER_NAME_AND_SOURCE; i++) {
            wrong("mia", "192.0.2.1");
        }
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThatCode(() -> wrong("mia", "192.0.2.1")).doesNotThrowAnyException();
    }

    @Test
    void theRightPasswordCostsNothing() {
        for (int i = 0; i < 1_000; i++) {
            throttle.begin("mia", "192.0.2.1").succeeded();
        }
    }

    @Test
    void aStrangerElsewhereLocksNobodyOut() {
        throttle.begin("mia", "192.0.2.1").succeeded();
        for (int i = 0; i < 5_000; i++) {
            String source = "198.51.100." + i % 250 + (i % 3 == 0 ? "" : "." + i);
            try {
                wrong("mia", source);
            } catch (TooManyAttempts e) {
                // as it should be
            }
        }
        assertThatCode(() -> throttle.begin("mia", "192.0.2.1")).doesNotThrowAnyException();
        assertThatThrownBy(() -> wrong("mia", "203.0.113.9"))
                .as("guessing from ever new places is slowed down too")
                .isInstanceOf(TooManyAttempts.class);
    }

    @Test
    void aColleagueBehindTheSameAddressLocksNobodyOut() {
        throttle.begin("mia", "192.0.2.1").succeeded();
        for (int i = 0; i < SignInThrottle.WRONG_PER_SOURCE; i++) {
            wrong("name" + i, "192.0.2.1");
        }
        assertThatThrownBy(() -> wrong("one-more", "192.0.2.1")).isInstanceOf(TooManyAttempts.class);
        assertThatCode(() -> throttle.begin("mia", "192.0.2.1")).doesNotThrowAnyException();
    }

    @Test
    void anIpv6ClientIsOnePlaceHoweverManyAddressesItHas() {
        assertThat(SignInThrottle.place("2001:db8:1:2:3::4")).isEqualTo(SignInThrottle.place("2001:db8:1:2:ffff::1"));
        assertThat(SignInThrottle.place("2001:db8:1:3::1")).isNotEqualTo(SignInThrottle.place("2001:db8:1:2::1"));
        assertThat(SignInThrottle.place("192.0.2.1")).isEqualTo("192.0.2.1");
    }
}
