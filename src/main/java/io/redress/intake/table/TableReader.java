package io.redress.intake.table;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a file, one after the other, in memory that does not grow with the file. */
public interface TableReader extends AutoCloseable {

    /**
     * The next row; null at the end.
     *
     * @throws UnreadableTable when nothing after this place can be read
     */
    @Nullable
    TableRow next() throws IOException, UnreadableTable;

    @Override
    void close() throws IOException;
}
