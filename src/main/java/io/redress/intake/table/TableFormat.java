package io.redress.intake.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file is written: detected, or said by a person. It is stored with its import as JSON, so that a later reading
 * finds the same rows.
 *
 * @param gzip compressed as a whole
 * @param charset a name that {@link java.nio.charset.Charset#forName} knows; {@code UTF-8} without its mark at the
 *     beginning
 * @param delimiter between cells, one character; null where there are no delimited lines
 * @param quote around cells that contain the delimiter or line ends, one character; null where quotes are plain text
 * @param heading does the first row name the columns?
 * @param columns the columns' names, unique, in the file's order; {@code column 1} where nothing names them
 */
public record TableFormat(
        Kind kind,
        boolean gzip,
        String charset,
        @Nullable String delimiter,
        @Nullable String quote,
        boolean heading,
        List<String> columns) {

    public TableFormat {
        columns = List.copyOf(columns);
    }

    /** What a row is written as. */
    public enum Kind {
        /** Lines of cells between delimiters (RFC 4180 and what is like it). */
        DELIMITED,
        /** One object per row: an array of them, one after the other, or a single one. */
        JSON,
        /** One element per row. */
        XML
    }
}
