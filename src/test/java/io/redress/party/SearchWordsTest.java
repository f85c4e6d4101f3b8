package io.redress.party;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
