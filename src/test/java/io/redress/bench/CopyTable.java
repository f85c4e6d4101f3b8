package io.redress.bench;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HexFormat;
import org.postgresql.PGConnection;

/** Rows of one table on their way into COPY, in its text format. */
final class CopyTable {

    private final String name;
    private final String columns;
    private final StringBuilder rows = new StringBuilder();
    private int count;

    CopyTable(String name, String columns) {
        this.name = name;
        this.columns = columns;
    }

    String text() {
        return rows.toString();
    }

    /** null, text, numbers, truth values, instants, dates, UUIDs, bytes and lists of text. */
    void row(Object... values) {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                rows.append('\t');
            }
            value(values[i]);
        }
        rows.append('\n');
        count++;
    }

    /** A row that is in the text format already, without its end. */
    void raw(CharSequence row) {
        rows.append(row).append('\n');
        count++;
    }

    private void value(Object value) {
        if (value == null) {
            rows.append("\\N");
        } else if (value instanceof byte[] bytes) {
            rows.append("\\\\x").append(HexFormat.of().formatHex(bytes));
        } else if (value instanceof Collection<?> list) {
            // hashes: no character that an array's text form would have to quote
            rows.append('{')
                    .append(String.join(",", list.stream().map(Object::toString).toList()))
                    .append('}');
        } else {
            escape(value.toString());
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> rows.append("\\\\");
                case '\n' -> rows.append("\\n");
                case '\r' -> rows.append("\\r");
                case '\t' -> rows.append("\\t");
                default -> rows.append(c);
            }
        }
    }

    void load(Connection connection) throws SQLException {
        if (count == 0) {
            return;
        }
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + name + " (" + columns + ") from stdin", new StringReader(rows.toString()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
