package io.redress.intake.table;

import org.jspecify.annotations.Nullable;

/**
 * What a person says about a file; null leaves it to the detection.
 *
 * @param delimiter one character
 */
public record FormatWishes(
        @Nullable String charset,
        @Nullable String delimiter,
        @Nullable Boolean heading) {

    public static final FormatWishes NONE = new FormatWishes(null, null, null);
}
