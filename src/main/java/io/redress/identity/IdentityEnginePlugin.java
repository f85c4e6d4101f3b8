package io.redress.identity;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Who may do what in the engine, and how it stores passwords. */
@Component
@Order(20)
class IdentityEnginePlugin extends AbstractProcessEnginePlugin {

    private static final String IDS = "[a-zA-Z0-9._@-]{1,64}";

    private final ObjectProvider<Persons> persons;

    IdentityEnginePlugin(ObjectProvider<Persons> persons) {
        this.persons = persons;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        engine.setAuthorizationEnabled(true);
        // Tasks are worked on, not edited: whoever may complete one may not change its due date or candidates.
        engine.setDefaultUserPermissionNameForTask("TASK_WORK");
        engine.setResourceAuthorizationProvider(new ResourceGrants());
        engine.setUserResourceWhitelistPattern(IDS);
        engine.setGroupResourceWhitelistPattern(IDS);
        engine.setAdminGroups(new ArrayList<>(List.of(Roles.ADMINISTRATORS)));
        engine.setEnablePasswordPolicy(true);
        engine.setPasswordEncryptor(new StoredPasswords());
        engine.setIdentityProviderSessionFactory(new EngineIdentities.Sessions(persons));
        List<SessionFactory> sessions = engine.getCustomSessionFactories();
        sessions = sessions == null ? new ArrayList<>() : new ArrayList<>(sessions);
        sessions.add(new TaskAuthorizations.Sessions());
        engine.setCustomSessionFactories(sessions);
    }
}
