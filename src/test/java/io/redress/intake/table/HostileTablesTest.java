package io.redress.intake.table;

import static io.redress.intake.table.TableFixture.bytes;
import static io.redress.intake.table.TableFixture.rows;
import static io.redress.intake.table.TableFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Vector;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTablesTest {

    private static final String HEADING = "id,date,what,where\n";
    private static final TableFormat FORMAT = new TableFormat(
            TableFormat.Kind.DELIMITED, false, "UTF-8", ",", "\"", true, List.of("id", "date", "what", "where"));

    @Test
    void aFileThatIsCutOffLosesOnlyItsLastRow() throws Exception {
        List<TableRow> rows = rows(text(HEADING + "1,2024-01-01,a,b\n2,2024-01-02,\"the rest is"));
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).problem()).isNull();
        assertThat(rows.get(1).problem()).contains("never closed", "cut off");
        assertThat(rows.get(1).cells()).containsExactly("2", "2024-01-02", "the rest is");
    }

    @Test
    void aQuoteThatIsNeverClosedDoesNotSwallowTheRowsAfterIt() throws Exception {
        StringBuilder text = new StringBuilder(HEADING).append("1,2024-01-01,\"oops,b\n");
        for (int i = 2; i <= 100; i++) {
            text.append(i).append(",2024-01-01,a,b\n");
        }
        List<TableRow> rows = rows(text(text.toString()), FORMAT);
        assertThat(rows).hasSize(100);
        assertThat(rows.get(0).problem()).contains("never closed");
        assertThat(rows.subList(1, 100))
                .allSatisfy(row -> assertThat(row.problem()).isNull());
        assertThat(rows.get(99).cells().get(0)).isEqualTo("100");
        assertThat(rows.get(99).line()).isEqualTo(101);
    }

    @Test
    void aQuoteThatEndsAtTheNextOneLosesOnlyTheRowsItDamaged() throws Exception {
        List<TableRow> rows = rows(text(
                HEADING + "1,2024-01-01,\"oops,b\n2,2024-01-01,a,b\n3,2024-01-01,\"fine, too\",b\n4,2024-01-01,a,b\n"));
        assertThat(rows.stream().map(row -> row.cells().get(0))).containsExactly("1", "2", "3", "4");
        assertThat(rows.stream().map(row -> row.problem() == null)).containsExactly(false, true, true, true);
    }

    @Test
    void aLineWithoutEndTakesNoMemoryAndLosesOnlyItself() throws Exception {
        long length = 1L << 27;
        ByteSource file = () -> joined(
                new ByteSourceOfRows(HEADING + "1,2024-01-01,a,b\n2,2024-01-01,").open(),
                new Endless(length),
                new ByteSourceOfRows(",b\n3,2024-01-01,a,b\n").open());
        long before = used();
        List<TableRow> rows = rows(file, FORMAT);
        assertThat(rows).hasSize(3);
        assertThat(rows.get(1).problem()).isEqualTo("longer than 4 MB; it was skipped");
        assertThat(rows.get(1).line()).isEqualTo(3);
        assertThat(rows.get(2).cells()).containsExactly("3", "2024-01-01", "a", "b");
        assertThat(rows.get(2).line()).isEqualTo(4);
        assertThat(used() - before).isLessThan(64 << 20);
    }

    @Test
    void aCellWithoutEndIsPassedOver() throws Exception {
        StringBuilder text = new StringBuilder(HEADING).append("1,2024-01-01,\"");
        text.append("lines and lines\n".repeat(400_000)).append("\",b\n2,2024-01-01,a,b\n3,2024-01-01,a,b\n");
        List<TableRow> rows = rows(text(text.toString()));
        assertThat(rows.get(0).problem()).contains("never closed", "skipped");
        assertThat(rows.subList(1, rows.size()).stream().map(TableRow::cells))
                .containsExactly(List.of("2", "2024-01-01", "a", "b"), List.of("3", "2024-01-01", "a", "b"));
        String narrow = "id,what\n1,\"" + "lines and lines\n".repeat(400_000) + "\"\n2,a\n";
        assertThatThrownBy(() -> rows(text(narrow)))
                .isInstanceOf(UnreadableTable.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void bytesThatAreNoTextAreToldAndNotReplaced() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((HEADING + "1,2024-01-01,schön grün über,b\n2,2024-01-01,öäü öäü öäü")
                .getBytes(StandardCharsets.UTF_8));
        out.write(0xE4);
        out.writeBytes(",b\n3,2024-01-01,a,b\n".getBytes(StandardCharsets.UTF_8));
        List<TableRow> rows = rows(bytes(out.toByteArray()));
        assertThat(rows.get(0).problem()).isNull();
        assertThat(rows.get(1).problem()).isEqualTo("what: bytes that are no text in UTF-8");
        assertThat(rows.get(2).problem()).isNull();
    }

    @Test
    void aFileCutOffWithinACharacterIsStillUtf8() throws Exception {
        byte[] whole = (HEADING + "1,2024-01-01,schön,ü").getBytes(StandardCharsets.UTF_8);
        ByteSource file = bytes(Arrays.copyOf(whole, whole.length - 1));
        assertThat(Tables.detect(file, FormatWishes.NONE).charset()).isEqualTo("UTF-8");
        assertThat(rows(file).get(0).problem()).isEqualTo("where: bytes that are no text in UTF-8");
    }

    @Test
    void aNulIsToldWithItsColumn() throws Exception {
        List<TableRow> rows = rows(text(HEADING + "1,2024-01-01,a\0b,c\n2,2024-01-01,a,b\n"));
        assertThat(rows.get(0).problem()).isEqualTo("what: a NUL character");
        assertThat(rows.get(1).problem()).isNull();
    }

    @Test
    void formulasStayAsTheyAre() throws Exception {
        String formula = "=cmd|' /C calc'!A0";
        assertThat(rows(text(HEADING + "1,2024-01-01,\"" + formula + "\",@SUM(A1)\n"))
                        .get(0)
                        .cells())
                .containsExactly("1", "2024-01-01", formula, "@SUM(A1)");
    }

    @Test
    void linesEndAsTheyLike() throws Exception {
        assertThat(rows(text("a,b\r1,2\r3,\"x\ry\"\r")).stream().map(TableRow::cells))
                .containsExactly(List.of("1", "2"), List.of("3", "x\ry"));
    }

    @ParameterizedTest
    @CsvSource({"%PDF-1.7,PDF", "GIF89a,GIF", "7z\u00bc\u00af\u0027,7-Zip", "SQLite format 3,SQLite"})
    void filesOfOtherKindsAreNamed(String start, String named) {
        assertThatThrownBy(() -> Tables.detect(text(start + "....", StandardCharsets.ISO_8859_1), FormatWishes.NONE))
                .isInstanceOf(UnreadableTable.class)
                .hasMessageContaining(named);
    }

    @Test
    void archivesAndSpreadsheetsAreNamed() throws Exception {
        assertThatThrownBy(() -> Tables.detect(bytes(zip("complaints.csv")), FormatWishes.NONE))
                .hasMessage("This is a ZIP archive; unpack it and send the files in it.");
        assertThatThrownBy(() -> Tables.detect(bytes(zip("[Content_Types].xml")), FormatWishes.NONE))
                .hasMessageContaining("save the sheet as CSV");
        assertThatThrownBy(() -> Tables.detect(bytes(gzip(zip("complaints.csv"))), FormatWishes.NONE))
                .hasMessageContaining("ZIP archive");
    }

    @Test
    void whatUnpacksWithoutEndIsRefused() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            byte[] rows = "a,b\n".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
            byte[] same = new byte[1 << 20];
            Arrays.fill(same, (byte) 'a');
            gzip.write(rows);
            for (int i = 0; i < 128; i++) {
                gzip.write(same);
            }
        }
        assertThatThrownBy(() -> rows(bytes(out.toByteArray())))
                .isInstanceOf(UnreadableTable.class)
                .hasMessageContaining("1000 times its size");
    }

    @Test
    void aGzipThatIsCutOffIsTold() throws Exception {
        StringBuilder text = new StringBuilder(HEADING);
        for (int i = 0; i < 50_000; i++) {
            text.append(i)
                    .append(",2024-01-01,text ")
                    .append(i * 7919L % 10_007)
                    .append(",b\n");
        }
        byte[] whole = gzip(text.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(rows(bytes(whole))).hasSize(50_000);
        assertThatThrownBy(() -> rows(bytes(Arrays.copyOf(whole, whole.length / 2))))
                .isInstanceOf(UnreadableTable.class)
                .hasMessageContaining("cut off");
        assertThatThrownBy(() -> rows(bytes(new byte[] {0x1f, (byte) 0x8b, 0, 1, 2})))
                .isInstanceOf(UnreadableTable.class)
                .hasMessageContaining("damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", " \n\r\n \n"})
    void filesWithoutAnythingAreRefused(String text) {
        assertThatThrownBy(() -> Tables.detect(text(text), FormatWishes.NONE))
                .isInstanceOfSatisfying(
                        UnreadableTable.class, e -> assertThat(e.field()).isEqualTo("file"));
    }

    @Test
    void aHeadingAloneIsATableWithoutRows() throws Exception {
        assertThat(Tables.detect(text("id,what\n"), FormatWishes.NONE).columns())
                .containsExactly("id", "what");
        assertThat(rows(text("id,what\n"))).isEmpty();
        assertThat(rows(text("id,what"))).isEmpty();
    }

    @Test
    void moreColumnsThanASpreadsheetHoldsAreRefused() {
        StringBuilder heading = new StringBuilder("c0");
        for (int i = 1; i < 100_000; i++) {
            heading.append(",c").append(i);
        }
        assertThatThrownBy(() -> Tables.detect(text(heading + "\n"), FormatWishes.NONE))
                .isInstanceOf(UnreadableTable.class)
                .hasMessageContaining("100000 columns");
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> rows(text("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000))))
                .isInstanceOf(UnreadableTable.class)
                .hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> rows(text("[".repeat(100_000)))).isInstanceOf(UnreadableTable.class);
        assertThatThrownBy(() -> rows(text("<a>".repeat(100_000) + "</a>".repeat(100_000))))
                .isInstanceOf(UnreadableTable.class);
    }

    @Test
    void jsonThatBreaksOffGivesItsRowsFirst() throws Exception {
        ByteSource file = text("{\"a\":\"1\",\"b\":\"2\"}\n{\"a\":\"3\",");
        TableFormat format = Tables.detect(file, FormatWishes.NONE);
        try (TableReader reader = Tables.open(file, format)) {
            assertThat(reader.next()).isNotNull();
            assertThatThrownBy(reader::next)
                    .isInstanceOf(UnreadableTable.class)
                    .hasMessageContaining("Line 2")
                    .hasMessageContaining("cut off");
        }
    }

    @Test
    void textThatIsNoUnicodeIsToldInJsonToo() throws Exception {
        assertThat(rows(text("[{\"a\":\"\\ud800\",\"b\":\"\\u0000\"}]")).get(0).problem())
                .isEqualTo("a: no valid Unicode text; b: a NUL character");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r><t>&x;</t></r>",
                "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><r><t>&b;</t></r>",
                "<r><t>&x;</t></r>"
            })
    void entitiesOfXmlAreRefused(String text) {
        assertThatThrownBy(() -> rows(text(text)))
                .isInstanceOf(UnreadableTable.class)
                .hasMessageContaining("DOCTYPE");
    }

    @Test
    void webPagesAreNamed() {
        assertThatThrownBy(() -> Tables.detect(text("<!DOCTYPE html><html></html>"), FormatWishes.NONE))
                .hasMessageContaining("HTML");
    }

    private static byte[] zip(String name) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write("a,b\n".getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static InputStream joined(InputStream... parts) {
        return new SequenceInputStream(new Vector<>(List.of(parts)).elements());
    }

    /** So many times the letter a, without being held anywhere. */
    private static final class Endless extends InputStream {

        private long left;

        Endless(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 'a' : -1;
        }

        @Override
        public int read(byte[] b, int off, int len) {
            if (left <= 0) {
                return -1;
            }
            int n = (int) Math.min(len, left);
            Arrays.fill(b, off, off + n, (byte) 'a');
            left -= n;
            return n;
        }
    }

    private record ByteSourceOfRows(String text) {

        InputStream open() throws IOException {
            return TableFixture.text(text).open();
        }
    }
}
