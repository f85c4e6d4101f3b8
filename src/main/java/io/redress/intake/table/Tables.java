package io.redress.intake.table;

import java.io.IOException;

/** Finds out how a file is written, and opens it. */
public final class Tables {

    private Tables() {}

    /**
     * Looks at a file.
     *
     * @throws UnreadableTable when it is no table: empty, a ZIP, a picture, text in an encoding that cannot be told
     */
    public static TableFormat detect(ByteSource file, FormatWishes wishes) throws IOException, UnreadableTable {
        throw new UnsupportedOperationException();
    }

    /** Opens a file that is written so, at its first row. */
    public static TableReader open(ByteSource file, TableFormat format) throws IOException, UnreadableTable {
        throw new UnsupportedOperationException();
    }
}
