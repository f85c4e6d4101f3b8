package io.redress.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is deployed, and who brought it: the engine's tables, read without its authorizations (these are models, not
 * cases), and ours.
 */
@Component
class ModelStore {

    /** One version of a process or decision, and the deployment it came with; the person's part is ours. */
    record Deployed(
            String definitionId,
            String key,
            int version,
            String deploymentId,
            String resource,
            Instant deployedAt,
            @Nullable String deployedBy,
            boolean byPerson) {}

    /** One file of a deployment, as we recorded it. */
    record Recorded(String name, String sha256, boolean carriedOver, boolean ownedByPerson) {}

    private static final String DEFINITIONS = """
            select d.id_, d.key_, d.version_, d.deployment_id_, d.resource_name_, p.deploy_time_,
                   e.deployed_by, coalesce(e.by_person, false) as by_person
              from %s d
              join act_re_deployment p on p.id_ = d.deployment_id_
              left join engine_deployment e on e.deployment_id = d.deployment_id_
            """;

    private static final List<String> TABLES = List.of("act_re_procdef", "act_re_decision_def");

    private final JdbcClient jdbc;

    ModelStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The newest version of the process or decision with this id. */
    Optional<Deployed> latest(String fileName, String key) {
        return jdbc.sql(DEFINITIONS.formatted(fileName.endsWith(".dmn") ? "act_re_decision_def" : "act_re_procdef")
                        + " where d.key_ = ? order by d.version_ desc limit 1")
                .param(key)
                .query(ModelStore::deployed)
                .optional();
    }

    Optional<Deployed> definition(String definitionId) {
        for (String table : TABLES) {
            Optional<Deployed> found = jdbc.sql(DEFINITIONS.formatted(table) + " where d.id_ = ?")
                    .param(definitionId)
                    .query(ModelStore::deployed)
                    .optional();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    List<String> resourceNames(String deploymentId) {
        return jdbc.sql(
                        "select name_ from act_ge_bytearray where deployment_id_ = ? and name_ is not null order by name_")
                .param(deploymentId)
                .query(String.class)
                .list();
    }

    Optional<byte[]> content(String deploymentId, String name) {
        return jdbc.sql("select bytes_ from act_ge_bytearray where deployment_id_ = ? and name_ = ?")
                .param(deploymentId)
                .param(name)
                .query((row, number) -> row.getBytes(1))
                .optional();
    }

    List<Recorded> recorded(String deploymentId) {
        return jdbc.sql("""
                        select name, sha256, carried_over, owned_by_person
                          from engine_deployed_resource where deployment_id = ? order by name
                        """)
                .param(deploymentId)
                .query((row, number) ->
                        new Recorded(row.getString(1), row.getString(2), row.getBoolean(3), row.getBoolean(4)))
                .list();
    }

    void record(String deploymentId, Instant at, @Nullable String source, String by, boolean byPerson) {
        jdbc.sql("""
                        insert into engine_deployment (deployment_id, deployed_at, source, deployed_by, by_person)
                        values (?, ?, ?, ?, ?)
                        """)
                .params(deploymentId, Timestamp.from(at), source, by, byPerson)
                .update();
    }

    void record(String deploymentId, Recorded resource) {
        jdbc.sql("""
                        insert into engine_deployed_resource
                               (deployment_id, name, sha256, carried_over, owned_by_person)
                        values (?, ?, ?, ?, ?)
                        """)
                .params(
                        deploymentId,
                        resource.name(),
                        resource.sha256(),
                        resource.carriedOver(),
                        resource.ownedByPerson())
                .update();
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static Deployed deployed(ResultSet row, int number) throws SQLException {
        return new Deployed(
                row.getString("id_"),
                row.getString("key_"),
                row.getInt("version_"),
                row.getString("deployment_id_"),
                row.getString("resource_name_"),
                row.getObject("deploy_time_", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getString("deployed_by"),
                row.getBoolean("by_person"));
    }
}
