package io.redress.intake.web;

import io.redress.core.Refusal;
import io.redress.intake.mapping.DateOrder;
import io.redress.intake.table.FormatWishes;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a person says about a file; what is left empty is left to the detection. */
final class Wishes {

    private Wishes() {}

    static FormatWishes format(@Nullable String charset, @Nullable String delimiter, @Nullable String heading) {
        return new FormatWishes(given(charset), delimiter(delimiter), heading(heading));
    }

    static @Nullable DateOrder dateOrder(@Nullable String order) {
        String wanted = given(order);
        return wanted == null
                ? null
                : Arrays.stream(DateOrder.values())
                        .filter(o -> o.name().equals(wanted.toUpperCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> Refusal.invalid(
                                "dateOrder",
                                "one of "
                                        + Arrays.stream(DateOrder.values())
                                                .map(Enum::name)
                                                .collect(Collectors.joining(", "))));
    }

    /** A tab and a semicolon can be hard to send; they have names. */
    private static @Nullable String delimiter(@Nullable String delimiter) {
        if (delimiter == null || delimiter.isEmpty()) {
            return null;
        }
        return switch (delimiter.toLowerCase(Locale.ROOT)) {
            case "tab", "\\t" -> "\t";
            case "comma" -> ",";
            case "semicolon" -> ";";
            case "pipe" -> "|";
            default -> {
                if (delimiter.length() != 1) {
                    throw Refusal.invalid("delimiter", "one character, or tab");
                }
                yield delimiter;
            }
        };
    }

    private static @Nullable Boolean heading(@Nullable String heading) {
        String wanted = given(heading);
        if (wanted == null) {
            return null;
        }
        return switch (wanted) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Refusal.invalid("heading", "true or false");
        };
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
