package io.redress.intake.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.redress.intake.table.TableFormat;
import io.redress.intake.table.TableRow;
import java.util.ArrayList;
import java.util.List;

/** A row as a JSON object of names and cells, and back. */
final class RawRow {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private RawRow() {}

    static String write(TableFormat format, TableRow row) {
        List<String> columns = format.columns();
        ObjectNode object = JSON.createObjectNode();
        for (int i = 0; i < row.cells().size(); i++) {
            String name = i < columns.size() ? columns.get(i) : "column " + (i + 1);
            while (object.has(name)) {
                name += " (more)";
            }
            object.put(name, row.cells().get(i));
        }
        return object.toString();
    }

    /** Number and line are not known any more. What was wrong with the row as a row is, as far as its cells tell it. */
    static TableRow read(TableFormat format, String raw) {
        JsonNode object;
        try {
            object = JSON.readTree(raw);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A row that was kept is JSON", e);
        }
        List<String> cells = new ArrayList<>();
        for (String column : format.columns()) {
            JsonNode cell = object.get(column);
            if (cell == null) {
                break;
            }
            cells.add(cell.asText());
        }
        if (cells.size() == format.columns().size()) {
            int extra = object.size() - cells.size();
            return new TableRow(1, 1, cells, TableRow.countProblem(cells.size() + extra, format));
        }
        return new TableRow(1, 1, cells, TableRow.countProblem(cells.size(), format));
    }
}
