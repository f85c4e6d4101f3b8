package io.redress.intake.mapping;

import io.redress.intake.table.TableFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file will be imported: what was recognised of it, and what is still missing.
 *
 * @param mapping null when no ready mapping fits
 * @param dateOrder null when the dates of the file could be read in more than one order, or there are none
 * @param missing what keeps it from being imported, for the person who sent it; empty when all is known
 * @param doubts what was guessed and should be looked at
 */
public record Plan(
        TableFormat format,
        @Nullable Mapping mapping,
        @Nullable DateOrder dateOrder,
        List<String> missing,
        List<String> doubts) {

    public Plan {
        missing = List.copyOf(missing);
        doubts = List.copyOf(doubts);
    }

    public boolean ready() {
        return missing.isEmpty() && mapping != null;
    }
}
