package io.redress.operations;

import io.redress.platform.DataFolder;
import io.redress.platform.EmbeddedDatabase;
import io.redress.platform.Recovery;
import io.redress.platform.ServerAddress;
import io.redress.platform.StartRefused;
import io.redress.platform.WalArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes an installation from a backup, and looks at what came out before anybody works with it. */
final class Restores {

    /** A whole segment ends with at most a piece of a record that the next one continues. */
    private static final long LONGEST_RECORD = 1 << 20;

    private static final String REPORT = "restore-report.txt";

    private final Installation installation;

    Restores(Installation installation) {
        this.installation = installation;
    }

    /** @return whether every check passed */
    boolean restore(Order.Restore order) throws SQLException, IOException {
        long began = System.nanoTime();
        Manifest manifest = Manifest.read(order.folder());
        refuseWhatDoesNotFit(order, manifest);
        RestoredFiles copy = new RestoredFiles(order.folder(), manifest);
        copy.refuseMissingKeys(installation.masterKey());
        Findings findings = new Findings();
        try (DataFolder data = DataFolder.lock(installation.data())) {
            if (manifest.dump()) {
                fromDump(copy, data, findings);
            } else {
                fromFiles(order, copy, data, findings);
            }
            Files.writeString(
                    data.path().resolve(REPORT),
                    findings.table("Restored at " + installation.clock().instant() + " from " + order.folder()
                            + ", taken at " + manifest.createdAt() + " by Redress " + manifest.redress()));
        }
        findings.table("").lines().forEach(installation::say);
        boolean whole = findings.whole();
        installation.say(
                "It took " + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s. The report is in "
                        + installation.data().resolve(REPORT) + ".");
        installation.say(
                whole
                        ? "Everything was checked and is whole. Start the application on it; then take a backup of it."
                        : "Not everything is as it was when the backup was taken; see what FAILED above. Nothing was"
                                + " repaired. Keep this folder, try another backup in another folder, and compare.");
        return whole;
    }

    private void refuseWhatDoesNotFit(Order.Restore order, Manifest manifest) throws IOException {
        if (manifest.dump() && order.wal() != null) {
            throw new CommandRefused("A dump cannot be carried on with an archive of the log; only a copy of the files"
                    + " can. Restore it without --wal.");
        }
        if (!manifest.dump() && installation.external() != null) {
            throw new CommandRefused("This backup is a copy of the embedded database's files and can only become an"
                    + " embedded database again. Restore it without SPRING_DATASOURCE_URL; to move into a database of"
                    + " your own, take a backup with --dump.");
        }
        if (!manifest.dump() && manifest.postgres() != Integer.parseInt(EmbeddedDatabase.MAJOR_VERSION)) {
            throw new CommandRefused("This backup is a copy of the files of PostgreSQL " + manifest.postgres()
                    + ", this Redress carries PostgreSQL " + EmbeddedDatabase.MAJOR_VERSION
                    + ". Restore it with the Redress that took it (" + manifest.redress()
                    + "), take a backup there with --dump, and restore that one here.");
        }
        Instant until = order.until();
        if (until != null && until.isBefore(manifest.createdAt())) {
            throw new CommandRefused("This backup ended at " + manifest.createdAt() + ", after " + until
                    + ". Take an older one for that moment.");
        }
        Path archive = order.wal();
        if (archive != null && newestSegment(archive, null) == null) {
            throw new CommandRefused(archive + " holds no segments of a write-ahead log. Name the folder that"
                    + " REDRESS_WAL_ARCHIVE named.");
        }
    }

    private void fromFiles(Order.Restore order, RestoredFiles copy, DataFolder data, Findings findings)
            throws SQLException, IOException {
        refuseOccupied(data);
        data.restoring();
        copy.allInto(data, findings);
        Path password = data.keys().resolve("database.password");
        if (!Files.exists(password)) {
            throw new CommandRefused("The password of the database is missing in " + data.keys() + ".");
        }
        installation.say("Replaying the write-ahead log ...");
        try (EmbeddedDatabase server = recovered(order, data)) {
            data.restored();
            try (Connection connection = server.address().connect(ServerAddress.SUPERUSER, ServerAddress.NAME)) {
                replayed(order, data, connection, findings);
                new RestoreChecks(copy, data.path(), installation.masterKey(), connection, findings).all();
            }
        }
    }

    private EmbeddedDatabase recovered(Order.Restore order, DataFolder data) throws IOException {
        try {
            EmbeddedDatabase server = EmbeddedDatabase.recover(data, new Recovery(order.wal(), order.until()));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "embedded-database-end"));
            return server;
        } catch (StartRefused e) {
            throw new CommandRefused("PostgreSQL could not replay the copy: " + lastWords(data), e);
        }
    }

    private static String lastWords(DataFolder data) throws IOException {
        Path log = data.path().resolve(Recovery.LOG);
        if (!Files.exists(log)) {
            return "it did not start. Empty " + data.path() + " before another try.";
        }
        String words;
        try (Stream<String> lines = Files.lines(log)) {
            words = lines.filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                    .filter(line -> !line.contains("not accepting connections") && !line.contains("is starting up"))
                    .reduce("", (first, line) -> line.replaceFirst("^.*?(FATAL|PANIC): *", ""));
        }
        String advice = words.contains("before configured recovery target")
                ? " The archive ends before the moment given with --until: choose an earlier one, or leave --until out."
                : "";
        return words + "." + advice + " Its own messages are in " + log + "; empty " + data.path()
                + " before another try.";
    }

    private void replayed(Order.Restore order, DataFolder data, Connection connection, Findings findings)
            throws SQLException, IOException {
        Path archive = order.wal();
        try (Statement statement = connection.createStatement()) {
            long timeline = Long.parseLong(Sql.required(statement, "select timeline_id from pg_control_checkpoint()"));
            String[] fork = fork(data, timeline);
            String last = Sql.text(statement, "select pg_last_xact_replay_timestamp()::timestamp(0)");
            String found = "up to " + fork[1] + (last == null ? "" : ", last change at " + last + " UTC");
            if (archive == null || order.until() != null) {
                findings.ok("Log replayed", found);
                return;
            }
            String newest = newestSegment(archive, Long.parseLong(fork[0]));
            long segment = Long.parseLong(
                    Sql.required(statement, "select setting from pg_settings where name = 'wal_segment_size'"));
            if (newest == null) {
                findings.ok("Log replayed", found + "; the archive holds nothing newer");
                return;
            }
            long end = BaseBackup.lsn(fork[1]);
            long begin = number(newest, segment) * segment;
            long unused = begin + segment - end;
            if (end > begin && unused < LONGEST_RECORD) {
                findings.ok("Log replayed", found + ", the newest archived segment " + newest + " included");
            } else {
                findings.failed(
                        "Log replayed",
                        found + ", but the archive goes on to " + newest + ": "
                                + BaseBackup.segmentName(newest.substring(0, 8), end / segment, segment)
                                + " is missing or damaged. What was written after it is not here");
            }
        }
    }

    /** The timeline that this copy left, and where. */
    private static String[] fork(DataFolder data, long timeline) throws IOException {
        Path history = data.postgres()
                .resolve("pg_wal")
                .resolve(String.format(java.util.Locale.ROOT, "%08X.history", timeline));
        List<String> lines = Files.readAllLines(history).stream()
                .filter(line -> !line.isBlank())
                .toList();
        return lines.get(lines.size() - 1).split("\\s+");
    }

    private static @Nullable String newestSegment(Path archive, @Nullable Long timeline) throws IOException {
        if (!Files.isDirectory(archive)) {
            return null;
        }
        try (Stream<Path> entries = Files.list(archive)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> WalArchive.SEGMENT.matcher(name).matches())
                    .filter(name -> timeline == null || Long.parseLong(name.substring(0, 8), 16) == timeline)
                    .max(String::compareTo)
                    .orElse(null);
        }
    }

    private static long number(String segment, long size) {
        return Long.parseLong(segment.substring(8, 16), 16) * (0x100000000L / size)
                + Long.parseLong(segment.substring(16), 16);
    }

    private static void refuseOccupied(DataFolder data) throws IOException {
        List<String> content = data.content();
        if (!content.isEmpty()) {
            throw new CommandRefused("The data folder " + data.path() + " is not empty (" + content.get(0)
                    + "). A restore wants an empty one: move the old one away first, or name another with"
                    + " REDRESS_DATA=<folder>. Nothing was changed.");
        }
    }

    private void fromDump(RestoredFiles copy, DataFolder data, Findings findings) throws SQLException, IOException {
        String byHand =
                "pg_restore --no-owner --no-privileges --exit-on-error --single-transaction --dbname=<database> "
                        + copy.backup().resolve(Backups.DUMP_FILE);
        ClientTool tool = ClientTool.find("pg_restore", installation.tools(), byHand);
        PostgresUrl external = installation.external();
        if (external != null) {
            try (Connection connection = external.connect()) {
                refuseFilled(connection, external);
                copy.keysInto(data.path(), findings);
                fill(tool, copy, external.environment());
                new RestoreChecks(copy, data.path(), installation.masterKey(), connection, findings).all();
            }
            return;
        }
        refuseOccupied(data);
        copy.keysInto(data.path(), findings);
        data.restoring();
        // It belongs to the server that the dump came from; the new one makes its own.
        Files.deleteIfExists(data.keys().resolve("database.password"));
        try (EmbeddedDatabase server = EmbeddedDatabase.create(data)) {
            ServerAddress address = server.address();
            PostgresUrl own = new PostgresUrl(address.url(ServerAddress.NAME), ServerAddress.NAME, address.password());
            try {
                fill(tool, copy, own.environment());
            } catch (CommandRefused e) {
                throw new CommandRefused(e.getMessage() + " Empty " + data.path() + " before another try.", e);
            }
            data.restored();
            try (Connection connection = address.connect(ServerAddress.SUPERUSER, ServerAddress.NAME)) {
                new RestoreChecks(copy, data.path(), installation.masterKey(), connection, findings).all();
            }
        }
    }

    private void fill(ClientTool tool, RestoredFiles copy, Map<String, String> environment) throws IOException {
        installation.say("Filling the database ...");
        tool.run(
                List.of(
                        "--no-owner",
                        "--no-privileges",
                        "--exit-on-error",
                        "--single-transaction",
                        "--dbname=" + environment.get("PGDATABASE"),
                        copy.backup().resolve(Backups.DUMP_FILE).toString()),
                environment);
    }

    private static void refuseFilled(Connection connection, PostgresUrl database) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String table = Sql.text(
                    statement,
                    "select relname from pg_class where relnamespace = current_schema()::regnamespace"
                            + " and relkind in ('r', 'p', 'S', 'v') order by relname limit 1");
            if (table != null) {
                throw new CommandRefused("The database " + database + " is not empty (" + table
                        + "). A restore wants an empty one: createdb <name>. Nothing was changed.");
            }
        }
    }
}
