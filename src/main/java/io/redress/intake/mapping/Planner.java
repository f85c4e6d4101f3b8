package io.redress.intake.mapping;

import io.redress.intake.table.ByteSource;
import io.redress.intake.table.FormatWishes;
import io.redress.intake.table.UnreadableTable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recognises a file: how it is written, and which mapping fits. */
public final class Planner {

    private Planner() {}

    /** The mappings that come with Redress, by id. */
    public static List<Mapping> ready() {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }
}
