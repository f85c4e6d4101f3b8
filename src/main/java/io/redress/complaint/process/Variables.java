package io.redress.complaint.process;

import org.camunda.bpm.engine.delegate.VariableScope;
import org.jspecify.annotations.Nullable;

/** Reads process variables as what they are meant to be; forms and tables send empty texts and wider numbers. */
final class Variables {

    private Variables() {}

    static @Nullable String text(VariableScope scope, String name) {
        return text(scope.getVariable(name));
    }

    static @Nullable String text(@Nullable Object value) {
        return value == null || value.toString().isBlank() ? null : value.toString();
    }

    /** @throws IllegalArgumentException when it is no whole number that fits; it names the variable */
    static @Nullable Integer number(VariableScope scope, String name) {
        Object value = scope.getVariable(name);
        if (value == null || value.toString().isBlank()) {
            return null;
        }
        if (value instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())
                && Math.abs(number.doubleValue()) <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        try {
            return Integer.valueOf(value.toString().strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is \"" + value + "\" where a whole number is expected", e);
        }
    }
}
