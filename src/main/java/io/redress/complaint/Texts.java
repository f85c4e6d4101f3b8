package io.redress.complaint;

import io.redress.core.Refusal;
import org.jspecify.annotations.Nullable;

/** What a text must be to be kept exactly as it was given. */
final class Texts {

    /** Longest reason, in characters; it must fit a process variable. */
    static final int REASON = 2_000;

    static final int FINDING = 20_000;
    static final int ANSWER = 100_000;

    private Texts() {}

    /** What was expected of this text, or null when it is well. */
    static @Nullable String problem(String text, int max) {
        if (text.length() > max) {
            return "at most " + max + " characters, not " + text.length();
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\0') {
                return "text without NUL characters";
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return "valid Unicode text";
            }
        }
        return null;
    }

    /** The text, or null when it is blank. @throws Refusal when it cannot be kept */
    static @Nullable String optional(String field, @Nullable String text, int max) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String problem = problem(text, max);
        if (problem != null) {
            throw Refusal.invalid(field, problem);
        }
        return text;
    }

    /** The text. @throws Refusal when it is blank or cannot be kept */
    static String required(String field, @Nullable String text, int max, String expected) {
        String given = optional(field, text, max);
        if (given == null) {
            throw Refusal.invalid(field, expected);
        }
        return given;
    }
}
