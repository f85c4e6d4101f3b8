package io.redress.operations;

import org.jspecify.annotations.Nullable;

/** A command cannot do what it was asked; the message tells the person at the terminal why, and what to do. */
final class CommandRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandRefused(String message) {
        super(message);
    }

    CommandRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
