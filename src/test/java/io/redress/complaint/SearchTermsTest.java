package io.redress.complaint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How our own fields are spelled for the index, and how a place in the register is. */
class SearchTermsTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "C-2026-000123, cQ2026Q000123",
                "Zürich Straße, zurichYstrasse",
                "50%, 50ZAACF",
                "a\\b, aZAAFMb",
                "東京, ZGHHBZEOKM",
                "Ｗｉｄｅ ﬁx, wideYfix",
                "😀, ZBPGAA"
            })
    void everyCharacterBecomesLettersAndDigits(String field, String folded) {
        assertThat(SearchTerms.folded(field)).isEqualTo(folded);
    }

    @Test
    void wordsLoseThePunctuationAroundThemAndNotWithin() {
        assertThat(SearchTerms.words("  \"pump,\" - (P-1/2) pump, 50%\u00a0東京。"))
                .containsExactly("pump", "P-1/2", "50", "東京");
        assertThat(SearchTerms.words("-- %% __")).isEmpty();
    }

    @Test
    void onlyWordsTooShortForATrigramBecomeTokensOfTheirOwn() {
        assertThat(SearchTerms.shortWords("pQ1\npulsaY2Ypump"))
                .containsExactlyInAnyOrder(
                        SearchTerms.shortWord("p"), SearchTerms.shortWord("1"), SearchTerms.shortWord("2"));
    }

    @Test
    void whatIsOursIsNeverTakenForAPersonsWord() {
        assertThat(List.of(SearchTerms.product("P-1"), SearchTerms.shortWord("p"), SearchTerms.product("")))
                .allMatch(token -> token < 0);
        assertThat(List.of(SearchTerms.personToken("ffffffffffffffff"), SearchTerms.personToken("0000000000000001")))
                .containsExactly(Long.MAX_VALUE, 1L);
        assertThat(SearchTerms.product("p")).isNotEqualTo(SearchTerms.shortWord("p"));
    }

    @Test
    void aCursorIsReadAsItWasWritten() {
        RegisterCursor cursor = new RegisterCursor(Instant.parse("2026-11-20T10:30:00.123456Z"), UUID.randomUUID());
        assertThat(RegisterCursor.read(cursor.text())).isEqualTo(cursor);
        assertThat(cursor.text()).matches("[A-Za-z0-9_-]{32}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAA", "%27", "' or 1=1 --", "\u0000", "=+-@", "東京", "C-2026-000123"})
    void whatIsNoCursorIsNone(String text) {
        assertThat(RegisterCursor.read(text)).isNull();
        assertThat(RegisterCursor.read(Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))))
                .isNull();
    }

    @Test
    void aCursorOutsideOfAllTimeIsNone() {
        for (byte filler : new byte[] {(byte) 0x7f, (byte) 0x80, (byte) 0xff}) {
            byte[] bytes = new byte[24];
            java.util.Arrays.fill(bytes, filler);
            String text = Base64.getUrlEncoder().encodeToString(bytes);
            RegisterCursor read = RegisterCursor.read(text);
            if (filler == (byte) 0xff) { // a microsecond before 1970
                assertThat(read).isNotNull();
            } else {
                assertThat(read).isNull();
            }
        }
    }
}
