package io.redress.platform;

import org.jspecify.annotations.Nullable;

/** The application cannot or must not start; the message says why and what to do, for the person at the terminal. */
public class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartRefused(String message) {
        super(message);
    }

    public StartRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
