package io.redress.intake.mapping;

import io.redress.core.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a mapping takes from one row's cells, and what it finds wrong with them. */
final class RowValues {

    private static final int SHOWN = 60;

    private final MappingText mapping;
    private final Binding binding;
    private final List<String> cells;
    private final List<FieldProblem> problems = new ArrayList<>();

    RowValues(MappingText mapping, Binding binding, List<String> cells) {
        this.mapping = mapping;
        this.binding = binding;
        this.cells = cells;
    }

    List<FieldProblem> problems() {
        return problems;
    }

    void refuse(String field, String expected) {
        problems.add(new FieldProblem(field, expected));
    }

    String label(Field field) {
        return binding.label(mapping.take(field).columns(), field.key());
    }

    /** Without the blanks around it; null when there is nothing. */
    @Nullable
    String value(Field field) {
        return value(mapping.take(field), field);
    }

    @Nullable
    String value(Take take, Field field) {
        if (take.fixed() != null) {
            return counts(take) ? take.fixed() : null;
        }
        String text = counts(take) ? joined(take) : null;
        if (text == null || take.values().isEmpty()) {
            return text;
        }
        String meant = take.values().get(MappingReader.key(text));
        if (meant == null) {
            meant = take.otherwise();
        }
        if (meant == null) {
            String label = binding.label(take.columns(), field.key());
            refuse(label, shown(text) + " is not among the values that the mapping knows: " + known(take.values()));
            return null;
        }
        return meant.isBlank() ? null : meant;
    }

    /** As it stands in the cell, where it is one; the cells joined where it is taken from several. */
    @Nullable
    String text(Field field) {
        Take take = mapping.take(field);
        if (take.columns().size() != 1 || take.fixed() != null || !take.values().isEmpty()) {
            return value(field);
        }
        String cell = counts(take) ? cell(take.columns().get(0)) : "";
        return cell.isBlank() ? null : cell;
    }

    /** All cells in their places, also the empty ones, so that two rows cannot have one id by chance. */
    @Nullable
    String id() {
        Take take = mapping.take(Field.EXTERNAL_REFERENCE);
        if (take.fixed() != null || take.first() || take.columns().size() < 2) {
            return value(Field.EXTERNAL_REFERENCE);
        }
        List<String> parts = take.columns().stream().map(c -> cell(c).strip()).toList();
        return parts.stream().allMatch(String::isEmpty) ? null : String.join(take.join(), parts);
    }

    /** A description put together from other columns, which says so in its first line; null when those are empty. */
    @Nullable
    String composed() {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (String column : mapping.composed()) {
            String cell = cell(column).strip();
            if (!cell.isEmpty()) {
                names.add(column);
                values.add(cell);
            }
        }
        return names.isEmpty() ? null : "(composed) " + String.join(" / ", names) + "\n" + String.join(" / ", values);
    }

    /** The cell; empty where the file has no such column, or where its value means nothing. */
    String cell(String column) {
        int position = binding.position(column);
        if (position < 0 || position >= cells.size()) {
            return "";
        }
        String cell = cells.get(position);
        if (mapping.neutralised()) {
            cell = Neutralised.undone(cell);
        }
        List<String> blanks = mapping.blanks().get(column);
        return blanks != null && blanks.contains(cell.strip()) ? "" : cell;
    }

    static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return "\"" + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line) + "\"";
    }

    private @Nullable String joined(Take take) {
        List<String> parts = new ArrayList<>();
        for (String column : take.columns()) {
            String cell = cell(column).strip();
            if (!cell.isEmpty()) {
                parts.add(cell);
                if (take.first()) {
                    break;
                }
            }
        }
        return parts.isEmpty() ? null : String.join(take.join(), parts);
    }

    private boolean counts(Take take) {
        Take.When when = take.when();
        return when == null || when.values().contains(MappingReader.key(cell(when.column())));
    }

    private static String known(Map<String, String> values) {
        return String.join(", ", new TreeSet<>(values.keySet()));
    }
}
