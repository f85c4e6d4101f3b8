package io.redress.identity;

import static org.camunda.bpm.engine.authorization.Resources.APPLICATION;
import static org.camunda.bpm.engine.authorization.Resources.AUTHORIZATION;
import static org.camunda.bpm.engine.authorization.Resources.DECISION_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.DECISION_REQUIREMENTS_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.DEPLOYMENT;
import static org.camunda.bpm.engine.authorization.Resources.GROUP;
import static org.camunda.bpm.engine.authorization.Resources.GROUP_MEMBERSHIP;
import static org.camunda.bpm.engine.authorization.Resources.OPERATION_LOG_CATEGORY;
import static org.camunda.bpm.engine.authorization.Resources.PROCESS_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.PROCESS_INSTANCE;
import static org.camunda.bpm.engine.authorization.Resources.TASK;
import static org.camunda.bpm.engine.authorization.Resources.USER;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.AuthorizationQuery;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.ProcessInstancePermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.TaskPermissions;
import org.camunda.bpm.engine.authorization.UserOperationLogCategoryPermissions;
import org.camunda.bpm.engine.history.UserOperationLogEntry;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What each role may do in the engine, and nothing more. Tasks reach people through their candidate groups. No role,
 * administrators included, may move or delete instances, write variables or delete history.
 */
@Component
class RoleGrants {

    private static final Set<String> STAFF = Set.of(Roles.AGENTS, Roles.HANDLERS, Roles.INVESTIGATORS, Roles.QUALITY);

    /** One right of one role; {@code id} is {@code *} for all things of the kind. */
    record Grant(String role, Resource resource, String id, Set<Permission> permissions) {}

    private final AuthorizationService authorizations;

    RoleGrants(AuthorizationService authorizations) {
        this.authorizations = authorizations;
    }

    static List<Grant> all() {
        List<Grant> grants = new ArrayList<>();
        for (String role : Roles.ALL) {
            // Names instead of ids, and whom a task can be handed to.
            grants.add(grant(role, USER, Permissions.READ));
            grants.add(grant(role, GROUP, Permissions.READ));
            grants.add(grant(role, PROCESS_DEFINITION, definition(role)));
        }
        for (String role : STAFF) {
            grants.add(application(role, "tasklist"));
            grants.add(grant(role, PROCESS_INSTANCE, Permissions.CREATE));
            grants.add(log(role, UserOperationLogEntry.CATEGORY_TASK_WORKER));
        }
        // Hands over what somebody has left lying.
        grants.add(grant(Roles.QUALITY, TASK, TaskPermissions.READ, TaskPermissions.TASK_ASSIGN));

        for (String role : List.of(Roles.OWNERS, Roles.AUDITORS, Roles.ADMINISTRATORS)) {
            grants.add(application(role, "cockpit"));
            grants.add(grant(role, DECISION_DEFINITION, Permissions.READ, Permissions.READ_HISTORY));
            grants.add(grant(role, DECISION_REQUIREMENTS_DEFINITION, Permissions.READ));
        }
        grants.add(grant(Roles.OWNERS, DEPLOYMENT, Permissions.READ, Permissions.CREATE));
        grants.add(grant(Roles.AUDITORS, DEPLOYMENT, Permissions.READ));
        grants.add(log(Roles.AUDITORS, "*"));

        grants.add(grant(Roles.ADMINISTRATORS, DEPLOYMENT, Permissions.READ));
        grants.add(log(Roles.ADMINISTRATORS, "*"));
        grants.add(application(Roles.ADMINISTRATORS, "admin"));
        grants.add(grant(Roles.ADMINISTRATORS, PROCESS_INSTANCE, ProcessInstancePermissions.RETRY_JOB));
        grants.add(grant(Roles.ADMINISTRATORS, AUTHORIZATION, Permissions.READ));
        grants.add(grant(Roles.ADMINISTRATORS, GROUP_MEMBERSHIP, Permissions.CREATE, Permissions.DELETE));
        grants.removeIf(grant -> grant.role().equals(Roles.ADMINISTRATORS) && grant.resource() == USER);
        grants.add(grant(Roles.ADMINISTRATORS, USER, Permissions.READ, Permissions.CREATE, Permissions.UPDATE));
        return grants;
    }

    private static Permission[] definition(String role) {
        if (STAFF.contains(role)) {
            return new Permission[] {ProcessDefinitionPermissions.READ, ProcessDefinitionPermissions.CREATE_INSTANCE};
        }
        List<Permission> permissions = new ArrayList<>(List.of(
                ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE,
                ProcessDefinitionPermissions.READ_TASK,
                ProcessDefinitionPermissions.READ_HISTORY));
        if (role.equals(Roles.ADMINISTRATORS)) {
            permissions.add(ProcessDefinitionPermissions.RETRY_JOB);
        }
        return permissions.toArray(Permission[]::new);
    }

    private static Grant application(String role, String name) {
        return new Grant(role, APPLICATION, name, Set.of(Permissions.ACCESS));
    }

    private static Grant log(String role, String category) {
        return new Grant(role, OPERATION_LOG_CATEGORY, category, Set.of(UserOperationLogCategoryPermissions.READ));
    }

    private static Grant grant(String role, Resource resource, Permission... permissions) {
        return new Grant(role, resource, "*", Set.copyOf(Arrays.asList(permissions)));
    }

    /** Makes the engine's authorizations of our roles exactly {@link #all()}; filters and single tasks aside. */
    void establish() {
        Set<String> kept = new HashSet<>();
        for (Grant grant : all()) {
            kept.add(establish(grant));
        }
        for (String role : Roles.ALL) {
            for (Resource resource : Resources.values()) {
                if (resource != Resources.FILTER) {
                    withdrawSurplus(role, resource, kept);
                }
            }
        }
    }

    /** Rights to single tasks come and go with them, and there may be a great many. */
    private void withdrawSurplus(String role, Resource resource, Set<String> kept) {
        AuthorizationQuery query =
                authorizations.createAuthorizationQuery().groupIdIn(role).resourceType(resource);
        if (resource == TASK) {
            query.resourceId(Authorization.ANY);
        }
        for (Authorization surplus : query.unlimitedList()) {
            if (!kept.contains(surplus.getId())) {
                authorizations.deleteAuthorization(surplus.getId());
            }
        }
    }

    private String establish(Grant grant) {
        return establish(authorizations, grant.role(), grant.resource(), grant.id(), grant.permissions());
    }

    /** @return the id of the authorization that is there now */
    static String establish(
            AuthorizationService authorizations,
            String role,
            Resource resource,
            String id,
            Set<Permission> permissions) {
        Authorization present = first(authorizations
                .createAuthorizationQuery()
                .authorizationType(Authorization.AUTH_TYPE_GRANT)
                .groupIdIn(role)
                .resourceType(resource)
                .resourceId(id)
                .unlimitedList());
        Permission[] wanted = permissions.toArray(Permission[]::new);
        if (present == null) {
            present = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
            present.setGroupId(role);
            present.setResource(resource);
            present.setResourceId(id);
        } else if (Set.of(present.getPermissions(wanted)).equals(permissions)
                && bits(present.getPermissions(everyPermission(resource))) == bits(wanted)) {
            return present.getId();
        }
        present.setPermissions(wanted);
        return authorizations.saveAuthorization(present).getId();
    }

    private static Permission[] everyPermission(Resource resource) {
        Map<Resource, Permission[]> specific = Map.of(
                PROCESS_DEFINITION, ProcessDefinitionPermissions.values(),
                PROCESS_INSTANCE, ProcessInstancePermissions.values(),
                TASK, TaskPermissions.values(),
                OPERATION_LOG_CATEGORY, UserOperationLogCategoryPermissions.values());
        return specific.getOrDefault(resource, Permissions.values());
    }

    private static int bits(Permission[] permissions) {
        int bits = 0;
        for (Permission permission : permissions) {
            if (permission.getValue() != Permissions.ALL.getValue()) {
                bits |= permission.getValue();
            }
        }
        return bits;
    }

    private static @Nullable Authorization first(List<Authorization> found) {
        return found.isEmpty() ? null : found.get(0);
    }
}
