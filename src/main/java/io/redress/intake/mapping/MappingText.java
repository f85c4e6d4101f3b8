package io.redress.intake.mapping;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping as it is written, after it was found right. See docs/imports.md for what each part means.
 *
 * @param blanks by column: values that mean nothing
 * @param optional columns that some files lack
 */
record MappingText(
        String id,
        String title,
        String source,
        Becomes becomes,
        @Nullable String reason,
        @Nullable DateOrder dates,
        @Nullable String zone,
        boolean shortRows,
        boolean plainQuotes,
        boolean neutralised,
        List<String> recognise,
        List<Layout> layouts,
        Map<String, List<String>> aliases,
        Map<String, List<String>> blanks,
        Set<String> optional,
        List<String> ignore,
        Map<Field, Take> fields,
        List<Map<Field, Take>> products,
        boolean receivedMayBeEmpty,
        List<String> open,
        List<String> composed) {

    /** Columns by position, for files without a heading; the shape tells whether it can be this one. */
    record Layout(List<String> columns, List<String> dates, List<String> numbers) {}

    Take take(Field field) {
        return fields.getOrDefault(field, Take.NONE);
    }
}
