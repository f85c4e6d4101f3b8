package io.redress.operations;

import io.redress.audit.Ledger;
import io.redress.party.PersonDataCheck;
import io.redress.platform.StartRefused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What a restored database is asked before anybody works with it. Everything happens in one transaction that is rolled
 * back, the extension that reads the pages included: the copy stays what it was.
 */
final class RestoreChecks {

    private static final int NAMED = 5;
    private static final int BATCH = 2_000;

    private final RestoredFiles copy;
    private final Path data;
    private final String masterKey;
    private final Connection connection;
    private final Findings findings;

    RestoreChecks(RestoredFiles copy, Path data, String masterKey, Connection connection, Findings findings) {
        this.copy = copy;
        this.data = data;
        this.masterKey = masterKey;
        this.connection = connection;
        this.findings = findings;
    }

    void all() throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            // A dump brings no statistics, and without them the questions below take long.
            statement.execute("analyze");
        }
        connection.setAutoCommit(false);
        try {
            counts();
            ledger();
            heads();
            personData();
            findings.note("Attachments", "this version keeps none");
            pages();
        } finally {
            connection.rollback();
        }
    }

    private void counts() throws SQLException {
        Map<String, Long> recorded = copy.manifest().counts();
        Map<String, Long> counted = Inventory.counts(connection);
        recorded.forEach((kind, before) -> {
            long now = counted.getOrDefault(kind, 0L);
            String text = now + " (in the backup's record " + before + ")";
            if (!Inventory.neverFewer(kind)) {
                findings.note("Count of " + kind, text);
            } else {
                findings.add("Count of " + kind, now >= before, now >= before ? text : text + ": some are missing");
            }
        });
    }

    private void ledger() {
        List<String> broken = new ArrayList<>();
        long[] sums = new long[2];
        new Ledger(template()).verifyAll(chain -> {
            sums[0] += chain.entries();
            sums[1]++;
            Ledger.Broken place = chain.broken();
            if (place != null) {
                broken.add(chain.chain() + ": " + place.message());
            }
        });
        String text = sums[0] + " entries in " + sums[1] + " chains";
        findings.add(
                "Ledger",
                broken.isEmpty(),
                broken.isEmpty() ? text + ", every hash recomputed" : text + ", broken: " + some(broken));
    }

    /** The chains must still carry what they carried when the backup was taken; what came after is verified above. */
    private void heads() throws SQLException, IOException {
        java.security.MessageDigest digest = DiskFiles.sha256();
        long count = 0;
        try (Statement statement = connection.createStatement()) {
            statement.execute("create temporary table backup_head (chain text, seq bigint, hash text) on commit drop");
        }
        try (InputStream file = Files.newInputStream(copy.backup().resolve(Inventory.HEADS));
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        new java.security.DigestInputStream(new GZIPInputStream(file), digest),
                        StandardCharsets.UTF_8));
                PreparedStatement insert =
                        connection.prepareStatement("insert into backup_head (chain, seq, hash) values (?, ?, ?)")) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] head = line.split("\t", -1);
                insert.setString(1, head[0]);
                insert.setLong(2, Long.parseLong(head[1]));
                insert.setString(3, head[2]);
                insert.addBatch();
                if (++count % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        Manifest.Heads recorded = copy.manifest().heads();
        if (count != recorded.count()
                || !HexFormat.of().formatHex(digest.digest()).equals(recorded.sha256())) {
            findings.failed("Ledger as recorded", "the list of heads does not match its digest in the manifest");
            return;
        }
        List<String> gone = template()
                .queryForList(
                        "select h.chain from backup_head h where h.seq > 0 and not exists (select 1 from ledger_entry e"
                                + " where e.chain = h.chain and e.seq = h.seq and e.hash = h.hash) order by h.chain",
                        String.class);
        findings.add(
                "Ledger as recorded",
                gone.isEmpty(),
                gone.isEmpty()
                        ? "all " + count + " heads of the backup are still on their chains"
                        : gone.size() + " chains lack what they held when the backup was taken: " + some(gone));
    }

    private void personData() {
        PersonDataCheck.Result result;
        try {
            result = PersonDataCheck.check(template(), data, masterKey);
        } catch (StartRefused e) {
            findings.failed("Master key", oneLine(e.getMessage()));
            return;
        }
        if (result.madeWith() == null) {
            findings.note("Master key", "the database holds nothing under any key");
            return;
        }
        findings.add(
                "Master key",
                result.fits(),
                result.fits()
                        ? result.fingerprint() + " fits"
                        : "the key at hand is " + result.fingerprint() + ", the person data was written under "
                                + result.madeWith() + ": nobody can read it until that key is put to "
                                + data.resolve(Backups.KEYS).resolve("master.key"));
        if (!result.fits()) {
            return;
        }
        List<String> closed = result.closed().stream().map(Object::toString).toList();
        String opened = result.opened().entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
        findings.add(
                "Person data",
                closed.isEmpty(),
                closed.isEmpty() ? "opened a sample: " + opened : "does not open: " + some(closed));
    }

    /** Every table's pages, and every B-tree against its table. */
    private void pages() throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute("create extension if not exists amcheck");
        } catch (SQLException e) {
            connection.rollback(before);
            findings.note(
                    "Tables and indexes",
                    "not checked, the database's user may not load amcheck: " + oneLine(e.getMessage()));
            return;
        }
        List<String> damaged = new ArrayList<>();
        int tables = each(
                "select oid::regclass::text from pg_class where relkind in ('r', 'm') and relpersistence = 'p'"
                        + " and relnamespace in (current_schema()::regnamespace, 'pg_catalog'::regnamespace)",
                "select string_agg(msg, '; ') from (select msg from verify_heapam(?::regclass) limit 3) m",
                damaged);
        int indexes = each(
                "select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indexrelid"
                        + " join pg_am a on a.oid = c.relam where a.amname = 'btree' and c.relpersistence = 'p'"
                        + " and c.relnamespace in (current_schema()::regnamespace, 'pg_catalog'::regnamespace)"
                        + " and i.indisready and i.indisvalid",
                "select nullif(bt_index_check(?::regclass, true)::text, '')",
                damaged);
        damaged.addAll(template()
                .queryForList(
                        "select indexrelid::regclass || ' is not valid' from pg_index where not" + " indisvalid",
                        String.class));
        findings.add(
                "Tables and indexes",
                damaged.isEmpty(),
                damaged.isEmpty()
                        ? tables + " tables and " + indexes + " indexes read, no damaged page"
                        : some(damaged));
    }

    private int each(String names, String check, List<String> damaged) throws SQLException {
        List<String> relations = template().queryForList(names, String.class);
        for (String relation : relations) {
            Savepoint before = connection.setSavepoint();
            try (PreparedStatement query = connection.prepareStatement(check)) {
                query.setString(1, relation);
                try (ResultSet result = query.executeQuery()) {
                    String message = result.next() ? result.getString(1) : null;
                    if (message != null) {
                        damaged.add(relation + ": " + oneLine(message));
                    }
                }
                connection.releaseSavepoint(before);
            } catch (SQLException e) {
                connection.rollback(before);
                damaged.add(relation + ": " + oneLine(e.getMessage()));
            }
        }
        return relations.size();
    }

    private JdbcTemplate template() {
        return new JdbcTemplate(new SingleConnectionDataSource(connection, true));
    }

    private static String some(List<String> list) {
        return String.join("; ", list.subList(0, Math.min(NAMED, list.size())))
                + (list.size() > NAMED ? "; and " + (list.size() - NAMED) + " more" : "");
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "no message" : text.replaceAll("\\s+", " ");
    }
}
