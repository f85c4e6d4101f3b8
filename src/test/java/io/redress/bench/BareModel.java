package io.redress.bench;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaExecutionListener;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaOutputParameter;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;

/**
 * Makes the bare diagram out of the real one, so that the two cannot drift apart: the same elements, flows, borders,
 * forms and parameters, with {@link EmptySteps} where a bean of ours is named.
 */
final class BareModel {

    private static final Pattern BEAN_CALL = Pattern.compile("\\$\\{\\s*(\\w+)\\.(\\w+)\\(");

    private BareModel() {}

    /** @throws IllegalStateException when the diagram calls a bean in a place that is not known here */
    static BpmnModelInstance of(Path file) {
        BpmnModelInstance model = Bpmn.readModelFromFile(file.toFile());
        for (ServiceTask task : model.getModelElementsByType(ServiceTask.class)) {
            if (task.getCamundaDelegateExpression() != null) {
                task.setCamundaDelegateExpression(delegate(task.getCamundaDelegateExpression()));
            } else {
                task.setCamundaExpression("${none.nothing()}");
            }
        }
        for (UserTask task : model.getModelElementsByType(UserTask.class)) {
            if (task.getCamundaPriority() != null) {
                task.setCamundaPriority("${none.priority()}");
            }
            if (task.getCamundaDueDate() != null) {
                task.setCamundaDueDate("${none.due()}");
            }
        }
        model.getModelElementsByType(CamundaTaskListener.class)
                .forEach(listener -> listener.setCamundaExpression("${none.nothing()}"));
        model.getModelElementsByType(CamundaExecutionListener.class)
                .forEach(listener -> listener.setCamundaExpression("${none.nothing()}"));
        model.getModelElementsByType(CamundaInputParameter.class)
                .forEach(parameter -> parameter.setTextContent(result(parameter.getTextContent())));
        model.getModelElementsByType(CamundaOutputParameter.class)
                .forEach(parameter -> parameter.setTextContent(result(parameter.getTextContent())));
        for (TimerEventDefinition timer : model.getModelElementsByType(TimerEventDefinition.class)) {
            if (timer.getTimeDate() != null) {
                timer.getTimeDate().setTextContent("${none.due()}");
            } else if (timer.getTimeDuration() != null) {
                timer.getTimeDuration().setTextContent("P2D");
            }
        }
        refuseWhatIsLeft(file, model);
        return model;
    }

    private static String delegate(String expression) {
        return switch (expression) {
            case "${scoreComplaint}" -> "${emptyScore}";
            case "${notify}" -> "${emptyNotify}";
            default -> "${emptyStep}";
        };
    }

    private static String result(String text) {
        return text.replace("${decisions.value(", "${none.value(");
    }

    private static void refuseWhatIsLeft(Path file, BpmnModelInstance model) {
        Matcher call = BEAN_CALL.matcher(Bpmn.convertToString(model));
        while (call.find()) {
            if (!call.group(1).equals("none")) {
                throw new IllegalStateException(file + " calls " + call.group(1) + "." + call.group(2)
                        + " where the bare model has no stand-in yet; give BareModel one");
            }
        }
    }
}
