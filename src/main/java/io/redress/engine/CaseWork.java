package io.redress.engine;

import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Works on a case from outside a browser: claims and completes its tasks in a person's name through the same doors, and
 * runs the jobs that are due without waiting for the job executor. For the demo player and for tests.
 */
@Service
public class CaseWork {

    private final TaskService tasks;
    private final ManagementService management;
    private final RuntimeService runtime;
    private final IdentityService identity;
    private final TrustedClockJobExecutor executor;

    CaseWork(
            TaskService tasks,
            ManagementService management,
            RuntimeService runtime,
            IdentityService identity,
            TrustedClockJobExecutor executor) {
        this.executor = executor;
        this.runtime = runtime;
        this.tasks = tasks;
        this.management = management;
        this.identity = identity;
    }

    /**
     * An open task of a case.
     *
     * @param key the element's id in the diagram
     */
    public record OpenTask(
            String id,
            String key,
            String name,
            @Nullable String assignee,
            @Nullable Date due) {}

    /** The open tasks of the case's running process, oldest first. */
    public List<OpenTask> openTasks(String caseReference) {
        return tasks
                .createTaskQuery()
                .processInstanceBusinessKey(caseReference)
                .orderByTaskCreateTime()
                .asc()
                .list()
                .stream()
                .map(CaseWork::open)
                .toList();
    }

    /** @throws IllegalStateException when the case has no such open task */
    public OpenTask openTask(String caseReference, String key) {
        return openTasks(caseReference).stream()
                .filter(task -> task.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(caseReference + " has no open task " + key + " but "
                        + openTasks(caseReference).stream().map(OpenTask::key).toList()));
    }

    /** Does this while the job executor takes no jobs: whoever moves the clock runs them in the order of that clock. */
    public void alone(Runnable play) {
        executor.distrustClock();
        try {
            play.run();
        } finally {
            executor.trustClock();
        }
    }

    /** Claims the task in this person's name. */
    public void claim(String taskId, String personId) {
        as(personId, () -> tasks.claim(taskId, personId));
    }

    /** Completes the task in this person's name, with what its form would submit. */
    public void complete(String taskId, String personId, Map<String, Object> fields) {
        as(personId, () -> tasks.complete(taskId, fields));
    }

    /**
     * Runs the case's due jobs, and those that they make, until none is left.
     *
     * @return how many ran
     */
    public int runDueJobs(String caseReference) {
        int ran = 0;
        while (true) {
            String running = instance(caseReference);
            List<Job> due = running == null
                    ? List.of()
                    : management
                            .createJobQuery()
                            .processInstanceId(running)
                            .executable()
                            .list();
            if (due.isEmpty()) {
                return ran;
            }
            for (Job job : due) {
                management.executeJob(job.getId());
                ran++;
            }
        }
    }

    private @Nullable String instance(String caseReference) {
        ProcessInstance running = runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(caseReference)
                .rootProcessInstances()
                .singleResult();
        return running == null ? null : running.getId();
    }

    private void as(String personId, Runnable work) {
        List<String> groups = identity.createGroupQuery().groupMember(personId).list().stream()
                .map(group -> group.getId())
                .toList();
        identity.setAuthentication(personId, groups);
        try {
            work.run();
        } finally {
            identity.clearAuthentication();
        }
    }

    private static OpenTask open(Task task) {
        return new OpenTask(
                task.getId(), task.getTaskDefinitionKey(), task.getName(), task.getAssignee(), task.getDueDate());
    }
}
