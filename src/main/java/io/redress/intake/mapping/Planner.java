package io.redress.intake.mapping;

import io.redress.intake.table.ByteSource;
import io.redress.intake.table.FormatWishes;
import io.redress.intake.table.TableFormat;
import io.redress.intake.table.TableFormat.Kind;
import io.redress.intake.table.TableReader;
import io.redress.intake.table.TableRow;
import io.redress.intake.table.Tables;
import io.redress.intake.table.UnreadableTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognises a file: how it is written, and which mapping fits. */
public final class Planner {

    private static final int SHAPE_FROM = 50;
    private static final int DATES_FROM = 10_000;

    private final ByteSource file;
    private final FormatWishes wishes;
    private final List<String> missing = new ArrayList<>();
    private final List<String> doubts = new ArrayList<>();

    private Planner(ByteSource file, FormatWishes wishes) {
        this.file = file;
        this.wishes = wishes;
    }

    /** The mappings that come with Redress, by id. */
    public static List<Mapping> ready() {
        return ReadyMappings.all();
    }

    /**
     * Looks at a file.
     *
     * @param mapping the one to use; null to find a ready one that fits
     * @param dateOrder null to detect it
     */
    public static Plan plan(
            ByteSource file, FormatWishes wishes, @Nullable Mapping mapping, @Nullable DateOrder dateOrder)
            throws IOException, UnreadableTable {
        return new Planner(file, wishes).plan(mapping, dateOrder);
    }

    private Plan plan(@Nullable Mapping given, @Nullable DateOrder order) throws IOException, UnreadableTable {
        TableFormat format = Tables.detect(file, wishes);
        Mapping mapping = given;
        boolean headless = format.kind() == Kind.DELIMITED && !format.heading();
        List<TableRow> first = headless ? rows(format, SHAPE_FROM) : List.of();
        if (mapping == null) {
            mapping = (headless ? Recognition.byShape(format, first) : Recognition.byNames(format.columns()))
                    .orElse(null);
        }
        if (mapping != null && mapping.said().plainQuotes() && format.quote() != null) {
            format = Tables.detect(file, wishes, true);
            first = headless ? rows(format, SHAPE_FROM) : List.of();
        }
        if (mapping != null && headless) {
            format = named(format, mapping, first);
        }
        if (wishes.charset() == null && !format.charset().startsWith("UTF-")) {
            doubts.add("The file is no UTF-8; it was taken for " + format.charset()
                    + ". Look whether accents and umlauts are right.");
        }
        if (mapping == null) {
            missing.add(Sentences.noMapping(format));
            return new Plan(format, null, order, missing, doubts);
        }
        columns(format, mapping);
        DateOrder found = dates(format, mapping, order);
        return new Plan(format, mapping, found, missing, doubts);
    }

    private static TableFormat named(TableFormat format, Mapping mapping, List<TableRow> first) {
        MappingText.Layout layout = Recognition.layout(mapping.said(), format, first);
        return layout == null
                ? format
                : new TableFormat(
                        format.kind(),
                        format.gzip(),
                        format.charset(),
                        format.delimiter(),
                        format.quote(),
                        false,
                        layout.columns());
    }

    private void columns(TableFormat format, Mapping mapping) {
        Binding binding = new Binding(mapping.said(), format.columns());
        Set<String> lacking = binding.missing();
        if (!lacking.isEmpty()) {
            missing.add(Sentences.columnsMissing(format, mapping, lacking));
        } else if (mapping.becomes() != Becomes.NOTHING && !binding.describes()) {
            missing.add(Sentences.descriptionMissing(format, mapping));
        }
    }

    /** Reads the first rows: for the order of the dates, and to tell early what will be refused. */
    private @Nullable DateOrder dates(TableFormat format, Mapping mapping, @Nullable DateOrder given)
            throws IOException, UnreadableTable {
        Binding binding = new Binding(mapping.said(), format.columns());
        Take take = mapping.said().take(Field.RECEIVED_ON);
        String column = take.columns().stream().filter(binding::has).findFirst().orElse(null);
        DateSample dates = new DateSample();
        int count = 0;
        int damaged = 0;
        String problem = null;
        try (TableReader reader = Tables.open(file, format)) {
            TableRow row;
            while (count < DATES_FROM && (row = reader.next()) != null) {
                count++;
                boolean right = row.problem() == null || (mapping.said().shortRows() && row.onlyShort(format));
                damaged += right ? 0 : 1;
                problem = right || problem != null ? problem : row.problem();
                if (right && column != null) {
                    dates.take(new RowValues(mapping.said(), binding, row.cells()).cell(column));
                }
            }
        } catch (UnreadableTable e) {
            doubts.add(e.getMessage());
        }
        if (count == 0) {
            doubts.add("The file has a heading and no rows.");
        } else if (damaged > 0) {
            doubts.add(damaged + " of the first " + count
                    + " rows will be refused as they are, the first of them because: " + problem);
        }
        return column == null ? given : order(binding.spelled(column), mapping, dates, given);
    }

    private @Nullable DateOrder order(String column, Mapping mapping, DateSample dates, @Nullable DateOrder given) {
        if (given != null) {
            return given;
        }
        Set<DateOrder> best = dates.best();
        if (best.size() == 1) {
            DateOrder order = best.iterator().next();
            if (dates.against(order) > 0) {
                doubts.add(dates.against(order) + " of " + dates.read() + " dates in " + column + " are not written "
                        + Dates.WORDS.get(order) + " as the others are; those rows will be refused.");
            }
            return order;
        }
        DateOrder preferred = mapping.dates();
        String unreadable = dates.unreadable();
        if (best.isEmpty()) {
            if (preferred == null && unreadable != null) {
                missing.add(Sentences.noDates(column, unreadable));
            }
            return preferred;
        }
        if (preferred == null || !best.contains(preferred)) {
            missing.add(Sentences.orderMissing(column, dates));
            return null;
        }
        doubts.add("The dates in " + column + " (such as " + dates.example() + ") can be read "
                + DateSample.words(best) + "; they are read " + Dates.WORDS.get(preferred)
                + ", as the mapping prefers.");
        return preferred;
    }

    private List<TableRow> rows(TableFormat format, int most) throws IOException, UnreadableTable {
        List<TableRow> rows = new ArrayList<>();
        try (TableReader reader = Tables.open(file, format)) {
            TableRow row;
            while (rows.size() < most && (row = reader.next()) != null) {
                rows.add(row);
            }
        }
        return rows;
    }
}
