package io.redress.complaint.process;

import io.redress.core.Actor;
import io.redress.core.Refusal;
import io.redress.identity.Actors;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Starts the process of a complaint, and writes down the names that diagram and Java share. It knows references and
 * names, nothing of complaints; open tasks are {@link CaseTasks}'s.
 */
@Component
public class ComplaintProcess {

    public static final String KEY = "complaint-handling";
    public static final String CUSTOMER_OBJECTED = "customer-objected";

    static final String TASK_REACH = "UserTask_ReachCustomer";
    static final String TASK_TRIAGE = "UserTask_TriageComplaint";
    static final String TASK_INVESTIGATE = "UserTask_InvestigateComplaint";
    static final String TASK_ANSWER = "UserTask_AnswerCustomer";
    static final String TASK_APPROVE = "UserTask_ApproveAnswer";
    static final String TASK_DELIVER = "UserTask_DeliverAnswer";

    static final String COMPLAINT_REFERENCE = "complaintReference";
    static final String CATEGORY = "category";
    static final String SAFETY = "safety";
    static final String SIMILAR_COMPLAINTS = "similarComplaints";
    static final String CHANNEL = "channel";
    static final String WINDOW_DAYS = "windowDays";
    static final String SEVERITY = "severity";
    static final String PRIORITY = "priority";
    static final String SEVERITY_RATING = "severityRating";
    static final String OCCURRENCE_RATING = "occurrenceRating";
    static final String DETECTABILITY_RATING = "detectabilityRating";
    static final String RISK_PRIORITY_NUMBER = "riskPriorityNumber";
    static final String ANSWER_WITHIN_DAYS = "answerWithinDays";
    static final String RATING_REASON = "ratingReason";
    static final String INVESTIGATE_AGAIN = "investigateAgain";
    static final String OUTCOME = "outcome";
    static final String CHOSEN_SEVERITY = "chosenSeverity";
    static final String REASON = "reason";
    static final String DUPLICATE_OF = "duplicateOf";
    static final String REACHED_BY = "reachedBy";
    static final String REACHED_ON = "reachedOn";
    static final String REACH_NOTE = "reachNote";
    static final String APPROVED = "approved";

    private final RuntimeService runtime;
    private final TaskService tasks;
    private final IdentityService identity;
    private final Actors actors;

    ComplaintProcess(RuntimeService runtime, TaskService tasks, IdentityService identity, Actors actors) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.identity = identity;
        this.actors = actors;
    }

    /**
     * Starts the newest version, in the caller's transaction. Nothing of it runs there: the start event ends the
     * transaction, so that a broken step is an incident and never a refused registration.
     *
     * @return the engine's id of the instance
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public String start(String reference) {
        // Who may register was asked in the domain; the engine would ask the same of its own authorizations again.
        return asNobody(() -> runtime.createProcessInstanceByKey(KEY)
                .businessKey(reference)
                .setVariable(COMPLAINT_REFERENCE, reference)
                .execute()
                .getProcessInstanceId());
    }

    /** Starts it at its upper entrance, for a case that was reopened. @return the engine's id of the instance */
    @Transactional(propagation = Propagation.MANDATORY)
    public String customerObjected(String reference, boolean investigateAgain) {
        return asNobody(() -> runtime.createMessageCorrelation(CUSTOMER_OBJECTED)
                .processInstanceBusinessKey(reference)
                .setVariable(COMPLAINT_REFERENCE, reference)
                .setVariable(INVESTIGATE_AGAIN, investigateAgain)
                .correlateStartMessage()
                .getProcessInstanceId());
    }

    /**
     * The task, when the person who acts may see it.
     *
     * @throws Refusal 404 when there is none, or none that this person may see
     */
    @Transactional(readOnly = true)
    public TaskOfCase task(String taskId) {
        return asActor(() -> {
            Task task = visible(taskId);
            return new TaskOfCase(task.getId(), task.getName(), caseOf(task));
        });
    }

    private Task visible(String taskId) {
        if (taskId.length() > 64 || taskId.indexOf('\0') >= 0) {
            throw gone();
        }
        Task task =
                tasks.createTaskQuery().taskId(taskId).processDefinitionKey(KEY).singleResult();
        if (task == null) {
            throw gone();
        }
        return task;
    }

    private String caseOf(Task task) {
        ProcessInstance instance = asNobody(() -> runtime.createProcessInstanceQuery()
                .processInstanceId(task.getProcessInstanceId())
                .singleResult());
        return instance == null ? "" : Objects.requireNonNullElse(instance.getBusinessKey(), "");
    }

    private static Refusal gone() {
        return Refusal.notFound("There is no such open task, or none that you may see.");
    }

    private <T extends @Nullable Object> T asActor(Supplier<T> work) {
        Actor actor = actors.current();
        if (actor.kind() != Actor.Kind.PERSON) {
            return work.get();
        }
        return with(new Authentication(actor.id(), List.copyOf(actor.roles())), work);
    }

    private <T extends @Nullable Object> T asNobody(Supplier<T> work) {
        return with(null, work);
    }

    private <T extends @Nullable Object> T with(@Nullable Authentication authentication, Supplier<T> work) {
        Authentication before = identity.getCurrentAuthentication();
        set(authentication);
        try {
            return work.get();
        } finally {
            set(before);
        }
    }

    private void set(@Nullable Authentication authentication) {
        if (authentication == null) {
            identity.clearAuthentication();
        } else {
            identity.setAuthentication(
                    authentication.getUserId(), authentication.getGroupIds(), authentication.getTenantIds());
        }
    }

    /**
     * A task and the case it belongs to.
     *
     * @param caseReference the complaint's reference
     */
    public record TaskOfCase(String id, String name, String caseReference) {}
}
