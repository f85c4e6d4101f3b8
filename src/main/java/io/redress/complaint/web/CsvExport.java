package io.redress.complaint.web;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.redress.complaint.ComplaintExport;
import io.redress.platform.SpreadsheetText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** RFC 4180 in UTF-8, with the byte order mark by which spreadsheets know it. */
final class CsvExport implements ComplaintExport.Taker {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final OutputStream out;
    private final CsvWriter writer;

    CsvExport(OutputStream out) {
        this.out = out;
        this.writer = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out, StandardCharsets.UTF_8);
    }

    @Override
    public void begin() throws IOException {
        out.write(BYTE_ORDER_MARK);
        writer.writeRecord(ComplaintExport.COLUMNS);
    }

    @Override
    public void row(List<String> values) {
        writer.writeRecord(values.stream().map(SpreadsheetText::neutral).toList());
    }

    @Override
    public void end() throws IOException {
        writer.flush();
    }
}
