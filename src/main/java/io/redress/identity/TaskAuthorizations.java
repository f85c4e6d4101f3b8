package io.redress.identity;

import java.util.List;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.db.AuthorizationCheck;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationManager;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks a list shows to whom: the same as the engine's own check, found another way. The engine makes a right for
 * each task and each group that may take it, and joins all tasks with all rights; with 50,000 open tasks that is 2.5
 * billion comparisons for one count. Those rights follow from the task's candidates, assignee and owner, so the list asks
 * for these. Whoever works on a single task is still asked for the right itself.
 */
final class TaskAuthorizations extends AuthorizationManager {

    @Override
    public void configureTaskQuery(TaskQueryImpl query) {
        configureQuery(query);
        AuthorizationCheck check = query.getAuthCheck();
        String user = check.getAuthUserId();
        if (!check.isAuthorizationCheckEnabled() || user == null) {
            return;
        }
        List<String> groups = check.getAuthGroupIds() == null ? List.of() : check.getAuthGroupIds();
        if (asksForOnesOwn(query, user, groups) || readsEveryTask()) {
            return; // without a permission to check the engine joins no rights
        }
        if (query.getQueries().stream().anyMatch(TaskAuthorizations::asksForCandidates)) {
            super.configureTaskQuery(query);
            return;
        }
        TaskQueryImpl visible = (TaskQueryImpl) query.or();
        visible.taskInvolvedUser(user);
        if (!groups.isEmpty()) {
            visible.taskCandidateGroupIn(groups).includeAssignedTasks();
        }
        visible.endOr();
    }

    /** All that this finds is the asker's to see: free for one of their groups, or theirs. */
    private static boolean asksForOnesOwn(TaskQueryImpl query, String user, List<String> groups) {
        List<String> candidates = query.getCandidateGroups();
        boolean forMyGroups = candidates != null
                && !candidates.isEmpty()
                && groups.containsAll(candidates)
                && query.getCandidateUser() == null
                && query.getCandidateGroupLike() == null;
        return forMyGroups || user.equals(query.getAssignee());
    }

    private boolean readsEveryTask() {
        return isAuthorized(Permissions.READ, Resources.TASK, Authorization.ANY)
                || isAuthorized(Permissions.READ_TASK, Resources.PROCESS_DEFINITION, Authorization.ANY);
    }

    /** One candidate would have to answer both the question and ours; two can. */
    private static boolean asksForCandidates(TaskQueryImpl query) {
        return query.getCandidateGroups() != null
                || query.getCandidateUser() != null
                || query.getCandidateGroupLike() != null
                || query.getInvolvedUser() != null
                || Boolean.TRUE.equals(query.isWithCandidateGroups())
                || Boolean.TRUE.equals(query.isWithCandidateUsers());
    }

    /** The engine would read all rights to leave out the groups that have none; a person here has a handful of roles. */
    @Override
    public List<String> filterAuthenticatedGroupIds(@Nullable List<String> groups) {
        return groups == null ? List.of() : groups;
    }

    /** Makes one for each command, in place of the engine's. */
    static final class Sessions implements SessionFactory {

        @Override
        public Class<?> getSessionType() {
            return AuthorizationManager.class;
        }

        @Override
        public Session openSession() {
            return new TaskAuthorizations();
        }
    }
}
