package io.redress.party;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SearchWordsTest {

    @Test
    void wordsAreFoundWithoutCaseAccentsAndWidth() {
        assertThat(SearchWords.of("Zoë MÜLLER, Hauptstraße ﬁx Ｗｉｄｅ"))
                .containsExactly("zoe", "muller", "hauptstrasse", "fix", "wide");
    }

    @Test
    void anAddressIsFoundWholeAndByItsParts() {
        assertThat(SearchWords.of("write to <Jane.Doe@Example.org>"))
                .contains("jane.doe@example.org", "jane", "doe", "example", "org")
                .doesNotContain("Jane");
    }

    @Test
    void singleLettersAreTooCommonToIndex() {
        assertThat(SearchWords.of("a b c P-1 東京 \u0000")).containsExactly("東京");
    }

    /** A search by regular expression took more than a minute for this, and held a thread of the server meanwhile. */
    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLongTextWithoutBlanksIsCutInLinearTime() {
        String word = "a".repeat(1_000_000);
        assertThat(SearchWords.of(word)).containsExactly(word);
        assertThat(SearchWords.of("@".repeat(1_000_000))).isEmpty();
    }
}
