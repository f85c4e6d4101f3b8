package io.redress.identity;

import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.identity.UserQuery;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.IdentityOperationResult;
import org.camunda.bpm.engine.impl.identity.db.DbIdentityServiceProvider;
import org.camunda.bpm.engine.impl.identity.db.DbUserQueryImpl;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The engine's identity tables with our rules: whoever changes a user there changes our person too, nobody is deleted,
 * roles are fixed, and a wrong password locks nobody out.
 */
final class EngineIdentities extends DbIdentityServiceProvider {

    private final Persons persons;

    private EngineIdentities(Persons persons) {
        this.persons = persons;
    }

    @Override
    public IdentityOperationResult saveUser(User user) {
        boolean newPassword = user instanceof UserEntity entity && entity.hasNewPassword();
        IdentityOperationResult result = super.saveUser(user);
        persons.follow(user, newPassword);
        return result;
    }

    @Override
    public IdentityOperationResult deleteUser(String userId) {
        throw new BadUserRequestException("A person is not deleted, because records name them; deactivate the person.");
    }

    @Override
    public IdentityOperationResult createMembership(String userId, String groupId) {
        IdentityOperationResult result = super.createMembership(userId, groupId);
        persons.followRole(userId, groupId, true);
        return result;
    }

    @Override
    public IdentityOperationResult deleteMembership(String userId, String groupId) {
        if (groupId.equals(Roles.ADMINISTRATORS)) {
            Context.getCommandContext().runWithoutAuthorization(() -> {
                persons.refuseWithoutAdministrator(userId);
                return null;
            });
        }
        IdentityOperationResult result = super.deleteMembership(userId, groupId);
        if (IdentityOperationResult.OPERATION_DELETE.equals(result.getOperation())) {
            persons.followRole(userId, groupId, false);
        }
        return result;
    }

    @Override
    public IdentityOperationResult saveGroup(Group group) {
        if (!Roles.ALL.contains(group.getId())) {
            throw new BadUserRequestException("Roles are fixed: " + String.join(", ", Roles.ALL) + ".");
        }
        return super.saveGroup(group);
    }

    @Override
    public IdentityOperationResult deleteGroup(String groupId) {
        throw new BadUserRequestException("Roles are fixed: " + String.join(", ", Roles.ALL) + ".");
    }

    @Override
    public IdentityOperationResult saveTenant(Tenant tenant) {
        throw new BadUserRequestException("There are no tenants here.");
    }

    /** The engine's own check would lock a user for good after ten wrong passwords, whoever typed them. */
    @Override
    public boolean checkPassword(String userId, String password) {
        UserEntity user = findUserById(userId);
        return user != null && password != null && user.getPassword() != null && matchPassword(password, user);
    }

    /** The web applications offer a set-up page to anybody while {@code camunda-admin} is empty; our administrators count. */
    @Override
    public UserQuery createUserQuery() {
        return new Users();
    }

    private static final class Users extends DbUserQueryImpl {

        private static final long serialVersionUID = 1L;

        Users() {
            super(Context.getProcessEngineConfiguration().getCommandExecutorTxRequired());
        }

        @Override
        public UserQuery memberOfGroup(String groupId) {
            return super.memberOfGroup(Groups.CAMUNDA_ADMIN.equals(groupId) ? Roles.ADMINISTRATORS : groupId);
        }
    }

    /** Makes one for each command; takes {@link Persons} late, because it needs the engine itself. */
    static final class Sessions implements SessionFactory {

        private final ObjectProvider<Persons> persons;

        Sessions(ObjectProvider<Persons> persons) {
            this.persons = persons;
        }

        @Override
        public Class<?> getSessionType() {
            return EngineIdentities.class;
        }

        @Override
        public Session openSession() {
            return new EngineIdentities(persons.getObject());
        }
    }
}
