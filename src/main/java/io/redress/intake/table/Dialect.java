package io.redress.intake.table;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which delimiter a sample of text is written with, whether quotes mean something, and whether its first record is a
 * heading: found by trying, and seeing how much of the text falls into records of equally many cells.
 *
 * @param columns cells of most records
 * @param coverage of the sample, by records of so many cells, 0 to 1
 * @param wrapped cells that begin and end with a quote, where quotes are taken for plain text
 * @param opened cells that only begin with one
 */
record Dialect(char delimiter, char quote, int columns, double coverage, List<String> first, int wrapped, int opened) {

    private static final String DELIMITERS = ",;\t|";

    /** Quotes are plain text only where reading them as quotes is clearly worse. */
    private static final double CLEARLY = 0.02;

    private static final double MOSTLY = 0.9;

    private static final Pattern DATA = Pattern.compile(
            "[-+]?\\d+([.,]\\d+)*%?|\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,4}([T ].*)?|\\d{1,2}[- ]\\p{L}{3,9}[- ]\\d{2,4}");

    private static final int LONGEST_NAME = 200;

    /**
     * @param whole is the sample the whole text?
     * @param delimiter null to find it
     * @param plainQuotes are quotes known to be plain text?
     */
    static Dialect of(String sample, boolean whole, @Nullable Character delimiter, boolean plainQuotes) {
        Dialect best = null;
        for (char candidate : delimiter == null ? DELIMITERS.toCharArray() : new char[] {delimiter}) {
            Dialect plain = tried(sample, whole, candidate, RecordSplitter.NO_QUOTE);
            Dialect quoted = plainQuotes ? plain : tried(sample, whole, candidate, '"');
            Dialect better = plain.plainly() && plain.score() > quoted.score() + CLEARLY ? plain : quoted;
            if (best == null || better.score() > best.score()) {
                best = better;
            }
        }
        if (best == null) {
            throw new IllegalStateException();
        }
        return best;
    }

    /** Does a first record name the columns? Nothing in it may look like a value. */
    static boolean heading(List<String> first) {
        return first.stream()
                .map(String::strip)
                .noneMatch(cell ->
                        cell.length() > LONGEST_NAME || DATA.matcher(cell).matches());
    }

    /** Some quote in nearly every file is open by mistake; they are plain text where few are closed. */
    private boolean plainly() {
        return coverage > MOSTLY && opened > wrapped;
    }

    private double score() {
        return columns < 2 ? 0 : coverage;
    }

    private static Dialect tried(String sample, boolean whole, char delimiter, char quote) {
        Cells parser = new Cells(delimiter, quote, Content.SAMPLE + 2);
        Map<Integer, Integer> lengths = new HashMap<>();
        List<String> first = List.of();
        int length = 0;
        int wrapped = 0;
        int opened = 0;
        try (RecordSplitter records =
                new RecordSplitter(new StringReader(sample), delimiter, quote, Content.SAMPLE + 1)) {
            while (records.record()) {
                String text = records.text();
                if (text.isBlank() && text.indexOf(delimiter) < 0) {
                    continue;
                }
                List<String> cells = parser.strictly(text);
                if (first.isEmpty()) {
                    first = cells == null ? parser.leniently(text) : cells;
                }
                boolean cut = !whole && records.atEnd() && !lengths.isEmpty();
                if (cells != null && !records.unclosed() && !cut) {
                    lengths.merge(cells.size(), text.length() + 1, Integer::sum);
                }
                length += text.length() + 1;
                for (String cell : cells == null || quote != RecordSplitter.NO_QUOTE ? List.<String>of() : cells) {
                    boolean begins = cell.startsWith("\"");
                    boolean ends = cell.length() > 1 && cell.stripTrailing().endsWith("\"");
                    wrapped += begins && ends ? 1 : 0;
                    opened += begins && !ends ? 1 : 0;
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("A text in memory cannot fail to be read", e);
        }
        Map.Entry<Integer, Integer> most =
                lengths.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(Map.entry(first.size(), 0));
        return new Dialect(
                delimiter,
                quote,
                Math.max(1, most.getKey()),
                length == 0 ? 0 : (double) most.getValue() / length,
                new ArrayList<>(first),
                wrapped,
                opened);
    }
}
