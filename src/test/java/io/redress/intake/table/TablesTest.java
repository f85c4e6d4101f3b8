package io.redress.intake.table;

import static io.redress.intake.table.TableFixture.bytes;
import static io.redress.intake.table.TableFixture.rows;
import static io.redress.intake.table.TableFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.intake.table.TableFormat.Kind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesTest {

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void theDelimiterIsFound(String delimiter) throws Exception {
        String text = "Id,Date,What\n1,2024-01-02,\"late, again\"\n2,2024-01-03,broken\n".replace(",", delimiter);
        TableFormat format = Tables.detect(text(text), FormatWishes.NONE);
        assertThat(format.delimiter()).isEqualTo(delimiter);
        assertThat(format.columns()).containsExactly("Id", "Date", "What");
        assertThat(format.heading()).isTrue();
        assertThat(rows(text(text)).get(0).cells())
                .containsExactly("1", "2024-01-02", "late, again".replace(",", delimiter));
    }

    @Test
    void commasInTheTextDoNotPassForTheDelimiter() throws Exception {
        String text = "Name\tPlace\nDoe, Jo\tParis, France\nRoe, Al\tRome, Italy\n";
        assertThat(Tables.detect(text(text), FormatWishes.NONE).delimiter()).isEqualTo("\t");
    }

    @Test
    void quotesThatAreTextAreSeen() throws Exception {
        StringBuilder text = new StringBuilder("Id\tText\tPlace\n");
        for (int i = 0; i < 20; i++) {
            text.append(i).append("\t\"NOT CLOSED HERE\tTOWN ").append(i).append('\n');
        }
        TableFormat format = Tables.detect(text(text.toString()), FormatWishes.NONE);
        assertThat(format.quote()).isNull();
        assertThat(rows(text(text.toString()))).hasSize(20).allSatisfy(row -> assertThat(row.problem())
                .isNull());
    }

    @Test
    void aFirstRowOfValuesIsNoHeading() throws Exception {
        TableFormat format = Tables.detect(text("17,2024-01-02,broken\n18,2024-01-03,late\n"), FormatWishes.NONE);
        assertThat(format.heading()).isFalse();
        assertThat(format.columns()).containsExactly("column 1", "column 2", "column 3");
    }

    @Test
    void everyColumnHasANameOfItsOwn() throws Exception {
        TableFormat format = Tables.detect(text(",Name,Name,\na,b,c,d\n"), FormatWishes.NONE);
        assertThat(format.columns()).containsExactly("column 1", "Name", "Name (2)", "column 4");
    }

    @Test
    void whatAPersonSaysOverrulesWhatIsDetected() throws Exception {
        ByteSource file = text("a;b,c\nd;e,f\ng;h,i\n");
        TableFormat format = Tables.detect(file, new FormatWishes("windows-1252", ";", false));
        assertThat(format)
                .isEqualTo(new TableFormat(
                        Kind.DELIMITED, false, "windows-1252", ";", "\"", false, List.of("column 1", "column 2")));
        assertThat(rows(file, format)).hasSize(3);
    }

    @Test
    void wishesThatCannotBeAreNamed() {
        assertThatThrownBy(() -> Tables.detect(text("a,b\n"), new FormatWishes("klingon-8", null, null)))
                .isInstanceOfSatisfying(
                        UnreadableTable.class, e -> assertThat(e.field()).isEqualTo("charset"));
        assertThatThrownBy(() -> Tables.detect(text("a,b\n"), new FormatWishes(null, "::", null)))
                .isInstanceOfSatisfying(
                        UnreadableTable.class, e -> assertThat(e.field()).isEqualTo("delimiter"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "windows-1252", "UTF-16LE", "UTF-16BE"})
    void theEncodingIsFound(String charset) throws Exception {
        StringBuilder text = new StringBuilder("Nummer,Beschreibung,Ort\n");
        for (int i = 0; i < 40; i++) {
            text.append(i).append(",Das Gerät geht ständig aus und die Tür schließt nicht,Köln\n");
        }
        ByteSource file = text(text.toString(), Charset.forName(charset));
        assertThat(Tables.detect(file, FormatWishes.NONE).charset()).isEqualTo(charset);
        assertThat(rows(file).get(39).cells())
                .containsExactly("39", "Das Gerät geht ständig aus und die Tür schließt nicht", "Köln");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void theMarkAtTheBeginningIsNoPartOfTheFirstName(String charset) throws Exception {
        TableFormat format =
                Tables.detect(text("\uFEFFNummer,Ort\n1,Köln\n", Charset.forName(charset)), FormatWishes.NONE);
        assertThat(format.charset()).isEqualTo(charset);
        assertThat(format.columns()).containsExactly("Nummer", "Ort");
    }

    @Test
    void lineEndsWithinQuotesAreKeptAndLinesCounted() throws Exception {
        List<TableRow> rows = rows(text("a,b\r\n1,\"x\r\ny\nz\"\r\n\r\n2,w\r\n"));
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).cells()).containsExactly("1", "x\r\ny\nz");
        assertThat(rows.get(1)).isEqualTo(new TableRow(2, 6, List.of("2", "w"), null));
    }

    @Test
    void rowsOfAnotherLengthAreTold() throws Exception {
        List<TableRow> rows = rows(text("a,b,c\n1,2,3\n1,2\n1,2,3,4\n4,5,6\n"));
        assertThat(rows.get(1).problem()).isEqualTo("2 cells where the heading names 3; is the file cut off here?");
        assertThat(rows.get(2).problem())
                .isEqualTo("4 cells where the heading names 3: a heading is missing, the columns cannot be told apart");
        assertThat(rows.get(3).problem()).isNull();
    }

    @Test
    void jsonIsFlattened() throws Exception {
        String text = """
                [{"id": 7, "openfda": {"brand_name": ["A", "B"], "n": 1.50}, "ok": true},
                 {"id": 8, "none": null, "products": [{"code": "x"}, {"code": "y"}]}]
                """;
        TableFormat format = Tables.detect(text(text), FormatWishes.NONE);
        assertThat(format.kind()).isEqualTo(Kind.JSON);
        assertThat(format.columns())
                .containsExactly("id", "openfda.brand_name", "openfda.n", "ok", "none", "products.code");
        List<TableRow> rows = rows(text(text));
        assertThat(rows.get(0).cells()).containsExactly("7", "A; B", "1.50", "true", "", "");
        assertThat(rows.get(1).cells()).containsExactly("8", "", "", "", "", "x; y");
        assertThat(rows.get(1).line()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"1\",\"b\":\"2\"}\n{\"b\":\"3\"}\n", "[{\"a\":\"1\",\"b\":\"2\"},{\"b\":\"3\"}]"})
    void jsonComesInAnArrayOrOneAfterTheOther(String text) throws Exception {
        assertThat(rows(text(text)).stream().map(TableRow::cells)).containsExactly(List.of("1", "2"), List.of("", "3"));
    }

    @Test
    void xmlIsRowsBelowOneRootOrFragments() throws Exception {
        String whole = "<?xml version='1.0' encoding='ISO-8859-1'?>\n<all><r id='1'><t>K\u00f6ln &amp; Bonn</t></r>"
                + "<r id='2'><t>b</t><t>c</t><u><v>d</v></u></r></all>";
        TableFormat format = Tables.detect(text(whole, StandardCharsets.ISO_8859_1), FormatWishes.NONE);
        assertThat(format.kind()).isEqualTo(Kind.XML);
        assertThat(format.columns()).containsExactly("@id", "t", "u.v");
        assertThat(rows(text(whole, StandardCharsets.ISO_8859_1)).stream().map(TableRow::cells))
                .containsExactly(List.of("1", "K\u00f6ln & Bonn", ""), List.of("2", "b; c", "d"));
        String fragments = "   \n<r id='1'><t>a</t></r>\n<r id='2'><t>b</t></r>";
        assertThat(rows(text(fragments)).stream().map(TableRow::cells))
                .containsExactly(List.of("1", "a"), List.of("2", "b"));
    }

    @Test
    void whateverIsWrittenByTheRulesIsReadBack() throws Exception {
        Random random = new Random(20260601);
        String alphabet = "abc,;\t|\"'\n\r =é€";
        for (int round = 0; round < 200; round++) {
            int columns = 2 + random.nextInt(6);
            List<List<String>> written = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                text.append(c == 0 ? "" : ",").append("name").append(c);
            }
            text.append("\r\n");
            for (int r = 0; r < 30; r++) {
                List<String> row = new ArrayList<>();
                for (int c = 0; c < columns; c++) {
                    StringBuilder cell = new StringBuilder(c == 0 ? "x" : "");
                    for (int i = random.nextInt(12); i > 0; i--) {
                        cell.append(alphabet.charAt(random.nextInt(alphabet.length())));
                    }
                    row.add(cell.toString());
                    text.append(c == 0 ? "" : ",")
                            .append('"')
                            .append(cell.toString().replace("\"", "\"\""))
                            .append('"');
                }
                written.add(row);
                text.append("\r\n");
            }
            ByteSource file = bytes(text.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(rows(file).stream().map(TableRow::cells)).isEqualTo(written);
        }
    }
}
