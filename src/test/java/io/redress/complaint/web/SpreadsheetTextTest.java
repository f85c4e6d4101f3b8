package io.redress.complaint.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.complaint.ComplaintExport;
import io.redress.platform.SpreadsheetText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a spreadsheet gets instead of a formula, and how it comes back; sheets that are full, cells that are too long. */
class SpreadsheetTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+49 30 1", "-1", "@SUM(1)", "\t=1", "\r=1", "'=1", "'''-x", "=", "-"})
    void whatWouldBeRunIsNotAndComesBack(String text) {
        assertThat(SpreadsheetText.neutral(text)).isEqualTo("'" + text);
        assertThat(Spreadsheets.asItWas(SpreadsheetText.neutral(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'", "''", "'quoted'", "a=1", " =1", "1-2", "\n=1", "é=1"})
    void whatIsNoFormulaStaysAsItIs(String text) {
        assertThat(SpreadsheetText.neutral(text)).isEqualTo(text);
        assertThat(Spreadsheets.asItWas(text)).isEqualTo(text);
    }

    @Test
    void charactersThatXmlCannotCarryAreEscapedAsTheStandardSays() {
        assertThat(SpreadsheetText.cell("a\u0001b\rc_x000D_d\ne")).isEqualTo("a_x0001_b_x000D_c_x005F_x000D_d\ne");
    }

    @Test
    void aTextThatIsTooLongForACellIsCutAndSaysSo() {
        String cut = SpreadsheetText.cell("=" + "😀".repeat(20_000));
        assertThat(cut)
                .startsWith("'=😀")
                .endsWith(SpreadsheetText.CUT)
                .hasSizeLessThanOrEqualTo(SpreadsheetText.LONGEST_CELL);
        assertThat(Character.isHighSurrogate(cut.charAt(cut.length() - SpreadsheetText.CUT.length() - 1)))
                .isFalse();
        String fits = "x".repeat(SpreadsheetText.LONGEST_CELL);
        assertThat(SpreadsheetText.cell(fits)).isEqualTo(fits);
    }

    @Test
    void whatDoesNotFitOnOneSheetGoesOnOnTheNext() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        XlsxExport export = new XlsxExport(out, 3);
        export.begin();
        for (int i = 0; i < 5; i++) {
            export.row(Collections.nCopies(ComplaintExport.COLUMNS.size(), "row " + i));
        }
        export.row(Collections.nCopies(ComplaintExport.COLUMNS.size(), "x".repeat(50_000)));
        export.end();
        List<List<List<String>>> sheets = Spreadsheets.xlsx(new ByteArrayInputStream(out.toByteArray()));
        assertThat(sheets).hasSize(3).allMatch(sheet -> sheet.get(0).equals(ComplaintExport.COLUMNS));
        assertThat(sheets.stream().flatMap(sheet -> sheet.stream().skip(1)).map(row -> row.get(0)))
                .startsWith("row 0", "row 1", "row 2", "row 3", "row 4")
                .last()
                .asString()
                .endsWith(SpreadsheetText.CUT);
    }
}
