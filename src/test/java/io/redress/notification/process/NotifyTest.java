package io.redress.notification.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.redress.core.CaseRef;
import io.redress.core.ModelRef;
import io.redress.notification.Notifications;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NotifyTest {

    private final Notifications notifications = mock(Notifications.class);
    private final Notify notify = new Notify(notifications);

    @ParameterizedTest
    @EnumSource(Notifications.Outcome.class)
    void whatBecameOfItIsAVariableAndNoIncident(Notifications.Outcome outcome) {
        when(notifications.toCustomer(any(), any(), any())).thenReturn(outcome);
        DelegateExecution execution =
                execution("C-2026-000123", Map.of("template", "acknowledgement", "recipient", "customer"));

        notify.execute(execution);

        verify(execution).setVariableLocal("notified", outcome.name().startsWith("QUEUED"));
        verify(notifications)
                .toCustomer(
                        eq(CaseRef.complaint("C-2026-000123")),
                        eq("acknowledgement"),
                        eq(new Notifications.Step("visit-1", new ModelRef("definition-1", "ServiceTask_Acknowledge"))));
    }

    @ParameterizedTest
    @CsvSource({
        "C-2026-000123, '',  customer, template",
        "C-2026-000123, answer, '',    recipient",
        "C-2026-000123, answer, boss,  boss",
        "X-2026-000123, answer, customer, X-2026-000123",
        "4711,          answer, customer, 4711",
        ",              answer, customer, business key",
    })
    void whatTheDiagramLeftOutIsNamed(String businessKey, String template, String recipient, String named) {
        DelegateExecution execution = execution(businessKey, Map.of("template", template, "recipient", recipient));
        assertThatThrownBy(() -> notify.execute(execution))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ServiceTask_Acknowledge")
                .hasMessageContaining(named);
    }

    @Test
    void isTheBeanThatDiagramsName() {
        assertThat(Notify.class
                        .getAnnotation(io.redress.engine.PublishedBean.class)
                        .value())
                .isEqualTo("notify");
    }

    private static DelegateExecution execution(String businessKey, Map<String, String> inputs) {
        DelegateExecution execution = mock(DelegateExecution.class);
        inputs.forEach((name, value) -> when(execution.getVariableLocal(name)).thenReturn(value));
        when(execution.getProcessBusinessKey()).thenReturn(businessKey);
        when(execution.getCurrentActivityId()).thenReturn("ServiceTask_Acknowledge");
        when(execution.getActivityInstanceId()).thenReturn("visit-1");
        when(execution.getProcessDefinitionId()).thenReturn("definition-1");
        return execution;
    }
}
