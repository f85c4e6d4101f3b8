package io.redress.engine;

import io.redress.core.CaseRef;
import io.redress.core.CaseType;
import io.redress.core.ModelRef;
import io.redress.core.QualityEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.history.HistoricDecisionInputInstance;
import org.camunda.bpm.engine.history.HistoricDecisionOutputInstance;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.history.event.HistoricActivityInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricDecisionEvaluationEvent;
import org.camunda.bpm.engine.impl.history.event.HistoricDecisionInstanceEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricIdentityLinkLogEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricIncidentEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricJobLogEvent;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoricTaskInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.HistoricProcessInstanceEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells the ledger what the engine does, in the transaction in which it does it: processes, activities, tasks,
 * decisions, timers, incidents. Never the value of a variable, but for the short facts that a table decided by.
 */
class LedgerFeed implements HistoryEventHandler {

    private static final Logger log = LoggerFactory.getLogger(LedgerFeed.class);

    /** Activities at which a process stands and waits; a user task says so itself when it is created. */
    private static final Set<String> WAITING = Set.of(
            "receiveTask",
            "intermediateTimer",
            "intermediateMessageCatch",
            "intermediateSignalCatch",
            "intermediateConditional",
            "eventBasedGateway",
            "callActivity");

    /** What a table's text may look like to be a word from a closed list, and so nobody's personal data. */
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private static final int LONGEST_WORD = 40;
    private static final int LONGEST_DETAIL = 100;

    private final ApplicationEventPublisher events;

    LedgerFeed(ApplicationEventPublisher events) {
        this.events = events;
    }

    @Override
    public void handleEvents(List<HistoryEvent> historyEvents) {
        historyEvents.forEach(this::handleEvent);
    }

    @Override
    public void handleEvent(HistoryEvent event) {
        if (event instanceof HistoricProcessInstanceEventEntity process) {
            process(process);
        } else if (event instanceof HistoricActivityInstanceEventEntity activity) {
            activity(activity);
        } else if (event instanceof HistoricTaskInstanceEventEntity task) {
            task(task);
        } else if (event instanceof HistoricIdentityLinkLogEventEntity link) {
            assignment(link);
        } else if (event instanceof HistoricDecisionEvaluationEvent evaluation) {
            decision(evaluation.getRootHistoricDecisionInstance());
            evaluation.getRequiredHistoricDecisionInstances().forEach(this::decision);
        } else if (event instanceof HistoricJobLogEvent job) {
            timer(job);
        } else if (event instanceof HistoricIncidentEventEntity incident) {
            incident(incident);
        }
    }

    private void process(HistoricProcessInstanceEventEntity process) {
        Map<String, String> details = new TreeMap<>();
        details.put("process", process.getProcessDefinitionKey());
        if (process.isEventOfType(HistoryEventTypes.PROCESS_INSTANCE_START)) {
            publish(process, "engine.process-started", process.getStartActivityId(), details);
        } else if (process.isEventOfType(HistoryEventTypes.PROCESS_INSTANCE_END)) {
            put(details, "state", process.getState());
            publish(process, "engine.process-ended", process.getEndActivityId(), details);
        }
    }

    private void activity(HistoricActivityInstanceEventEntity activity) {
        boolean ended = activity.isEventOfType(HistoryEventTypes.ACTIVITY_INSTANCE_END);
        boolean waits = activity.isEventOfType(HistoryEventTypes.ACTIVITY_INSTANCE_START)
                && WAITING.contains(activity.getActivityType());
        if (!ended && !waits) {
            return;
        }
        Map<String, String> details = new TreeMap<>();
        put(details, "activity", activity.getActivityName());
        put(details, "kind", activity.getActivityType());
        if (ended && activity.isCanceled()) {
            details.put("cancelled", "true");
        }
        publish(
                activity,
                ended ? "engine.activity-ended" : "engine.activity-started",
                activity.getActivityId(),
                details);
    }

    private void task(HistoricTaskInstanceEventEntity task) {
        String type;
        if (task.isEventOfType(HistoryEventTypes.TASK_INSTANCE_CREATE)) {
            type = "engine.task-created";
        } else if (task.isEventOfType(HistoryEventTypes.TASK_INSTANCE_COMPLETE)
                && "completed".equals(task.getDeleteReason())) {
            type = "engine.task-completed";
        } else {
            return;
        }
        Map<String, String> details = new TreeMap<>();
        put(details, "task", task.getName());
        put(details, "taskId", task.getTaskId());
        put(details, "assignee", task.getAssignee());
        publish(task, type, task.getTaskDefinitionKey(), details);
    }

    /** Who took a task, or gave it back. */
    private void assignment(HistoricIdentityLinkLogEventEntity link) {
        if (!"assignee".equals(link.getType()) || link.getTaskId() == null || link.getUserId() == null) {
            return;
        }
        TaskEntity task = context().getTaskManager().findTaskById(link.getTaskId());
        if (task == null || task.getExecutionId() == null) {
            return;
        }
        boolean taken = link.isEventOfType(HistoryEventTypes.IDENTITY_LINK_ADD);
        if (!taken && task.isDeleted()) {
            return;
        }
        Map<String, String> details = new TreeMap<>();
        put(details, "task", task.getName());
        put(details, "taskId", task.getId());
        put(details, "assignee", link.getUserId());
        publish(link, taken ? "engine.task-claimed" : "engine.task-released", task.getTaskDefinitionKey(), details);
    }

    private void decision(HistoricDecisionInstanceEntity decision) {
        Map<String, String> details = new TreeMap<>();
        put(details, "decision", decision.getDecisionDefinitionKey());
        put(details, "element", decision.getActivityId());
        for (HistoricDecisionInputInstance input : decision.getInputs()) {
            putFact(details, "in." + input.getClauseName(), input.getValue());
        }
        for (HistoricDecisionOutputInstance output : decision.getOutputs()) {
            putFact(details, "out." + output.getVariableName(), output.getValue());
        }
        put(
                details,
                "rules",
                decision.getOutputs().stream()
                        .map(HistoricDecisionOutputInstance::getRuleId)
                        .filter(rule -> rule != null)
                        .distinct()
                        .collect(Collectors.joining(",")));
        events.publishEvent(QualityEvent.of(caseOf(decision), "engine.decision-evaluated")
                .with(details)
                .governedBy(new ModelRef(decision.getDecisionDefinitionId(), null)));
    }

    private void timer(HistoricJobLogEvent job) {
        String kind = job.getJobDefinitionType();
        if (job.isSuccessLog() && kind != null && kind.startsWith("timer") && job.getProcessDefinitionId() != null) {
            publish(job, "engine.timer-fired", job.getActivityId(), new TreeMap<>());
        }
    }

    private void incident(HistoricIncidentEventEntity incident) {
        boolean itself = incident.getId() == null
                || incident.getRootCauseIncidentId() == null
                || incident.getId().equals(incident.getRootCauseIncidentId());
        if (!incident.isEventOfType(HistoryEventTypes.INCIDENT_CREATE) || !itself) {
            return;
        }
        Map<String, String> details = new TreeMap<>();
        put(details, "incident", incident.getId());
        put(details, "kind", incident.getIncidentType());
        put(details, "job", incident.getConfiguration());
        CaseRef caseRef = publish(incident, "engine.incident-raised", incident.getActivityId(), details);
        // The message of the exception stays in the engine: it may quote what a customer wrote.
        log.error(
                "{} stands still at {}: all retries failed (incident {}, job {}). Cockpit shows why; put the cause"
                        + " right, then retry the job there",
                caseRef,
                incident.getActivityId(),
                incident.getId(),
                incident.getConfiguration());
    }

    private CaseRef publish(HistoryEvent event, String type, @Nullable String element, Map<String, String> details) {
        CaseRef caseRef = caseOf(event);
        String definition = event.getProcessDefinitionId();
        events.publishEvent(QualityEvent.of(caseRef, type)
                .with(details)
                .governedBy(definition == null ? null : new ModelRef(definition, element)));
        return caseRef;
    }

    private static CaseRef caseOf(HistoryEvent event) {
        String root = event.getRootProcessInstanceId() == null
                ? event.getProcessInstanceId()
                : event.getRootProcessInstanceId();
        if (root == null) {
            return caseOf((String) null);
        }
        if (event instanceof HistoricProcessInstanceEventEntity process
                && process.getBusinessKey() != null
                && root.equals(process.getProcessInstanceId())) {
            return caseOf(process.getBusinessKey());
        }
        ExecutionEntity execution = context().getExecutionManager().findExecutionById(root);
        if (execution != null) {
            return caseOf(execution.getBusinessKey());
        }
        HistoricProcessInstanceEntity past =
                context().getHistoricProcessInstanceManager().findHistoricProcessInstance(root);
        return caseOf(past == null ? null : past.getBusinessKey());
    }

    /** The case that a business key names; without one, what happened is the engine's own affair. */
    static CaseRef caseOf(@Nullable String businessKey) {
        if (businessKey != null && businessKey.length() <= 64) {
            if (businessKey.startsWith("C-")) {
                return new CaseRef(CaseType.COMPLAINT, businessKey);
            }
            if (businessKey.startsWith("CAPA-")) {
                return new CaseRef(CaseType.CAPA, businessKey);
            }
            if (businessKey.startsWith("INV-")) {
                return new CaseRef(CaseType.INVESTIGATION, businessKey);
            }
        }
        return CaseRef.system("engine");
    }

    private static void putFact(Map<String, String> details, String name, @Nullable Object value) {
        if (value instanceof Boolean || value instanceof Number) {
            put(details, name, value.toString());
        } else if (value instanceof String text
                && text.length() <= LONGEST_WORD
                && WORD.matcher(text).matches()) {
            put(details, name, text);
        }
    }

    private static void put(Map<String, String> details, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            details.put(name, value.length() <= LONGEST_DETAIL ? value : value.substring(0, LONGEST_DETAIL));
        }
    }

    private static CommandContext context() {
        return Context.getCommandContext();
    }
}
