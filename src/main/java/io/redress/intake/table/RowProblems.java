package io.redress.intake.table;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a row as a row, in words for the person who sent it. */
final class RowProblems {

    private RowProblems() {}

    static String tooFew(int cells, int columns, boolean heading) {
        return cells + (cells == 1 ? " cell where " : " cells where ") + named(columns, heading)
                + "; is the file cut off here?";
    }

    static String tooMany(int cells, int columns, boolean heading) {
        return cells + " cells where " + named(columns, heading)
                + ": a heading is missing, the columns cannot be told apart";
    }

    static String unclosed(long firstLine, long lastLine) {
        String said = "a quote is opened in this row and never closed; is the file cut off here?";
        return lastLine > firstLine ? said + " It was skipped up to line " + lastLine + "." : said;
    }

    static String tooLong(int limit) {
        return "longer than " + limit / (1 << 20) + " MB; it was skipped";
    }

    static String quotes() {
        return "text after a closing quote: a quote inside a quoted cell must be written twice";
    }

    /** Characters that cannot be kept; null when there are none. */
    static @Nullable String characters(List<String> columns, List<String> cells, String charset) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < cells.size() && problems.size() < 5; i++) {
            String column = i < columns.size() ? columns.get(i) : ColumnNames.number(i + 1);
            String problem = characters(cells.get(i), charset);
            if (problem != null) {
                problems.add(column + ": " + problem);
            }
        }
        return problems.isEmpty() ? null : String.join("; ", problems);
    }

    private static @Nullable String characters(String cell, String charset) {
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == '\0') {
                return "a NUL character";
            }
            if (c == Content.MALFORMED || c == RecordSplitter.NO_QUOTE) {
                return "bytes that are no text in " + charset;
            }
            if (Character.isHighSurrogate(c) && i + 1 < cell.length() && Character.isLowSurrogate(cell.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return "no valid Unicode text";
            }
        }
        return null;
    }

    static @Nullable String joined(@Nullable String one, @Nullable String other) {
        return one == null ? other : other == null ? one : one + "; " + other;
    }

    private static String named(int columns, boolean heading) {
        return heading ? "the heading names " + columns : "there are " + columns + " columns";
    }
}
