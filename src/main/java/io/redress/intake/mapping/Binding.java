package io.redress.intake.mapping;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A mapping's columns, found among those of a file: names are compared by their letters and digits only. */
final class Binding {

    private final MappingText mapping;
    private final List<String> columns;
    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> like = new HashMap<>();
    private final Map<String, Integer> positions = new HashMap<>();

    Binding(MappingText mapping, List<String> columns) {
        this.mapping = mapping;
        this.columns = columns;
        for (int i = 0; i < columns.size(); i++) {
            exact.putIfAbsent(columns.get(i), i);
            like.putIfAbsent(key(columns.get(i)), i);
        }
    }

    /** Where the column stands in the file; -1 when it has none such. */
    int position(String column) {
        return positions.computeIfAbsent(column, this::find);
    }

    private int find(String column) {
        Integer found = exact.get(column);
        if (found == null) {
            found = like.get(key(column));
        }
        for (String alias : mapping.aliases().getOrDefault(column, List.of())) {
            if (found == null) {
                found = exact.containsKey(alias) ? exact.get(alias) : like.get(key(alias));
            }
        }
        return found == null ? -1 : found;
    }

    boolean has(String column) {
        return position(column) >= 0;
    }

    /** As the file spells it; as the mapping does when the file has none such. */
    String spelled(String column) {
        int position = position(column);
        return position < 0 ? column : columns.get(position);
    }

    /** The columns of the file that a field is taken from, for a person; the fallback when there are none. */
    String label(List<String> of, String fallback) {
        List<String> there =
                of.stream().filter(this::has).map(this::spelled).distinct().toList();
        return there.isEmpty() ? fallback : String.join(" + ", there);
    }

    /** Are all columns there that it is taken from? Those of which the first counts need not be. */
    boolean complete(Take take) {
        return take.first()
                ? take.columns().stream().anyMatch(this::has)
                : take.columns().stream().allMatch(this::has);
    }

    /** Columns that the mapping needs and the file lacks. */
    Set<String> missing() {
        Set<String> missing = new LinkedHashSet<>();
        for (Take take : takes()) {
            List<String> needed = new ArrayList<>(take.columns());
            if (take.when() != null) {
                needed.add(take.when().column());
            }
            needed.stream()
                    .filter(c -> !has(c) && !mapping.optional().contains(c))
                    .forEach(missing::add);
        }
        mapping.composed().stream()
                .filter(c -> !has(c) && !mapping.optional().contains(c))
                .forEach(missing::add);
        return missing;
    }

    boolean describes() {
        return mapping.take(Field.DESCRIPTION).columns().stream().anyMatch(this::has)
                || mapping.composed().stream().anyMatch(this::has);
    }

    private List<Take> takes() {
        List<Take> takes = new ArrayList<>(mapping.fields().values());
        mapping.products().forEach(p -> takes.addAll(p.values()));
        return takes;
    }

    static String key(String name) {
        StringBuilder key = new StringBuilder();
        name.toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(key::appendCodePoint);
        return key.isEmpty() ? name.strip().toLowerCase(Locale.ROOT) : key.toString();
    }
}
