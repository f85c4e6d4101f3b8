package io.redress.intake.mapping;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one field's value is taken from a row.
 *
 * @param columns whose cells are joined, or of which the first that is not empty counts
 * @param first does the first that is not empty count?
 * @param join between cells
 * @param values what a cell's value means here, by its lower-case spelling; empty when it is taken as it is
 * @param otherwise what a value means that is not among them; null refuses the row
 * @param fixed the same for all rows
 * @param when the value counts only where this column holds one of these; null always
 */
record Take(
        List<String> columns,
        boolean first,
        String join,
        Map<String, String> values,
        @Nullable String otherwise,
        @Nullable String fixed,
        @Nullable When when) {

    static final Take NONE = new Take(List.of(), false, " ", Map.of(), null, null, null);

    Take {
        columns = List.copyOf(columns);
        values = Map.copyOf(values);
    }

    static Take fixed(String value) {
        return new Take(List.of(), false, " ", Map.of(), null, value, null);
    }

    boolean none() {
        return columns.isEmpty() && fixed == null;
    }

    /** @param values lower-case */
    record When(String column, List<String> values) {}
}
