package io.redress.intake.mapping;

import io.redress.intake.table.TableFormat;
import io.redress.intake.table.TableRow;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which ready mapping a file is for: by the names of its columns, or by their number and what stands in them. */
final class Recognition {

    private static final Pattern NUMBER = Pattern.compile("-?\\d+([.,]\\d+)?");

    private Recognition() {}

    static Optional<Mapping> byNames(List<String> columns) {
        return ReadyMappings.all().stream()
                .filter(m -> !m.said().recognise().isEmpty())
                .filter(m -> {
                    Binding binding = new Binding(m.said(), columns);
                    return m.said().recognise().stream().allMatch(binding::has)
                            && binding.missing().isEmpty();
                })
                .max(Comparator.comparingInt(m -> m.said().recognise().size()));
    }

    /** A file without a heading, by its first rows. */
    static Optional<Mapping> byShape(TableFormat format, List<TableRow> rows) {
        return ReadyMappings.all().stream()
                .filter(m -> layout(m.said(), format, rows) != null)
                .findFirst();
    }

    static MappingText.@Nullable Layout layout(MappingText mapping, TableFormat format, List<TableRow> rows) {
        for (MappingText.Layout layout : mapping.layouts()) {
            if (layout.columns().size() == format.columns().size() && fits(layout, rows)) {
                return layout;
            }
        }
        return null;
    }

    /** Nine of ten rows must hold dates and numbers where the layout has them, or nothing. */
    private static boolean fits(MappingText.Layout layout, List<TableRow> rows) {
        List<TableRow> whole = rows.stream()
                .filter(r -> r.cells().size() == layout.columns().size())
                .toList();
        long fitting = whole.stream().filter(row -> fits(layout, row)).count();
        return fitting > 0 && fitting * 10 >= whole.size() * 9L;
    }

    private static boolean fits(MappingText.Layout layout, TableRow row) {
        return layout.dates().stream()
                        .map(c -> row.cells().get(layout.columns().indexOf(c)).strip())
                        .allMatch(cell -> cell.isEmpty() || date(cell))
                && layout.numbers().stream()
                        .map(c -> row.cells().get(layout.columns().indexOf(c)).strip())
                        .allMatch(cell -> cell.isEmpty() || NUMBER.matcher(cell).matches());
    }

    private static boolean date(String cell) {
        for (DateOrder order : DateOrder.values()) {
            if (Dates.strictly(cell, order) != null) {
                return true;
            }
        }
        return false;
    }
}
