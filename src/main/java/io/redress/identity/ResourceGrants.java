package io.redress.identity;

import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.TaskPermissions;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.auth.DefaultAuthorizationProvider;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * What comes with a single thing when it is made: less than the vendor gives. Nobody may delete themselves, a filter or
 * a deployment; whoever holds a task may hand it on or back, and may no longer once they have.
 */
final class ResourceGrants extends DefaultAuthorizationProvider {

    @Override
    public AuthorizationEntity[] newUser(User user) {
        return new AuthorizationEntity[] {
            createGrantAuthorization(
                    user.getId(), null, Resources.USER, user.getId(), Permissions.READ, Permissions.UPDATE)
        };
    }

    @Override
    public AuthorizationEntity @Nullable [] newFilter(Filter filter) {
        return null;
    }

    @Override
    public AuthorizationEntity @Nullable [] newDeployment(Deployment deployment) {
        return null;
    }

    @Override
    public AuthorizationEntity @Nullable [] newTaskAssignee(
            Task task, @Nullable String oldAssignee, @Nullable String newAssignee) {
        if (oldAssignee != null && !oldAssignee.equals(newAssignee)) {
            AuthorizationEntity held = getGrantAuthorizationByUserId(oldAssignee, Resources.TASK, task.getId());
            if (held != null) {
                // It goes with the task, whether or not whoever acts may delete authorizations.
                Context.getCommandContext().runWithoutAuthorization(() -> {
                    getAuthorizationManager().delete(held);
                    return null;
                });
            }
        }
        AuthorizationEntity[] granted = super.newTaskAssignee(task, oldAssignee, newAssignee);
        if (granted != null) {
            for (AuthorizationEntity authorization : granted) {
                addPermissions(authorization, TaskPermissions.TASK_ASSIGN);
            }
        }
        return granted;
    }
}
