package io.redress.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoScriptTest {

    private final DemoScript script = DemoScript.read();

    @Test
    void everyScenarioCanBeToldAndAnswered() {
        assertThat(script.scenarios()).hasSizeGreaterThan(10).allSatisfy(scenario -> {
            assertThat(scenario.texts().get("en")).isNotEmpty();
            assertThat(scenario.answers()).containsKey("en");
            assertThat(scenario.weight()).isPositive();
            assertThat(scenario.texts().keySet()).isSubsetOf(Set.of("en", "de"));
        });
        assertThat(script.enquiries()).isNotEmpty();
    }

    @Test
    void customersSpeakALanguageWeHaveAndLiveInACountry() {
        assertThat(script.customers()).hasSizeGreaterThan(20).allSatisfy(person -> {
            assertThat(person.language()).isIn("en", "de");
            assertThat(person.country()).matches("[A-Z]{2}");
        });
    }
}
