package io.redress.intake.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tables out of texts, for tests. */
public final class TableFixture {

    private TableFixture() {}

    public static ByteSource bytes(byte[] bytes) {
        return () -> new ByteArrayInputStream(bytes);
    }

    public static ByteSource text(String text) {
        return text(text, StandardCharsets.UTF_8);
    }

    public static ByteSource text(String text, Charset charset) {
        return bytes(text.getBytes(charset));
    }

    static List<TableRow> rows(ByteSource file) throws IOException, UnreadableTable {
        return rows(file, Tables.detect(file, FormatWishes.NONE));
    }

    public static List<TableRow> rows(ByteSource file, TableFormat format) throws IOException, UnreadableTable {
        List<TableRow> rows = new ArrayList<>();
        try (TableReader reader = Tables.open(file, format)) {
            TableRow row;
            while ((row = reader.next()) != null) {
                rows.add(row);
            }
        }
        return rows;
    }
}
