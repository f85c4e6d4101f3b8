package io.redress.notification.process;

import io.redress.core.CaseRef;
import io.redress.core.CaseType;
import io.redress.core.ModelRef;
import io.redress.engine.PublishedBean;
import io.redress.notification.Notifications;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;

/**
 * The step that tells somebody something: input parameters {@code template} and {@code recipient}. Leaves the local
 * variable {@code notified}: false when there is nobody or no usable address, which is the diagram's to deal with.
 */
@PublishedBean("notify")
public class Notify implements JavaDelegate {

    static final String TEMPLATE = "template";
    static final String RECIPIENT = "recipient";
    static final String NOTIFIED = "notified";

    private static final Map<String, CaseType> BY_PREFIX = Map.of("C", CaseType.COMPLAINT);

    private final Notifications notifications;

    public Notify(Notifications notifications) {
        this.notifications = notifications;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String template = input(execution, TEMPLATE);
        String recipient = input(execution, RECIPIENT);
        if (!recipient.equals("customer")) {
            throw new IllegalArgumentException(execution.getCurrentActivityId()
                    + ": the input parameter \"recipient\" is \"" + recipient + "\"; it can be \"customer\"");
        }
        Notifications.Outcome outcome = notifications.toCustomer(
                caseOf(execution.getProcessBusinessKey(), execution.getCurrentActivityId()),
                template,
                new Notifications.Step(
                        execution.getActivityInstanceId(),
                        new ModelRef(execution.getProcessDefinitionId(), execution.getCurrentActivityId())));
        execution.setVariableLocal(NOTIFIED, outcome.underway());
    }

    private static String input(DelegateExecution execution, String name) {
        Object value = execution.getVariableLocal(name);
        if (value instanceof String text && !text.isBlank()) {
            return text.strip();
        }
        throw new IllegalArgumentException(
                execution.getCurrentActivityId() + ": the input parameter \"" + name + "\" is missing");
    }

    private static CaseRef caseOf(@Nullable String businessKey, String activity) {
        int hyphen = businessKey == null ? -1 : businessKey.indexOf('-');
        CaseType type = businessKey == null || hyphen < 1 ? null : BY_PREFIX.get(businessKey.substring(0, hyphen));
        if (businessKey == null || type == null) {
            throw new IllegalArgumentException(activity + ": the business key \"" + businessKey
                    + "\" is not the reference of a case, such as C-2026-000123");
        }
        return new CaseRef(type, businessKey);
    }
}
