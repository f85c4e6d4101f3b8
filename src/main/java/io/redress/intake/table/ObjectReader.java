package io.redress.intake.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows that name their own cells: each is a map from dotted names to texts. */
abstract class ObjectReader implements TableReader {

    /** Deepest nesting within a row. */
    static final int DEPTH = 64;

    /** How many rows are looked at to learn the columns. */
    private static final int LEARNT_FROM = 10_000;

    private static final String BETWEEN = "; ";

    private final TableFormat format;
    private final Map<String, Integer> positions = new HashMap<>();
    private long number;

    ObjectReader(TableFormat format) {
        this.format = format;
        for (int i = 0; i < format.columns().size(); i++) {
            positions.put(format.columns().get(i), i);
        }
    }

    /** The next row's texts by dotted name; null at the end. */
    abstract @Nullable Map<String, StringBuilder> read() throws IOException, UnreadableTable;

    /** On which the row that was read last begins. */
    abstract long line();

    @Override
    public final @Nullable TableRow next() throws IOException, UnreadableTable {
        Map<String, StringBuilder> read;
        try {
            read = read();
        } catch (UnreadableBytes e) {
            throw new UnreadableTable("file", "After line " + line() + ": " + e.getMessage());
        }
        if (read == null) {
            return null;
        }
        number++;
        if (read.isEmpty()) {
            return new TableRow(number, line(), List.of(), "no named values");
        }
        List<String> cells = new ArrayList<>();
        format.columns().forEach(column -> cells.add(""));
        List<String> unknown = new ArrayList<>();
        read.forEach((name, text) -> {
            Integer position = positions.get(name);
            if (position == null) {
                unknown.add(name);
            } else {
                cells.set(position, text.toString());
            }
        });
        String problem = unknown.isEmpty()
                ? null
                : "names what none of the first rows names: "
                        + String.join(", ", unknown.subList(0, Math.min(5, unknown.size())));
        return new TableRow(
                number,
                line(),
                cells,
                RowProblems.joined(problem, RowProblems.characters(format.columns(), cells, format.charset())));
    }

    /** The names of the first rows, in the order in which they appear. */
    final List<String> learn() throws IOException, UnreadableTable {
        Set<String> names = new LinkedHashSet<>();
        Map<String, StringBuilder> read;
        for (int i = 0; i < LEARNT_FROM; i++) {
            try {
                read = read();
            } catch (UnreadableBytes | UnreadableTable e) {
                if (names.isEmpty()) {
                    throw e;
                }
                break;
            }
            if (read == null) {
                break;
            }
            names.addAll(read.keySet());
            if (names.size() > Cells.MOST) {
                throw Tables.tooManyColumns(names.size());
            }
        }
        if (names.isEmpty()) {
            throw new UnreadableTable("file", "There are no rows in it: nothing that names its values.");
        }
        return new ArrayList<>(names);
    }

    static void put(Map<String, StringBuilder> row, String name, String text) {
        StringBuilder there = row.get(name);
        if (there == null) {
            row.put(name, new StringBuilder(text));
        } else {
            there.append(BETWEEN).append(text);
        }
    }

    static Map<String, StringBuilder> row() {
        return new LinkedHashMap<>();
    }
}
