package io.redress.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.junit.jupiter.api.Test;

class LiteralTestsTest {

    private static final List<String> LITERAL = List.of(
            "\"safety\"",
            "\"safety\", \"software\"",
            "not(\"safety\", \"software\")",
            "true",
            "false",
            ">= 9",
            "< 2.5",
            "[3..5]",
            "]3..5[",
            "(3..5)",
            "-1, 7",
            "not(> 3)");
    private static final List<Object> INPUTS =
            new ArrayList<>(Arrays.asList(null, "safety", "software", "", "9", true, false, 9, 3L, 4, 5, 2.5, -1, 7));

    private final Counting counting = new Counting(new ScalaFeelEngineFactory().createInstance());
    private final LiteralTests remembered = new LiteralTests(counting);

    @Test
    void answersAsTheEngineDoesTheFirstTimeAndEveryTimeAfter() {
        FeelEngine plain = new ScalaFeelEngineFactory().createInstance();
        for (String test : LITERAL) {
            for (Object input : INPUTS) {
                Object expected = answer(plain, test, input);
                for (int time = 1; time <= 3; time++) {
                    assertThat(answer(remembered, test, input))
                            .as("%s for %s, time %d", test, input, time)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void asksTheEngineOnceForACellOfLiterals() {
        for (String test : LITERAL) {
            int before = counting.asked;
            Object input = test.contains("\"") ? "safety" : test.matches("true|false") ? (Object) true : 4;
            answer(remembered, test, input);
            answer(remembered, test, input);
            assertThat(counting.asked - before).as(test).isEqualTo(1);
        }
    }

    @Test
    void asksTheEngineEachTimeForACellThatNamesAVariable() {
        assertThat(evaluate(
                        remembered, "> limit", Variables.putValue("input", 5).putValue("limit", 3)))
                .isTrue();
        assertThat(evaluate(
                        remembered, "> limit", Variables.putValue("input", 5).putValue("limit", 7)))
                .isFalse();
    }

    private static Object answer(FeelEngine engine, String test, Object input) {
        try {
            return evaluate(engine, test, Variables.putValue("input", input));
        } catch (RuntimeException refused) {
            return refused.getClass();
        }
    }

    private static boolean evaluate(
            FeelEngine engine, String test, org.camunda.bpm.engine.variable.VariableMap variables) {
        return engine.evaluateSimpleUnaryTests(test, "input", variables.asVariableContext());
    }

    private static final class Counting implements FeelEngine {

        private final FeelEngine engine;
        private int asked;

        Counting(FeelEngine engine) {
            this.engine = engine;
        }

        @Override
        public <T> T evaluateSimpleExpression(String expression, VariableContext variables) {
            return engine.evaluateSimpleExpression(expression, variables);
        }

        @Override
        public boolean evaluateSimpleUnaryTests(String test, String input, VariableContext variables) {
            asked++;
            return engine.evaluateSimpleUnaryTests(test, input, variables);
        }
    }
}
