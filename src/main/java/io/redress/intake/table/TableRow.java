package io.redress.intake.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table.
 *
 * @param number from 1, among the rows that are not the heading
 * @param line on which it begins, from 1
 * @param cells as many as there are columns, unless {@code problem} says otherwise
 * @param problem what is wrong with the row as a row, for the person who sent the file; null when nothing is
 */
public record TableRow(
        long number,
        long line,
        List<String> cells,
        @Nullable String problem) {

    public TableRow {
        cells = List.copyOf(cells);
    }

    /** Is all that is wrong with it that the last cells of it are not there? */
    public boolean onlyShort(TableFormat format) {
        int columns = format.columns().size();
        return problem != null
                && cells.size() < columns
                && problem.equals(RowProblems.tooFew(cells.size(), columns, format.heading()));
    }

    /** What is wrong with a row of so many cells; null when it is as many as there are columns. */
    public static @Nullable String countProblem(int cells, TableFormat format) {
        int columns = format.columns().size();
        return cells < columns
                ? RowProblems.tooFew(cells, columns, format.heading())
                : cells > columns ? RowProblems.tooMany(cells, columns, format.heading()) : null;
    }
}
