package io.redress.notification;

import org.jspecify.annotations.Nullable;

/** A message text cannot be used; the message names file and variable for the process owner who reads the incident. */
class MessageTextException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MessageTextException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
