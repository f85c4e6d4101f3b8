package io.redress.complaint.process;

import io.redress.core.Actor;
import io.redress.core.Refusal;
import io.redress.identity.Actors;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The open tasks of a complaint as our own pages see them: which there are, whose they are, claiming and completing. What
 * may be decided is the domain's; whether this person may touch the task is asked here and again by the engine.
 */
@Component
public class CaseTasks {

    private static final int MOST = 100;

    private final TaskService tasks;
    private final RuntimeService runtime;
    private final IdentityService identity;
    private final Actors actors;

    CaseTasks(TaskService tasks, RuntimeService runtime, IdentityService identity, Actors actors) {
        this.tasks = tasks;
        this.runtime = runtime;
        this.identity = identity;
        this.actors = actors;
    }

    /** The open tasks of a case, soonest due first. */
    @Transactional(readOnly = true)
    public List<OpenTask> open(String reference) {
        return asNobody(() -> tasks
                .createTaskQuery()
                .processInstanceBusinessKey(reference)
                .active()
                .initializeFormKeys()
                .listPage(0, MOST)
                .stream()
                .map(task -> view(task, reference))
                .sorted(Comparator.comparing(OpenTask::dueAt, Comparator.nullsLast(Comparator.<Instant>naturalOrder())))
                .toList());
    }

    /**
     * One open task of the given kind.
     *
     * @param kind the element's id in the diagram
     * @throws Refusal when there is none, or it is of another kind: it was done already, most likely
     */
    @Transactional(readOnly = true)
    public OpenTask get(String taskId, String kind) {
        return asNobody(() -> find(taskId, kind));
    }

    private OpenTask find(String taskId, String kind) {
        Task task = taskId.isBlank() || taskId.length() > 64
                ? null
                : tasks.createTaskQuery()
                        .taskId(taskId)
                        .taskDefinitionKey(kind)
                        .initializeFormKeys()
                        .singleResult();
        if (task == null) {
            throw Refusal.notFound("There is no such task any more. Somebody may have completed it already.");
        }
        ProcessInstance instance = runtime.createProcessInstanceQuery()
                .processInstanceId(task.getProcessInstanceId())
                .singleResult();
        return view(task, instance == null ? "" : instance.getBusinessKey());
    }

    /** Takes the task for the person who asks. @throws Refusal when the person may not, or somebody else has it */
    @Transactional
    public void claim(String taskId) {
        asPerson(() -> {
            tasks.claim(taskId, actors.current().id());
            return true;
        });
    }

    /** Completes the task; its rule and its listener check what the domain has on record. */
    @Transactional
    public void complete(String taskId, Map<String, Object> variables) {
        asPerson(() -> {
            tasks.complete(taskId, variables);
            return true;
        });
    }

    /** Whoever may read a complaint sees which tasks are open; the engine would show each role its own only. */
    private <T> T asNobody(Supplier<T> work) {
        Authentication before = identity.getCurrentAuthentication();
        identity.clearAuthentication();
        try {
            return work.get();
        } finally {
            if (before != null) {
                identity.setAuthentication(before);
            }
        }
    }

    /** The engine checks the rights of, and records, whoever acts; its refusals become ours. */
    private <T> T asPerson(Supplier<T> work) {
        Actor actor = actors.current();
        Authentication before = identity.getCurrentAuthentication();
        identity.setAuthentication(actor.id(), List.copyOf(actor.roles()));
        try {
            return work.get();
        } catch (TaskAlreadyClaimedException e) {
            throw Refusal.conflict("Somebody else has claimed this task meanwhile.");
        } catch (AuthorizationException e) {
            throw Refusal.forbidden("Your role does not include this task.");
        } catch (OptimisticLockingException e) {
            throw Refusal.conflict("Somebody else worked on this task at the same moment. Open it again.");
        } catch (ProcessEngineException e) {
            throw refusalIn(e);
        } finally {
            if (before == null) {
                identity.clearAuthentication();
            } else {
                identity.setAuthentication(before);
            }
        }
    }

    /** What a listener throws arrives wrapped; the refusal inside is what the person should read. */
    private static RuntimeException refusalIn(ProcessEngineException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
        }
        return e;
    }

    private OpenTask view(Task task, String reference) {
        Set<String> groups = tasks.getIdentityLinksForTask(task.getId()).stream()
                .filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()) && link.getGroupId() != null)
                .map(IdentityLink::getGroupId)
                .collect(Collectors.toUnmodifiableSet());
        Date due = task.getDueDate();
        return new OpenTask(
                task.getId(),
                task.getTaskDefinitionKey(),
                task.getName() == null ? task.getTaskDefinitionKey() : task.getName(),
                task.getDescription(),
                reference,
                task.getAssignee(),
                groups,
                task.getCreateTime().toInstant(),
                due == null ? null : due.toInstant(),
                task.getPriority(),
                task.getFormKey());
    }

    /**
     * An open task.
     *
     * @param kind the element's id in the diagram
     * @param reference of the complaint it belongs to
     * @param assignee the id of whoever has claimed it, null when nobody has
     * @param groups the roles that may claim it
     * @param formKey the page on which it is done, null when Tasklist shows its form
     */
    public record OpenTask(
            String id,
            String kind,
            String name,
            @Nullable String description,
            String reference,
            @Nullable String assignee,
            Set<String> groups,
            Instant createdAt,
            @Nullable Instant dueAt,
            int priority,
            @Nullable String formKey) {

        /** May this person work on it: it is theirs, or free and for one of their roles? */
        public boolean workable(Actor actor) {
            return assignee == null ? groups.stream().anyMatch(actor.roles()::contains) : mine(actor);
        }

        public boolean mine(Actor actor) {
            return actor.id().equals(assignee);
        }
    }
}
