package io.redress.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.junit.jupiter.api.Test;

class RoleGrantsTest {

    private final List<RoleGrants.Grant> grants = RoleGrants.all();

    @Test
    void noRoleHasEverything() {
        assertThat(grants).isNotEmpty();
        assertThat(grants).noneMatch(grant -> grant.permissions().stream()
                .anyMatch(permission ->
                        permission.getName().equals("ALL") || permission.getValue() == Permissions.ALL.getValue()));
    }

    @Test
    void noRoleMayMoveDeleteOrRewriteWhatIsOnRecord() {
        assertThat(grants).noneMatch(grant -> grant.permissions().stream().anyMatch(permission -> List.of(
                        "DELETE_HISTORY",
                        "DELETE_INSTANCE",
                        "UPDATE_INSTANCE",
                        "MIGRATE_INSTANCE",
                        "UPDATE_INSTANCE_VARIABLE",
                        "UPDATE_TASK_VARIABLE",
                        "UPDATE_VARIABLE",
                        "SUSPEND",
                        "SUSPEND_INSTANCE",
                        "UPDATE_TASK",
                        "UPDATE_HISTORY")
                .contains(permission.getName())));
        assertThat(grants)
                .filteredOn(grant -> grant.permissions().stream()
                        .anyMatch(permission -> permission.getName().equals("DELETE")))
                .allMatch(grant -> grant.resource() == Resources.GROUP_MEMBERSHIP);
    }

    @Test
    void onlyProcessOwnersDeploy() {
        assertThat(grants)
                .filteredOn(grant -> grant.resource() == Resources.DEPLOYMENT
                        && grant.permissions().contains(Permissions.CREATE))
                .extracting(RoleGrants.Grant::role)
                .containsExactly(Roles.OWNERS);
    }

    @Test
    void nobodyMakesOrChangesFiltersOrAuthorizations() {
        assertThat(grants).noneMatch(grant -> grant.resource() == Resources.FILTER);
        assertThat(grants)
                .filteredOn(grant -> grant.resource() == Resources.AUTHORIZATION)
                .allMatch(grant -> grant.permissions().equals(java.util.Set.of(Permissions.READ)));
    }

    @Test
    void eachRightIsThereOnce() {
        assertThat(grants.stream().map(grant -> grant.role() + grant.resource() + grant.id()))
                .doesNotHaveDuplicates();
    }
}
