package io.redress.engine.gate;

import java.util.Set;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.ArtifactFactory;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.bpmn.behavior.ClassDelegateActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.MailActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.ScriptTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.ShellActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.behavior.TaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.el.ExpressionManager;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidator;
import org.camunda.bpm.engine.impl.form.validator.FormFieldValidatorContext;
import org.camunda.bpm.engine.impl.form.validator.FormValidators;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.delegate.ActivityExecution;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.springframework.beans.BeanUtils;

/**
 * What a model could do besides expressions: run a program, a script or a class. Models that are parsed anew keep
 * running up to such a step and stop there, because refusing to parse them would stop every instance of theirs.
 */
final class GuardedBehaviors extends AbstractBpmnParseListener {

    private static final Set<Class<?>> NEVER = Set.of(
            ShellActivityBehavior.class,
            MailActivityBehavior.class,
            ScriptTaskActivityBehavior.class,
            ClassDelegateActivityBehavior.class);

    @Override
    public void parseProcess(Element element, ProcessDefinitionEntity definition) {
        replace(definition);
    }

    private static void replace(ScopeImpl scope) {
        for (ActivityImpl activity : scope.getActivities()) {
            if (activity.getActivityBehavior() != null
                    && NEVER.contains(activity.getActivityBehavior().getClass())) {
                activity.setActivityBehavior(new Refusing());
            }
            replace(activity);
        }
    }

    static ProcessEngineException refused(String what) {
        return new ProcessEngineException(what + " is not allowed in models: only published beans are");
    }

    /**
     * Every class that a model names would be made here; none may be. The engine makes its own two steps here as well,
     * while it parses: they are replaced once it has parsed the process.
     */
    static final class NoClasses implements ArtifactFactory {

        @Override
        public <T> T getArtifact(Class<T> type) {
            if (type == ShellActivityBehavior.class || type == MailActivityBehavior.class) {
                return BeanUtils.instantiateClass(type);
            }
            throw refused("the class " + type.getName());
        }
    }

    /** No script language is known, whatever lies on the class path; FEEL in tables does not come by here. */
    static final class NoScripts implements ScriptEngineResolver {

        @Override
        public void addScriptEngineFactory(ScriptEngineFactory factory) {
            // nobody's
        }

        @Override
        public ScriptEngineManager getScriptEngineManager() {
            throw refused("a script");
        }

        @Override
        public ScriptEngine getScriptEngine(String language, boolean resolveFromCache) {
            throw refused("a script in " + language);
        }
    }

    /** Generated forms may name a class that checks a field; it is refused when the form is submitted. */
    static final class NoValidatorClasses extends FormValidators {

        @Override
        public FormFieldValidator createValidator(Element constraint, BpmnParse parse, ExpressionManager expressions) {
            if ("validator".equals(constraint.attribute("name"))) {
                return new RefusingValidator();
            }
            return super.createValidator(constraint, parse, expressions);
        }
    }

    private static final class RefusingValidator implements FormFieldValidator {

        @Override
        public boolean validate(Object submitted, FormFieldValidatorContext context) {
            throw refused("a validator");
        }
    }

    private static final class Refusing extends TaskActivityBehavior {

        @Override
        public void performExecution(ActivityExecution execution) {
            throw refused("the step " + execution.getCurrentActivityId());
        }
    }
}
