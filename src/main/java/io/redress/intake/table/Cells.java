package io.redress.intake.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes one record apart into cells. */
final class Cells {

    /** As many as spreadsheets hold. */
    static final int MOST = 16_384;

    private final CsvReaderBuilder strict;
    private final CsvReaderBuilder unclosed;
    private final CsvReaderBuilder plain;
    private final CsvRecordHandler handler;

    Cells(char delimiter, char quote, int limit) {
        strict = builder(delimiter, quote, limit);
        unclosed = builder(delimiter, quote, limit).allowUnclosedQuote(true);
        plain = builder(delimiter, RecordSplitter.NO_QUOTE, limit);
        // More cells than allowed, so that a record with too many is recognised and not only refused.
        handler =
                CsvRecordHandler.of(h -> h.maxFields(limit).maxFieldSize(limit).maxRecordSize(limit));
    }

    /** Null when the quotes of the record make no sense. */
    @Nullable
    List<String> strictly(String record) {
        try {
            return parse(strict, record);
        } catch (CsvParseException e) {
            return null;
        }
    }

    /** As well as it can be done, so that a person sees what is wrong. */
    List<String> leniently(String record) {
        for (CsvReaderBuilder builder : List.of(unclosed, plain)) {
            try {
                List<String> cells = parse(builder, record);
                if (cells != null) {
                    return cells;
                }
            } catch (CsvParseException e) {
                // The next one takes more.
            }
        }
        return List.of(record);
    }

    private @Nullable List<String> parse(CsvReaderBuilder builder, String record) {
        List<String> cells = null;
        try (CsvReader<CsvRecord> reader = builder.build(handler, record)) {
            for (CsvRecord one : reader) {
                if (cells != null) {
                    return null;
                }
                cells = new ArrayList<>(one.getFields());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cells == null ? List.of("") : cells;
    }

    private static CsvReaderBuilder builder(char delimiter, char quote, int limit) {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .quoteCharacter(quote)
                .skipEmptyLines(false)
                .allowUnclosedQuote(false)
                .maxBufferSize(limit + 16);
    }
}
