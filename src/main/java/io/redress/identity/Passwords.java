package io.redress.identity;

import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.digest.PasswordManager;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.camunda.bpm.engine.impl.util.EncryptionUtil;
import org.springframework.stereotype.Component;

/** Compares a password with what the engine's identity tables hold, and does nothing else: it counts and locks nobody. */
@Component
class Passwords {

    /** What is stored of a person's password. */
    record Stored(String id, String hash, String salt) {}

    private final IdentityService engine;
    private final PasswordManager manager;
    private final Stored nobody;

    Passwords(ProcessEngine engine) {
        this.engine = engine.getIdentityService();
        this.manager = ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getPasswordManager();
        this.nobody = new Stored("", manager.encrypt("nobody's password"), "");
    }

    /** Nothing where nobody has this id, or no password was set. */
    Optional<Stored> stored(String id) {
        User user = engine.createUserQuery().userId(id).singleResult();
        return user instanceof UserEntity entity && entity.getPassword() != null && entity.getSalt() != null
                ? Optional.of(new Stored(entity.getId(), entity.getPassword(), entity.getSalt()))
                : Optional.empty();
    }

    boolean matches(String password, Stored stored) {
        return manager.check(EncryptionUtil.saltPassword(password, stored.salt()), stored.hash());
    }

    /** Takes as long as a real comparison, so that nobody learns from the time who exists. */
    void matchNobody(String password) {
        matches(password, nobody);
    }
}
