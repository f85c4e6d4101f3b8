package io.redress.complaint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafetySignalsTest {

    private final SafetySignals signals = SafetySignals.read("""
            # Words

            > burn* in an explanation does not count

            - burn*
            - smoke
            - short   circuit
            - Verätzung*
            - *
            -
            """);

    @Test
    void findsWholeWordsAndAnyEndingWhereTheListSaysSo() {
        assertThat(signals.foundIn("My hand was BURNED; there was smoke.")).containsExactly("burn*", "smoke");
        assertThat(signals.foundIn("a smoked ham at the sunburnt shore")).isEmpty();
    }

    @Test
    void findsPhrasesOverLineBreaks() {
        assertThat(signals.foundIn("a short\n  circuit")).containsExactly("short   circuit");
        assertThat(signals.foundIn("a short and long circuit")).isEmpty();
    }

    @Test
    void findsAccentsHoweverTheyAreSpelledInUnicode() {
        assertThat(signals.foundIn("eine Vera\u0308tzungsgefahr")).containsExactly("Verätzung*");
    }

    @Test
    void explanationsAndEmptyBulletsAreNoEntries() {
        assertThat(SafetySignals.read("burn*\n# smoke\n- *").foundIn("burn smoke *"))
                .isEmpty();
    }

    @Test
    void aLongTextIsReadQuickly() {
        String text = "sho rt ".repeat(20_000);
        long start = System.nanoTime();
        assertThat(signals.foundIn(text)).isEmpty();
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }
}
