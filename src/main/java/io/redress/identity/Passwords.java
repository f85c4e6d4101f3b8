package io.redress.identity;

import java.util.Optional;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.digest.PasswordManager;
import org.camunda.bpm.engine.impl.util.EncryptionUtil;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Compares a password with what the engine's identity tables hold, and does nothing else: it counts and locks nobody. */
@Component
class Passwords {

    /** What is stored of a person's password. */
    record Stored(String id, String hash, String salt) {}

    private final JdbcTemplate database;
    private final PasswordManager manager;
    private final Stored nobody;

    Passwords(ProcessEngine engine, JdbcTemplate database) {
        this.database = database;
        this.manager = ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getPasswordManager();
        this.nobody = new Stored("", manager.encrypt("nobody's password"), "");
    }

    /**
     * Nothing where nobody has this id, or no password was set. Asked with each request that signs in with Basic, so it
     * is one plain statement: the engine's query would open a transaction of its own for it.
     */
    Optional<Stored> stored(String id) {
        return database
                .query(
                        "select id_, pwd_, salt_ from act_id_user"
                                + " where id_ = ? and pwd_ is not null and salt_ is not null",
                        (row, number) -> new Stored(row.getString(1), row.getString(2), row.getString(3)),
                        id)
                .stream()
                .findFirst();
    }

    boolean matches(String password, Stored stored) {
        return manager.check(EncryptionUtil.saltPassword(password, stored.salt()), stored.hash());
    }

    /** Takes as long as a real comparison, so that nobody learns from the time who exists. */
    void matchNobody(String password) {
        matches(password, nobody);
    }
}
