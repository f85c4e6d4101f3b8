package io.redress.intake.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of JSON objects: in an array, one after the other, or a single one. Numbers stay as they are written. */
final class JsonReader extends ObjectReader {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxStringLength(DelimitedReader.LIMIT)
                    .maxNameLength(1_000)
                    .maxNumberLength(1_000)
                    .build())
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private final Budget budget;
    private final JsonParser parser;
    private long line = 1;

    JsonReader(ByteSource file, TableFormat format) throws IOException, UnreadableTable {
        super(format);
        budget = new Budget(Content.text(file, format.gzip(), Charsets.named(format.charset())));
        parser = FACTORY.createParser(budget);
    }

    @Override
    @Nullable
    Map<String, StringBuilder> read() throws IOException, UnreadableTable {
        try {
            JsonToken token = parser.nextToken();
            while (token == JsonToken.END_ARRAY
                    || (token == JsonToken.START_ARRAY
                            && parser.getParsingContext().getNestingDepth() == 1)) {
                token = parser.nextToken();
            }
            if (token == null) {
                return null;
            }
            line = parser.currentTokenLocation().getLineNr();
            Map<String, StringBuilder> row = row();
            if (token == JsonToken.START_OBJECT) {
                object(row, "");
            } else {
                parser.skipChildren();
            }
            budget.renew();
            return row;
        } catch (JsonProcessingException e) {
            long where = e.getLocation() == null ? line : e.getLocation().getLineNr();
            throw new UnreadableTable(
                    "file",
                    "Line " + where + ": what stands here is no JSON that can be read; nothing after it was read."
                            + hint(e));
        }
    }

    private void object(Map<String, StringBuilder> row, String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + parser.currentName();
            parser.nextToken();
            value(row, name);
        }
    }

    private void value(Map<String, StringBuilder> row, String name) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> object(row, name + ".");
            case START_ARRAY -> {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value(row, name);
                }
            }
            case VALUE_NULL -> put(row, name, "");
            default -> put(row, name, parser.getText());
        }
    }

    private static String hint(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        if (message != null && message.contains("nesting depth")) {
            return " It is nested deeper than " + DEPTH + ".";
        }
        if (message != null && message.contains("end-of-input")) {
            return " Is the file cut off here?";
        }
        return "";
    }

    @Override
    long line() {
        return line;
    }

    @Override
    public void close() throws IOException {
        parser.close();
        budget.close();
    }
}
