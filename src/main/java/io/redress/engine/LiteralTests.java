package io.redress.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelEngineFactory;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what the FEEL engine answered to a cell of a table that consists of literals only, such as {@code >= 9} or
 * {@code "safety", "software"}: it depends on nothing but the input. The engine makes all of FEEL's built-in functions
 * anew for each cell it is asked about. It answers nothing itself.
 */
final class LiteralTests implements FeelEngine {

    private static final int MOST_REMEMBERED = 10_000;
    private static final int LONGEST_TEXT = 100;
    private static final int LONGEST_TEST = 1_000;

    /** Strings without escapes, numbers, truth values; comparisons, ranges, lists, negation. No name, so no variable. */
    private static final Pattern LITERALS = Pattern.compile(
            "(?:\"[^\"\\\\]*+\"|-?\\d++(?:\\.\\d++)?+|\\b(?:true|false|not)\\b|[<>]=?|\\.\\.|[\\[\\](),\\s])*+");

    private final FeelEngine engine;
    private final Cache<Asked, Boolean> answers =
            Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

    LiteralTests(FeelEngine engine) {
        this.engine = engine;
    }

    private record Asked(String test, @Nullable Object input) {}

    @Override
    public <T> T evaluateSimpleExpression(String expression, VariableContext variables) {
        return engine.evaluateSimpleExpression(expression, variables);
    }

    @Override
    public boolean evaluateSimpleUnaryTests(String test, String inputName, VariableContext variables) {
        TypedValue input = variables.resolve(inputName);
        @Nullable Object value = input == null ? null : input.getValue();
        if (!plain(value)) {
            return engine.evaluateSimpleUnaryTests(test, inputName, variables);
        }
        Asked asked = new Asked(test, value);
        Boolean known = answers.getIfPresent(asked);
        if (known != null) {
            return known;
        }
        boolean answer = engine.evaluateSimpleUnaryTests(test, inputName, variables);
        if (test.length() <= LONGEST_TEST && LITERALS.matcher(test).matches()) {
            answers.put(asked, answer);
        }
        return answer;
    }

    private static boolean plain(@Nullable Object value) {
        return value == null
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof String text && text.length() <= LONGEST_TEXT;
    }

    /** The engine's own FEEL, with a memory. */
    static final class Factory implements FeelEngineFactory {

        private final FeelEngineFactory engines = new ScalaFeelEngineFactory();

        @Override
        public FeelEngine createInstance() {
            return new LiteralTests(engines.createInstance());
        }
    }
}
