package io.redress.intake.table;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of delimited lines. A row that is damaged is told and passed over; the rows after it are read. */
final class DelimitedReader implements TableReader {

    /** Longest record, in characters. */
    static final int LIMIT = 4 << 20;

    /** From so many columns on, a line that has as many cells is a row, and not by chance. */
    private static final int TELLING = 4;

    private final RecordSplitter records;
    private final Cells parser;
    private final TableFormat format;
    private final char delimiter;
    private long number;
    private boolean headingPassed;

    DelimitedReader(ByteSource file, TableFormat format) throws IOException, UnreadableTable {
        this.delimiter = format.delimiter() == null ? ',' : format.delimiter().charAt(0);
        char quote = format.quote() == null
                ? RecordSplitter.NO_QUOTE
                : format.quote().charAt(0);
        this.format = format;
        this.parser = new Cells(delimiter, quote, LIMIT + 2);
        this.records = new RecordSplitter(
                Content.text(file, format.gzip(), Charsets.named(format.charset())), delimiter, quote, LIMIT);
        this.headingPassed = !format.heading();
    }

    @Override
    public @Nullable TableRow next() throws IOException, UnreadableTable {
        try {
            while (records.record()) {
                if (blank()) {
                    continue;
                }
                if (headingPassed) {
                    return row();
                }
                headingPassed = true;
            }
            return null;
        } catch (UnreadableBytes e) {
            throw e.toTable();
        }
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    /** A line of blanks only; delimiters are cells. */
    private boolean blank() {
        if (records.tooLong() || records.severalLines()) {
            return false;
        }
        String text = records.text();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != ' ') {
                return false;
            }
        }
        return true;
    }

    private TableRow row() throws IOException, UnreadableTable {
        long line = records.startLine();
        number++;
        if (records.tooLong()) {
            return tooLong(line);
        }
        String text = records.text();
        if (records.unclosed()) {
            return unclosed(line, text);
        }
        List<String> cells = parser.strictly(text);
        String count = cells == null ? null : TableRow.countProblem(cells.size(), format);
        if ((cells == null || count != null) && records.severalLines() && telling() && aRowInside()) {
            // A quote that is opened by mistake ends at the next quote, rows later. Those rows are not lost.
            return new TableRow(
                    number,
                    line,
                    parser.leniently(firstLine(text)),
                    RowProblems.unclosed(line, records.startLine() - 1));
        }
        if (cells == null) {
            return new TableRow(number, line, parser.leniently(text), RowProblems.quotes());
        }
        String characters = RowProblems.characters(format.columns(), cells, format.charset());
        return new TableRow(number, line, cells, RowProblems.joined(count, characters));
    }

    private TableRow tooLong(long line) throws IOException, UnreadableTable {
        String shown = records.text();
        if (!records.unclosed()) {
            return new TableRow(number, line, List.of(shown), RowProblems.tooLong(LIMIT));
        }
        if (!telling()) {
            throw new UnreadableTable(
                    "file",
                    "The quote that is opened on line " + line + " is not closed within " + (LIMIT >> 20)
                            + " MB; what comes after it cannot be told apart.");
        }
        String beginning = shown.substring(0, Math.min(shown.length(), 1_000));
        records.backToSecondLine();
        boolean found = aRowBefore(Long.MAX_VALUE);
        return new TableRow(
                number,
                line,
                List.of(beginning),
                RowProblems.unclosed(line, found ? records.startLine() - 1 : records.nextLine()));
    }

    private TableRow unclosed(long line, String text) throws IOException {
        if (!records.severalLines() || !telling()) {
            return new TableRow(number, line, parser.leniently(text), RowProblems.unclosed(line, records.nextLine()));
        }
        records.backToSecondLine();
        if (aRowBefore(Long.MAX_VALUE)) {
            return new TableRow(
                    number,
                    line,
                    parser.leniently(firstLine(text)),
                    RowProblems.unclosed(line, records.startLine() - 1));
        }
        return new TableRow(number, line, parser.leniently(text), RowProblems.unclosed(line, records.nextLine()));
    }

    private boolean telling() {
        return format.columns().size() >= TELLING;
    }

    private boolean aRowInside() throws IOException {
        long after = records.atEnd() ? Long.MAX_VALUE : records.nextLine();
        records.backToSecondLine();
        return aRowBefore(after);
    }

    /** Looks for a line that is a row by itself, and stops in front of it. */
    private boolean aRowBefore(long line) throws IOException {
        while (records.nextLine() < line && records.line()) {
            String text = records.tooLong() ? "" : records.text();
            List<String> cells = text.indexOf(delimiter) < 0 ? null : parser.strictly(text);
            if (cells != null && cells.size() == format.columns().size()) {
                records.back();
                return true;
            }
        }
        return false;
    }

    private static String firstLine(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return text.substring(0, i);
    }
}
