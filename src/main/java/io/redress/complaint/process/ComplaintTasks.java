package io.redress.complaint.process;

import io.redress.complaint.Complaints;
import io.redress.complaint.Suggestion;
import io.redress.complaint.TriageDecision;
import io.redress.complaint.WorkingDays;
import io.redress.core.ModelRef;
import io.redress.core.Refusal;
import io.redress.engine.PublishedBean;
import java.util.Date;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.jspecify.annotations.Nullable;

/**
 * What the diagram of complaint handling calls: one short method per step. It reads variables and makes one call; rules
 * are the domain's.
 */
@PublishedBean("complaintTasks")
public class ComplaintTasks {

    private final Complaints complaints;
    private final WorkingDays workingDays;
    private final Acting acting;

    ComplaintTasks(Complaints complaints, WorkingDays workingDays, Acting acting) {
        this.complaints = complaints;
        this.workingDays = workingDays;
        this.acting = acting;
    }

    /** Writes what the table answered into the register. */
    public void recordScore(DelegateExecution execution) {
        complaints.recordScore(
                reference(execution.getProcessBusinessKey()),
                new Suggestion(
                        Variables.text(execution, ComplaintProcess.SEVERITY),
                        Variables.number(execution, ComplaintProcess.PRIORITY),
                        Variables.number(execution, ComplaintProcess.SEVERITY_RATING),
                        Variables.number(execution, ComplaintProcess.OCCURRENCE_RATING),
                        Variables.number(execution, ComplaintProcess.DETECTABILITY_RATING),
                        Variables.number(execution, ComplaintProcess.RISK_PRIORITY_NUMBER),
                        Variables.number(execution, ComplaintProcess.ANSWER_WITHIN_DAYS),
                        Variables.text(execution, ComplaintProcess.RATING_REASON)),
                new ModelRef(execution.getProcessDefinitionId(), execution.getCurrentActivityId()));
    }

    /** Somebody reached the customer, or found that there is no way. */
    public void customerReached(DelegateTask task) {
        String how = Variables.text(task, ComplaintProcess.REACHED_BY);
        String note = Variables.text(task, ComplaintProcess.REACH_NOTE);
        acting.run(() -> {
            if (TaskRules.NOT_REACHABLE.equals(how)) {
                complaints.unreachable(reference(task), note, model(task));
            } else {
                complaints.customerReached(
                        reference(task),
                        how == null ? "" : how,
                        Variables.text(task, ComplaintProcess.REACHED_ON),
                        note,
                        model(task));
            }
        });
    }

    /** A person decided what it is. */
    public void triaged(DelegateTask task) {
        TriageDecision decision = new TriageDecision(
                Objects.requireNonNullElse(Variables.text(task, ComplaintProcess.OUTCOME), ""),
                Variables.text(task, ComplaintProcess.CHOSEN_SEVERITY),
                Variables.text(task, ComplaintProcess.REASON),
                Variables.text(task, ComplaintProcess.DUPLICATE_OF));
        acting.run(() -> complaints.triage(reference(task), decision, model(task)));
    }

    /** The finding was recorded on the page; the case moves on. */
    public void investigated(DelegateTask task) {
        acting.run(() -> complaints.investigated(reference(task), model(task)));
    }

    /** The text was written on the page; it now waits for somebody else's approval. */
    public void answerSubmitted(DelegateTask task) {
        acting.run(() -> complaints.submitAnswer(reference(task), model(task)));
    }

    /** The answer was approved or sent back, on the page or (approved only) by the task itself. */
    public void answerDecided(DelegateTask task) {
        if (!(task.getVariable(ComplaintProcess.APPROVED) instanceof Boolean approved)) {
            throw Refusal.invalid(ComplaintProcess.APPROVED, "true or false");
        }
        acting.run(() -> complaints.answerDecided(reference(task), approved));
    }

    /** Somebody delivered the answer, or found that there is no way. */
    public void answerDelivered(DelegateTask task) {
        String how = Variables.text(task, ComplaintProcess.REACHED_BY);
        String note = Variables.text(task, ComplaintProcess.REACH_NOTE);
        acting.run(() -> {
            if (TaskRules.NOT_REACHABLE.equals(how)) {
                complaints.answerUndeliverable(reference(task), note, model(task));
            } else {
                complaints.answerDelivered(reference(task), how == null ? "" : how, note, model(task));
            }
        });
    }

    /** Closes an answered case. */
    public void close(String complaintReference) {
        complaints.close(complaintReference, null);
    }

    /** Closes what is owed no answer. */
    public void closeWithoutAnswer(String complaintReference) {
        complaints.closeWithoutAnswer(complaintReference, null);
    }

    /** This many working days from now, at the same time of day in the organisation's zone. */
    public Date dueInWorkingDays(int days) {
        return Date.from(workingDays.fromNow(days));
    }

    /** The suggested priority, also in a case that was reopened; null, which is the middle, when there is none. */
    public @Nullable Integer priority(DelegateExecution execution) {
        return complaints.priority(reference(execution.getProcessBusinessKey()));
    }

    /** When the answer is owed: as the table says, counted from the registration, or from the reopening. */
    public Date answerDue(DelegateExecution execution) {
        return Date.from(complaints.answerDue(reference(execution.getProcessBusinessKey())));
    }

    private static String reference(DelegateTask task) {
        return reference(task.getExecution().getProcessBusinessKey());
    }

    private static String reference(@Nullable String businessKey) {
        if (businessKey == null) {
            throw new IllegalStateException(
                    "A complaint's process has its reference as business key; this one has none");
        }
        return businessKey;
    }

    private static ModelRef model(DelegateTask task) {
        return new ModelRef(task.getProcessDefinitionId(), task.getTaskDefinitionKey());
    }
}
