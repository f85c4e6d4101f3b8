package io.redress.engine.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidator;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidatorContext;

/**
 * What a hostile model tries to reach: a system property and a file. Its constructor sings too, because naming a class
 * is enough to run one.
 */
public class Canary implements JavaDelegate, ExecutionListener, TaskListener, FormFieldValidator {

    static final String PROPERTY = "redress.canary";
    static final Path FILE = Path.of(
            System.getProperty("java.io.tmpdir"),
            "redress-canary-" + ProcessHandle.current().pid());

    public Canary() {
        touch("constructor");
    }

    public static boolean touch(String how) {
        System.setProperty(PROPERTY, how);
        return true;
    }

    static void reset() {
        System.clearProperty(PROPERTY);
        try {
            Files.deleteIfExists(FILE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static boolean sang() {
        return System.getProperty(PROPERTY) != null || Files.exists(FILE);
    }

    @Override
    public void execute(DelegateExecution execution) {
        touch("delegate");
    }

    @Override
    public void notify(DelegateExecution execution) {
        touch("execution listener");
    }

    @Override
    public void notify(DelegateTask task) {
        touch("task listener");
    }

    @Override
    public boolean validate(Object submitted, FormFieldValidatorContext context) {
        touch("validator");
        return true;
    }
}
