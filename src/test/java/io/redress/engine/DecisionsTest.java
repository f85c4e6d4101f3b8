package io.redress.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngineException;
import org.junit.jupiter.api.Test;

class DecisionsTest {

    private final Decisions decisions = new Decisions();

    @Test
    void noRuleOrAnEmptyOutputIsNull() {
        Map<String, Object> empty = new HashMap<>();
        empty.put("severity", null);

        assertThat(decisions.value(List.of(), "severity")).isNull();
        assertThat(decisions.value(null, "severity")).isNull();
        assertThat(decisions.value(List.of(empty), "severity")).isNull();
        assertThat(decisions.value(List.of(Map.of("priority", 1)), "severity")).isNull();
    }

    @Test
    void valuesArePlain() {
        Map<String, Object> rule = Map.of(
                "text",
                "major",
                "whole",
                new BigDecimal("70.0"),
                "part",
                new BigDecimal("0.5"),
                "big",
                new BigDecimal("5000000000"),
                "flag",
                true);

        assertThat(decisions.value(List.of(rule), "text")).isEqualTo("major");
        assertThat(decisions.value(List.of(rule), "whole")).isEqualTo(70);
        assertThat(decisions.value(List.of(rule), "part")).isEqualTo(0.5);
        assertThat(decisions.value(List.of(rule), "big")).isEqualTo(5_000_000_000L);
        assertThat(decisions.value(List.of(rule), "flag")).isEqualTo(true);
    }

    @Test
    void anEnumBecomesTextAndNoSerializedObject() {
        assertThat(decisions.value(List.of(Map.of("day", Thread.State.NEW)), "day"))
                .isEqualTo("NEW");
    }

    @Test
    void twoRulesAreAnError() {
        assertThatThrownBy(() -> decisions.value(List.of(Map.of("a", 1), Map.of("a", 2)), "a"))
                .isInstanceOf(ProcessEngineException.class)
                .hasMessageContaining("2 rules");
    }
}
