package io.redress.intake.table;

import java.io.IOException;

/** Carries the sentence of an {@link UnreadableTable} through interfaces that know only of failing input. */
final class UnreadableBytes extends IOException {

    private static final long serialVersionUID = 1L;

    UnreadableBytes(String message) {
        super(message);
    }

    UnreadableTable toTable() {
        String message = getMessage();
        return new UnreadableTable("file", message == null ? "The file cannot be read." : message);
    }
}
