package io.redress.intake.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.redress.core.FieldProblem;
import io.redress.intake.ImportView;
import io.redress.intake.Imports;
import io.redress.intake.RefusedRow;
import io.redress.intake.table.TableFormat;
import io.redress.platform.SpreadsheetText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes refused rows so that a person can see the reason, correct the row and send it again. */
final class RefusedCsv {

    private static final int BATCH = 500;

    private RefusedCsv() {}

    static void write(Imports imports, ImportView view, OutputStream out) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        text.write('\ufeff');
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            List<String> heading = new ArrayList<>(List.of("row", "line", "reason"));
            TableFormat format = view.format();
            if (format != null) {
                format.columns().forEach(column -> heading.add(SpreadsheetText.neutral(column)));
            }
            csv.writeRecord(heading);
            long after = 0;
            while (true) {
                List<RefusedRow> rows = imports.refused(view.id(), after, BATCH);
                for (RefusedRow row : rows) {
                    csv.writeRecord(cells(row));
                }
                if (rows.size() < BATCH) {
                    return;
                }
                after = rows.get(rows.size() - 1).number();
            }
        }
    }

    private static List<String> cells(RefusedRow row) {
        List<String> cells = new ArrayList<>();
        cells.add(Long.toString(row.number()));
        cells.add(Long.toString(row.line()));
        cells.add(SpreadsheetText.neutral(
                row.problems().stream().map(RefusedCsv::reason).collect(Collectors.joining("; "))));
        row.cells().forEach(cell -> cells.add(SpreadsheetText.neutral(cell)));
        return cells;
    }

    private static String reason(FieldProblem problem) {
        return problem.field() + ": " + problem.message();
    }
}
