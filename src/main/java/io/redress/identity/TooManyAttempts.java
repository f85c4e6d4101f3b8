package io.redress.identity;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Too many wrong passwords came from there; nothing was checked. */
final class TooManyAttempts extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final long seconds;

    TooManyAttempts(Duration wait) {
        super("Too many attempts. Try again in " + Math.max(1, wait.toSeconds()) + " s.");
        this.seconds = Math.max(1, wait.toSeconds());
    }

    /** Seconds until the next attempt is let through. */
    long retryAfter() {
        return seconds;
    }
}
