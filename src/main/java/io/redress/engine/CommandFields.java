package io.redress.engine;

import java.lang.reflect.Field;
import java.util.Objects;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/** Reads what a command of the engine carries; the engine keeps it in protected fields without getters. */
final class CommandFields {

    private CommandFields() {}

    @Nullable
    static Object get(Command<?> command, String name) {
        Field field = Objects.requireNonNull(
                ReflectionUtils.findField(command.getClass(), name),
                () -> command.getClass() + " has no field " + name + "; the engine's version changed");
        ReflectionUtils.makeAccessible(field);
        return ReflectionUtils.getField(field, command);
    }
}
