package io.redress.platform;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a text must become to be kept by a spreadsheet as the text it is. */
public final class SpreadsheetText {

    /** Characters that a cell holds. */
    public static final int LONGEST_CELL = 32_767;

    public static final String CUT = " … (cut here, the CSV export has it whole)";

    private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r]");

    /** ECMA-376 22.9.2.19: what XML cannot carry, and what would be read as such an escape. */
    private static final Pattern NOT_IN_XML =
            Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\ufffe\\uffff]|_(?=x[0-9A-Fa-f]{4}_)");

    private SpreadsheetText() {}

    /**
     * One apostrophe in front of what a spreadsheet would run, and of what looks so behind apostrophes: taking one away
     * from what matches {@code ^'+[=+\-@\t\r]} gives back every text as it was.
     */
    public static String neutral(String text) {
        return FORMULA.matcher(text).lookingAt() ? "'" + text : text;
    }

    /** The text as a cell holds it: neutral, not too long, in characters that the file can carry. */
    public static String cell(String text) {
        String neutral = neutral(text);
        if (neutral.length() > LONGEST_CELL) {
            int end = LONGEST_CELL - CUT.length();
            neutral = neutral.substring(0, Character.isHighSurrogate(neutral.charAt(end - 1)) ? end - 1 : end) + CUT;
        }
        return NOT_IN_XML
                .matcher(neutral)
                .replaceAll(match -> String.format(
                        Locale.ROOT, "_x%04X_", (int) match.group().charAt(0)));
    }
}
