package io.redress.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeelRulesTest {

    private final FeelRules rules = new FeelRules();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "x + 1",
                "if x > 3 then \"a\" else \"b\"",
                "some i in [1,2] satisfies i > 1",
                "count([1,2,3])",
                "{a: 1, b: a + 1}.b",
                "date and time(\"2026-01-01T00:00:00\") < now()"
            })
    void plainFeelPasses(String text) {
        assertThat(rules.refuse(text, false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "\"a\",\"b\"", "[1..5]", "< 3", "not(\"a\")", "? > 3", "null", "true"})
    void plainUnaryTestsPass(String text) {
        assertThat(rules.refuse(text, true)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "function(a) a",
                "{f: function(a) external {java: {class: \"X\", method signature: \"y()\"}}}.f",
                "[1, function(a) a]",
                "if true then (function(a) a)(1) else 2",
                "x.y.z()",
                "${x}",
                "(("
            })
    void functionsAndNonsenseDoNot(String text) {
        assertThat(rules.refuse(text, false)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{a:", "not(", "if ", "-("})
    void deepNestingIsRefusedAtOnce(String opening) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(rules.refuse(opening.repeat(300), false)).isNotNull());
    }

    @Test
    void nestingThatIsAllowedIsRead() {
        String text = "(".repeat(FeelRules.MAX_NESTING) + "1" + ")".repeat(FeelRules.MAX_NESTING);

        assertThat(rules.refuse(text, false)).isNull();
    }
}
