package io.redress.intake.table;

import io.redress.intake.table.TableFormat.Kind;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds out how a file is written, and opens it. */
public final class Tables {

    private static final Pattern JSON = Pattern.compile("\\{\\s*[\"}]|\\[\\s*[\\[{\"\\]\\d-]");
    private static final Pattern XML = Pattern.compile("<[?!\\p{L}_]");

    private Tables() {}

    /**
     * Looks at a file.
     *
     * @throws UnreadableTable when it is no table: empty, a ZIP, a picture, text in an encoding that cannot be told
     */
    public static TableFormat detect(ByteSource file, FormatWishes wishes) throws IOException, UnreadableTable {
        return detect(file, wishes, false);
    }

    /**
     * As {@link #detect(ByteSource, FormatWishes)}, for a file whose quotes are known to be plain text.
     *
     * @throws UnreadableTable as there
     */
    public static TableFormat detect(ByteSource file, FormatWishes wishes, boolean plainQuotes)
            throws IOException, UnreadableTable {
        try {
            return look(file, wishes, plainQuotes);
        } catch (UnreadableBytes e) {
            throw e.toTable();
        }
    }

    /**
     * Opens a file that is written so, at its first row.
     *
     * @throws UnreadableTable when it cannot even be opened so
     */
    public static TableReader open(ByteSource file, TableFormat format) throws IOException, UnreadableTable {
        try {
            return switch (format.kind()) {
                case DELIMITED -> new DelimitedReader(file, format);
                case JSON -> new JsonReader(file, format);
                case XML -> new XmlReader(file, format);
            };
        } catch (UnreadableBytes e) {
            throw e.toTable();
        }
    }

    private static TableFormat look(ByteSource file, FormatWishes wishes, boolean plainQuotes)
            throws IOException, UnreadableTable {
        Character delimiter = delimiter(wishes.delimiter());
        Charset wished = wishes.charset() == null ? null : Charsets.named(wishes.charset());
        boolean gzip = Content.gzip(file);
        byte[] head = Content.head(file, gzip);
        if (head.length == 0) {
            throw new UnreadableTable("file", "The file is empty.");
        }
        String foreign = Signatures.foreign(head);
        if (foreign != null) {
            throw new UnreadableTable("file", foreign);
        }
        Charset charset = wished == null ? Charsets.of(file, gzip, head) : wished;
        String sample = Content.sample(file, gzip, charset);
        String start = sample.stripLeading();
        if (start.isEmpty() && sample.length() < Content.SAMPLE) {
            throw new UnreadableTable("file", "The file holds nothing but blanks.");
        }
        if (delimiter == null && start.startsWith("<") && XML.matcher(start).lookingAt()) {
            return xml(file, gzip, charset, start);
        }
        if (delimiter == null && JSON.matcher(start).lookingAt()) {
            TableFormat open = new TableFormat(Kind.JSON, gzip, charset.name(), null, null, false, List.of());
            try (JsonReader reader = new JsonReader(file, open)) {
                return named(open, reader.learn());
            }
        }
        return delimited(file, gzip, charset, sample, delimiter, wishes.heading(), plainQuotes);
    }

    private static TableFormat xml(ByteSource file, boolean gzip, Charset charset, String start)
            throws IOException, UnreadableTable {
        String lower = start.substring(0, Math.min(start.length(), 2_000)).toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html")) {
            throw new UnreadableTable("file", "This is a web page (HTML), not a table; export the table as CSV.");
        }
        if (start.contains("<!DOCTYPE")) {
            throw XmlReader.doctype();
        }
        TableFormat open = new TableFormat(Kind.XML, gzip, charset.name(), null, null, false, List.of());
        try (XmlReader reader = new XmlReader(file, open)) {
            return named(open, reader.learn());
        }
    }

    private static TableFormat delimited(
            ByteSource file,
            boolean gzip,
            Charset charset,
            String sample,
            @Nullable Character delimiter,
            @Nullable Boolean heading,
            boolean plainQuotes)
            throws IOException, UnreadableTable {
        Dialect dialect = Dialect.of(sample, sample.length() < Content.SAMPLE, delimiter, plainQuotes);
        List<String> first = first(file, gzip, charset, dialect);
        boolean named = heading == null ? Dialect.heading(first) : heading;
        int count = named ? first.size() : Math.max(1, dialect.coverage() > 0 ? dialect.columns() : first.size());
        if (count > Cells.MOST) {
            throw tooManyColumns(count);
        }
        if (named && RowProblems.characters(List.of(), first, charset.name()) != null) {
            throw new UnreadableTable(
                    "charset",
                    "The heading holds bytes that are no text in " + charset.name()
                            + "; say in which encoding the file is written.");
        }
        return new TableFormat(
                Kind.DELIMITED,
                gzip,
                charset.name(),
                String.valueOf(dialect.delimiter()),
                dialect.quote() == RecordSplitter.NO_QUOTE ? null : String.valueOf(dialect.quote()),
                named,
                named ? ColumnNames.unique(first) : ColumnNames.numbered(count));
    }

    /** The first record as a whole: a heading can be longer than a sample. */
    private static List<String> first(ByteSource file, boolean gzip, Charset charset, Dialect dialect)
            throws IOException, UnreadableTable {
        Cells parser = new Cells(dialect.delimiter(), dialect.quote(), DelimitedReader.LIMIT + 2);
        try (RecordSplitter records = new RecordSplitter(
                Content.text(file, gzip, charset), dialect.delimiter(), dialect.quote(), DelimitedReader.LIMIT)) {
            while (records.record()) {
                String text = records.text();
                if (records.tooLong()) {
                    throw new UnreadableTable(
                            "file",
                            "Line " + records.startLine() + " is longer than " + (DelimitedReader.LIMIT >> 20)
                                    + " MB; a table begins with a line of names or with a first row.");
                }
                if (!text.isBlank() || text.indexOf(dialect.delimiter()) >= 0) {
                    List<String> cells = parser.strictly(text);
                    return cells == null ? parser.leniently(text) : cells;
                }
            }
        }
        throw new UnreadableTable("file", "The file holds nothing but blanks.");
    }

    static UnreadableTable tooManyColumns(int count) {
        return new UnreadableTable("file", "The file has " + count + " columns; " + Cells.MOST + " can be read.");
    }

    private static TableFormat named(TableFormat format, List<String> columns) {
        return new TableFormat(format.kind(), format.gzip(), format.charset(), null, null, false, columns);
    }

    private static @Nullable Character delimiter(@Nullable String wish) throws UnreadableTable {
        if (wish == null || wish.isEmpty()) {
            return null;
        }
        String said = wish.equals("\\t") || wish.equalsIgnoreCase("tab") ? "\t" : wish;
        char c = said.charAt(0);
        if (said.length() != 1 || c == '"' || c == '\n' || c == '\r' || c == '\0' || Character.isSurrogate(c)) {
            throw new UnreadableTable(
                    "delimiter", "One character that stands between cells, such as , or ; or | or tab.");
        }
        return c;
    }
}
