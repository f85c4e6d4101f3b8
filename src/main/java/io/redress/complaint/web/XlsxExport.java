package io.redress.complaint.web;

import io.redress.complaint.ComplaintExport;
import io.redress.platform.SpreadsheetText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** A workbook that is written row by row; what does not fit on one sheet goes on on the next. */
final class XlsxExport implements ComplaintExport.Taker {

    /** Rows that a sheet holds, the one with the names included. */
    static final int ROWS = 1_048_576;

    private static final int ROWS_IN_MEMORY = 500;

    private final Workbook workbook;
    private final int rows;
    private @Nullable Worksheet sheet;
    private int sheets;
    private int row;

    XlsxExport(OutputStream out) {
        this(out, ROWS);
    }

    XlsxExport(OutputStream out, int rows) {
        this.workbook = new Workbook(out, "Redress", "1.0");
        this.rows = rows;
    }

    @Override
    public void begin() throws IOException {
        nextSheet();
    }

    @Override
    public void row(List<String> values) throws IOException {
        Worksheet into = row == rows ? nextSheet() : sheet;
        if (into == null) {
            throw new IllegalStateException("A row before the beginning");
        }
        write(into, values);
    }

    @Override
    public void end() throws IOException {
        if (sheet != null) {
            sheet.finish();
        }
        workbook.finish();
    }

    private Worksheet nextSheet() throws IOException {
        if (sheet != null) {
            sheet.finish();
        }
        Worksheet next = workbook.newWorksheet(++sheets == 1 ? "Complaints" : "Complaints " + sheets);
        sheet = next;
        row = 0;
        write(next, ComplaintExport.COLUMNS);
        return next;
    }

    /** In the cell itself: a table of shared strings would be held until the end. */
    private void write(Worksheet into, List<String> values) throws IOException {
        for (int column = 0; column < values.size(); column++) {
            String value = values.get(column);
            if (!value.isEmpty()) {
                into.inlineString(row, column, SpreadsheetText.cell(value));
            }
        }
        row++;
        if (row % ROWS_IN_MEMORY == 0) {
            into.flush();
        }
    }
}
