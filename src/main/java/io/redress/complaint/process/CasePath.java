package io.redress.complaint.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.TransitionInstance;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The way a case has taken through its diagram and where it stands, over the very version that governs it. Read from the
 * engine's history, for showing only: the record of what happened is the ledger.
 */
@Component
public class CasePath {

    /** More steps than anybody looks at; the engine refuses queries without a bound. */
    private static final int MOST = 1000;

    private final HistoryService history;
    private final RuntimeService runtime;
    private final RepositoryService repository;
    private final IdentityService identity;

    CasePath(HistoryService history, RuntimeService runtime, RepositoryService repository, IdentityService identity) {
        this.history = history;
        this.runtime = runtime;
        this.repository = repository;
        this.identity = identity;
    }

    /** The path of one process instance, or null when the engine knows none of this id. */
    @Transactional(readOnly = true)
    public @Nullable Path of(@Nullable String processInstanceId) {
        // Whoever may read a complaint may see its way; the engine's own rights are about its web applications.
        Authentication before = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            return read(processInstanceId);
        } finally {
            if (before != null) {
                identity.setAuthentication(before);
            }
        }
    }

    private @Nullable Path read(@Nullable String processInstanceId) {
        HistoricProcessInstance instance = processInstanceId == null
                ? null
                : history.createHistoricProcessInstanceQuery()
                        .processInstanceId(processInstanceId)
                        .singleResult();
        if (instance == null) {
            return null;
        }
        List<HistoricActivityInstance> visited = history
                .createHistoricActivityInstanceQuery()
                .processInstanceId(processInstanceId)
                .orderByHistoricActivityInstanceStartTime()
                .asc()
                .listPage(0, MOST)
                .stream()
                .sorted(Comparator.comparing(HistoricActivityInstance::getStartTime)
                        .thenComparing(
                                HistoricActivityInstance::getEndTime, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
        BpmnModelInstance model = repository.getBpmnModelInstance(instance.getProcessDefinitionId());
        Set<String> standing = instance.getEndTime() == null ? standing(instance.getId()) : Set.of();
        Set<String> failed =
                runtime.createIncidentQuery().processInstanceId(instance.getId()).listPage(0, MOST).stream()
                        .map(Incident::getActivityId)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> taken = visited.stream()
                .filter(activity -> activity.getEndTime() != null && !activity.isCanceled())
                .map(HistoricActivityInstance::getActivityId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return new Path(
                instance.getProcessDefinitionId(),
                Objects.requireNonNullElse(instance.getProcessDefinitionName(), instance.getProcessDefinitionKey()),
                instance.getProcessDefinitionVersion(),
                xml(instance.getProcessDefinitionId()),
                List.copyOf(taken),
                flows(model, visited),
                List.copyOf(standing),
                List.copyOf(failed),
                steps(model, visited));
    }

    private String xml(String definitionId) {
        try (InputStream source = repository.getProcessModel(definitionId)) {
            return new String(source.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it is, or waits to go on: a step with an asynchronous start has not begun for the history yet. */
    private Set<String> standing(String processInstanceId) {
        Set<String> found = new LinkedHashSet<>();
        ActivityInstance root = runtime.getActivityInstance(processInstanceId);
        if (root != null) {
            collect(root, found);
        }
        return found;
    }

    private static void collect(ActivityInstance instance, Set<String> found) {
        for (TransitionInstance transition : instance.getChildTransitionInstances()) {
            found.add(transition.getActivityId());
        }
        for (ActivityInstance child : instance.getChildActivityInstances()) {
            if (child.getChildActivityInstances().length == 0 && child.getChildTransitionInstances().length == 0) {
                found.add(child.getActivityId());
            }
            collect(child, found);
        }
    }

    private static List<Step> steps(BpmnModelInstance model, List<HistoricActivityInstance> visited) {
        List<Step> steps = new ArrayList<>();
        for (HistoricActivityInstance activity : visited) {
            if (model.getModelElementById(activity.getActivityId()) instanceof Gateway) {
                continue;
            }
            steps.add(new Step(
                    activity.getActivityId(),
                    Objects.requireNonNullElse(activity.getActivityName(), activity.getActivityId()),
                    activity.getStartTime().toInstant(),
                    activity.getEndTime() == null ? null : activity.getEndTime().toInstant(),
                    activity.getAssignee()));
        }
        return steps;
    }

    /**
     * The engine keeps no history of sequence flows. A flow was taken when both its ends were visited; after an exclusive
     * gateway only towards the step that began first once the gateway was left.
     */
    private static List<String> flows(BpmnModelInstance model, List<HistoricActivityInstance> visited) {
        Set<String> ids =
                visited.stream().map(HistoricActivityInstance::getActivityId).collect(Collectors.toSet());
        Set<String> taken = new HashSet<>();
        for (SequenceFlow flow : model.getModelElementsByType(SequenceFlow.class)) {
            FlowNode source = flow.getSource();
            if (!ids.contains(source.getId()) || !ids.contains(flow.getTarget().getId())) {
                continue;
            }
            if (source instanceof ExclusiveGateway && source.getOutgoing().size() > 1) {
                visited.stream()
                        .filter(activity -> activity.getActivityId().equals(source.getId()))
                        .filter(activity -> activity.getEndTime() != null)
                        .filter(left -> followed(flow, source, left, visited))
                        .findAny()
                        .ifPresent(left -> taken.add(flow.getId()));
            } else {
                taken.add(flow.getId());
            }
        }
        return taken.stream().sorted().toList();
    }

    private static boolean followed(
            SequenceFlow flow,
            FlowNode gateway,
            HistoricActivityInstance left,
            List<HistoricActivityInstance> visited) {
        Set<String> targets = gateway.getOutgoing().stream()
                .map(out -> out.getTarget().getId())
                .collect(Collectors.toSet());
        return visited.stream()
                .filter(activity -> targets.contains(activity.getActivityId()))
                .filter(activity -> !activity.getStartTime().before(left.getEndTime()))
                .min(Comparator.comparing(HistoricActivityInstance::getStartTime))
                .map(first -> first.getActivityId().equals(flow.getTarget().getId()))
                .orElse(false);
    }

    /**
     * A way through a diagram.
     *
     * @param xml the diagram as deployed
     * @param taken ids of the elements that were completed
     * @param flows ids of the sequence flows that were taken
     * @param standing ids of the elements at which it stands
     * @param failed ids of the elements at which it stands still after an error
     * @param steps what was done, in order, gateways left out
     */
    public record Path(
            String definitionId,
            String name,
            int version,
            String xml,
            List<String> taken,
            List<String> flows,
            List<String> standing,
            List<String> failed,
            List<Step> steps) {}

    /**
     * One step.
     *
     * @param endedAt null while it goes on
     * @param assignee the id of the person who had the task, null for what the engine did
     */
    public record Step(
            String id,
            String name,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String assignee) {}
}
