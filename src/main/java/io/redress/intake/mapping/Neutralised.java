package io.redress.intake.mapping;

/**
 * Takes back what an export of Redress did to a value that a spreadsheet would take for a formula: one apostrophe in
 * front, also where apostrophes stood in front already. So what was exported comes in unchanged.
 */
final class Neutralised {

    private static final String FORMULA = "=+-@\t\r";

    private Neutralised() {}

    static String undone(String value) {
        int i = 0;
        while (i < value.length() && value.charAt(i) == '\'') {
            i++;
        }
        return i > 0 && i < value.length() && FORMULA.indexOf(value.charAt(i)) >= 0 ? value.substring(1) : value;
    }
}
