package io.redress.engine;

import io.redress.core.Actor;
import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import io.redress.identity.Actors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.impl.cmd.CompleteTaskCmd;
import org.camunda.bpm.engine.impl.cmd.SubmitTaskFormCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.value.SerializableValue;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * What must hold before a task is completed or resolved, by whichever door: values fit the engine's columns, a client
 * writes only the fields of the task's form, and the module's {@link TaskRule} agrees.
 */
@Component
class TaskCompletions {

    /** The engine's text columns; longer text is no variable but a record of ours. */
    static final int LONGEST_TEXT = 4_000;

    private final ObjectProvider<TaskRule> rules;
    private final Actors actors;

    TaskCompletions(ObjectProvider<TaskRule> rules, Actors actors) {
        this.rules = rules;
        this.actors = actors;
    }

    void check(Command<?> command, CommandContext context, boolean client) {
        String variables;
        if (command instanceof CompleteTaskCmd) {
            variables = "variables";
        } else if (command instanceof SubmitTaskFormCmd) {
            variables = "properties";
        } else {
            return;
        }
        TaskEntity task = CommandFields.get(command, "taskId") instanceof String id
                ? context.getTaskManager().findTaskById(id)
                : null;
        if (task == null) {
            return; // the engine itself says that there is none
        }
        Map<String, @Nullable Object> submitted = plain(CommandFields.get(command, variables));
        fit(submitted);
        if (client) {
            onlyFieldsOf(task, submitted);
        }
        askRules(task, submitted, context);
    }

    private void askRules(TaskEntity task, Map<String, @Nullable Object> submitted, CommandContext context) {
        ExecutionEntity instance = task.getProcessInstance();
        if (instance == null) {
            return;
        }
        String processKey = task.getProcessDefinition().getKey();
        List<TaskRule> matching = rules.stream()
                .filter(rule -> rule.processKey().equals(processKey))
                .filter(rule -> rule.taskKey().equals(task.getTaskDefinitionKey()))
                .toList();
        if (matching.isEmpty()) {
            return;
        }
        TaskRule.Completion completion = new TaskRule.Completion(
                task.getId(), Objects.requireNonNullElse(instance.getBusinessKey(), ""), user(context), submitted);
        matching.forEach(rule -> rule.check(completion));
    }

    private @Nullable String user(CommandContext context) {
        String engineUser = context.getAuthenticatedUserId();
        if (engineUser != null) {
            return engineUser;
        }
        Actor actor = actors.current();
        return actor.kind() == Actor.Kind.PERSON ? actor.id() : null;
    }

    private static void fit(Map<String, @Nullable Object> submitted) {
        List<FieldProblem> problems = new ArrayList<>();
        submitted.forEach((name, value) -> {
            if (value instanceof CharSequence text) {
                if (text.length() > LONGEST_TEXT) {
                    problems.add(new FieldProblem(name, "expected at most " + LONGEST_TEXT + " characters"));
                } else if (text.chars().anyMatch(character -> character == 0)) {
                    problems.add(new FieldProblem(name, "expected text without the NUL character"));
                }
            }
        });
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
    }

    /**
     * A form's fields are input parameters of its task, and so local. Anything else would be written into the process,
     * where it steers gateways; a value that is there already does no harm (forms submit what they only show).
     */
    private static void onlyFieldsOf(TaskEntity task, Map<String, @Nullable Object> submitted) {
        List<FieldProblem> problems = new ArrayList<>();
        submitted.forEach((name, value) -> {
            if (!isField(task, name) && !isUnchanged(task, name, value)) {
                problems.add(new FieldProblem(name, "is no field of this task's form"));
            }
        });
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
    }

    private static boolean isField(TaskEntity task, String name) {
        if (task.hasVariableLocal(name)) {
            return true;
        }
        ExecutionEntity execution = task.getExecution();
        return execution != null
                && execution.getActivity() != null
                && execution.getActivity().isScope()
                && execution.hasVariableLocal(name);
    }

    private static boolean isUnchanged(TaskEntity task, String name, @Nullable Object value) {
        TypedValue present = task.getVariableTyped(name, false);
        return Objects.equals(present == null ? null : plain(present), value);
    }

    private static Map<String, @Nullable Object> plain(@Nullable Object variables) {
        Map<String, @Nullable Object> plain = new HashMap<>();
        if (variables instanceof VariableMap typed) {
            typed.keySet().forEach(name -> plain.put(name, plain((TypedValue) typed.getValueTyped(name))));
        } else if (variables instanceof Map<?, ?> map) {
            map.forEach((name, value) ->
                    plain.put(String.valueOf(name), value instanceof TypedValue typed ? plain(typed) : value));
        }
        return plain;
    }

    /** Never deserializes: what a rule sees of JSON is its text. */
    private static @Nullable Object plain(@Nullable TypedValue value) {
        if (value instanceof SerializableValue serializable && !serializable.isDeserialized()) {
            return serializable.getValueSerialized();
        }
        return value == null ? null : value.getValue();
    }
}
