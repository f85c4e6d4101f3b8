package io.redress.operations;

import io.redress.party.PersonDataCheck;
import io.redress.platform.DataFolder;
import io.redress.platform.ServerAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Takes a backup: of the embedded database by its files, of any database by {@code pg_dump}; with keys and manifest. */
final class Backups {

    static final String DUMP_FILE = "database.dump";
    static final String KEYS = "keys";

    private final Installation installation;

    Backups(Installation installation) {
        this.installation = installation;
    }

    void take(Order.Backup order) throws SQLException, IOException {
        long began = System.nanoTime();
        PostgresUrl external = installation.external();
        try (BackupFolder backup = BackupFolder.begin(order.folder())) {
            if (external != null) {
                dump(order, external, backup);
            } else {
                try (EmbeddedServer server = EmbeddedServer.reach(installation)) {
                    if (order.dump()) {
                        dump(order, server.url(), backup);
                    } else {
                        copy(order, server, backup);
                    }
                }
            }
        }
        installation.say(
                "It took " + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s.");
    }

    private void copy(Order.Backup order, EmbeddedServer server, BackupFolder backup) throws SQLException, IOException {
        Holding[] holding = new Holding[1];
        Path files = DataFolder.postgres(installation.data());
        Manifest.Wal wal = new BaseBackup(server, files, backup).take(() -> {
            try (Connection database = server.connect(ServerAddress.NAME)) {
                holding[0] = look(database, backup, snapshot -> {});
            }
        });
        finish(order, backup, Manifest.FILES, ServerAddress.NAME, wal, holding[0]);
    }

    private void dump(Order.Backup order, PostgresUrl database, BackupFolder backup) throws SQLException, IOException {
        String byHand = "pg_dump --format=custom --no-owner --no-privileges --file=" + DUMP_FILE + " <database>";
        ClientTool tool = ClientTool.find("pg_dump", installation.tools(), byHand);
        Map<String, String> environment = database.environment();
        try (Connection connection = database.connect()) {
            tool.mustKnow(connection.getMetaData().getDatabaseMajorVersion(), byHand);
            // The dump sees exactly what was counted.
            Holding holding = look(connection, backup, snapshot -> {
                DiskFiles.create(backup.path(DUMP_FILE)).close();
                tool.run(
                        List.of(
                                "--format=custom",
                                "--no-owner",
                                "--no-privileges",
                                "--snapshot=" + snapshot,
                                "--file=" + backup.path(DUMP_FILE)),
                        environment);
                backup.note(DUMP_FILE);
            });
            finish(order, backup, Manifest.DUMP, environment.getOrDefault("PGDATABASE", ""), null, holding);
        }
    }

    private Holding look(Connection database, BackupFolder backup, InSnapshot also) throws SQLException, IOException {
        database.setAutoCommit(false);
        database.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = database.createStatement()) {
            String snapshot = Sql.required(statement, "select pg_export_snapshot()");
            if (Sql.text(statement, "select to_regclass('ledger_head')::text") == null) {
                throw new CommandRefused("This database holds no Redress: it has no ledger.");
            }
            Map<String, Long> counts = Inventory.counts(database);
            Manifest.Heads[] heads = new Manifest.Heads[1];
            backup.write(Inventory.HEADS, out -> heads[0] = heads(database, out));
            also.take(snapshot);
            String masterKey =
                    PersonDataCheck.madeWith(new JdbcTemplate(new SingleConnectionDataSource(database, true)));
            database.commit();
            return new Holding(database.getMetaData().getDatabaseMajorVersion(), counts, heads[0], masterKey);
        }
    }

    private static Manifest.Heads heads(Connection database, OutputStream out) throws IOException {
        try {
            return Inventory.heads(database, out);
        } catch (SQLException e) {
            throw new IOException("The heads of the ledger cannot be read: " + e.getMessage(), e);
        }
    }

    private void finish(
            Order.Backup order,
            BackupFolder backup,
            String kind,
            String database,
            Manifest.@Nullable Wal wal,
            Holding holding)
            throws IOException {
        // After the database: files are written before the row that names them, so none of those is missing here.
        // Attachments, when there are some, are copied at this place.
        boolean masterKeyIn = !order.withoutKeys() && copyKeys(backup);
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                installation.clock().instant(),
                installation.version(),
                kind,
                holding.postgres(),
                database,
                wal,
                !order.withoutKeys(),
                holding.masterKey(),
                new LinkedHashMap<>(holding.counts()),
                holding.heads(),
                backup.folders(),
                backup.files());
        backup.finish(manifest);
        installation.say(String.format(
                java.util.Locale.ROOT,
                "The backup is in %s: %d files, %.1f MB, %d complaints, %d entries of the ledger.",
                order.folder(),
                manifest.files().size(),
                backup.bytes() / 1e6,
                holding.counts().getOrDefault("complaints", 0L),
                holding.counts().getOrDefault("ledger entries", 0L)));
        if (wal != null) {
            installation.say("From an archive of the log it needs " + wal.firstSegment() + " and later segments.");
        }
        installation.say(aboutKeys(order.withoutKeys(), masterKeyIn));
    }

    private String aboutKeys(boolean left, boolean masterKeyIn) {
        if (left) {
            return "The backup does not contain the keys. Nobody reads a customer's data in it without a copy of "
                    + DataFolder.keys(installation.data())
                    + ", to be put into its folder keys/ before a restore: keep one somewhere else.";
        }
        if (!masterKeyIn) {
            return "The master key is not in the backup, because it is not in the data folder but in"
                    + " REDRESS_MASTER_KEY: keep a copy of it, nobody reads a customer's data without it.";
        }
        return "The backup contains the keys: whoever has it reads everything. Keep it like the keys themselves, or take"
                + " it with --without-keys.";
    }

    /** @return whether the master key was among them */
    private boolean copyKeys(BackupFolder backup) throws IOException {
        Path keys = DataFolder.keys(installation.data());
        if (!Files.isDirectory(keys)) {
            return false;
        }
        backup.folder(KEYS);
        try (Stream<Path> files = Files.list(keys)) {
            for (Path key : files.filter(Files::isRegularFile).sorted().toList()) {
                backup.copy(key, KEYS + "/" + key.getFileName());
            }
        }
        return Files.exists(keys.resolve("master.key"));
    }

    /** What the database held when it was looked at. */
    private record Holding(
            int postgres,
            Map<String, Long> counts,
            Manifest.Heads heads,
            @Nullable String masterKey) {}

    /** What is to see the very same state. */
    private interface InSnapshot {
        void take(String snapshot) throws IOException;
    }
}
