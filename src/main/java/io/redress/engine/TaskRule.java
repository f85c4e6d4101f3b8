package io.redress.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must hold before a user task may be completed, whichever way: Tasklist, our pages, either REST mount. Asked by a
 * command interceptor before the engine does anything, so that a refusal has its right status. The domain checks again.
 */
public interface TaskRule {

    /** The process id: {@code complaint-handling}. */
    String processKey();

    /** The id of the user task in the diagram: {@code UserTask_TriageComplaint}. */
    String taskKey();

    /** @throws io.redress.core.Refusal with the fields that are missing or wrong, or why this person may not */
    void check(Completion completion);

    /**
     * One attempt to complete a task.
     *
     * @param caseReference the business key of the process instance
     * @param userId who completes it, null when nobody is signed in
     * @param variables what would be submitted, plain values
     */
    record Completion(
            String taskId, String caseReference, @Nullable String userId, Map<String, @Nullable Object> variables) {}
}
