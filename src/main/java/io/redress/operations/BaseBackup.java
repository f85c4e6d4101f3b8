package io.redress.operations;

import io.redress.platform.ServerAddress;
import io.redress.platform.WalArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * PostgreSQL's low-level base backup: the server's files, copied while it writes to them, and the log that makes them
 * consistent. A replication slot keeps that log until it is copied; slot and backup end with the session, so that a
 * killed backup leaves nothing behind in the server.
 */
final class BaseBackup {

    /** Where the copies lie in a backup. */
    static final String FOLDER = "postgres";

    /** Made anew by the server; see "Making a Base Backup Using the Low Level API" in its manual. */
    private static final Set<String> EMPTIED = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> LEFT_OUT = Set.of(
            "postmaster.pid",
            "postmaster.opts",
            "backup_label",
            "backup_label.old",
            "tablespace_map",
            "tablespace_map.old",
            "backup_manifest",
            "recovery.signal",
            "standby.signal",
            "current_logfiles",
            "postgresql.auto.conf.tmp",
            "postgresql.auto.conf.redress",
            "epg-lock");

    private static final String CONTROL = "global/pg_control";

    private final EmbeddedServer server;
    private final Path files;
    private final BackupFolder backup;

    BaseBackup(EmbeddedServer server, Path files, BackupFolder backup) {
        this.server = server;
        this.files = files;
        this.backup = backup;
    }

    /**
     * @param beforeEnd done when the files are copied and the log still runs: what it sees is in the backup
     */
    Manifest.Wal take(Snapshot beforeEnd) throws SQLException, IOException {
        refuseTablespaces();
        try (Connection session = server.connect(ServerAddress.SUPERUSER);
                Statement statement = session.createStatement()) {
            String slot = "redress_backup_" + UUID.randomUUID().toString().replace("-", "_");
            Sql.required(
                    statement, "select slot_name from pg_create_physical_replication_slot('" + slot + "', true, true)");
            String start = Sql.required(statement, "select pg_backup_start('redress backup', true)");
            String first = Sql.required(statement, "select pg_walfile_name('" + start + "')");
            copyFolder(files, FOLDER);
            if (!backup.copy(files.resolve(CONTROL), FOLDER + "/" + CONTROL)) {
                throw new NoSuchFileException(files.resolve(CONTROL).toString());
            }
            beforeEnd.take();
            String stop;
            try (PreparedStatement end =
                            session.prepareStatement("select lsn, labelfile, spcmapfile from pg_backup_stop(false)");
                    ResultSet result = end.executeQuery()) {
                result.next();
                stop = result.getString(1);
                backup.write(FOLDER + "/backup_label", result.getString(2));
                String tablespaces = result.getString(3);
                if (tablespaces != null && !tablespaces.isBlank()) {
                    backup.write(FOLDER + "/tablespace_map", tablespaces);
                }
            }
            long segment = Long.parseLong(
                    Sql.required(statement, "select setting from pg_settings where name = 'wal_segment_size'"));
            String last = segmentName(first.substring(0, 8), (lsn(stop) - 1) / segment, segment);
            copyLog(first, lsn(start) / segment, (lsn(stop) - 1) / segment, segment);
            return new Manifest.Wal(start, stop, first, last);
        }
    }

    private void refuseTablespaces() throws IOException {
        try (Stream<Path> spaces = Files.list(files.resolve("pg_tblspc"))) {
            if (spaces.findAny().isPresent()) {
                throw new CommandRefused(
                        "This database has tablespaces outside its folder. Such a one is backed up with"
                                + " backup --dump.");
            }
        }
    }

    private void copyFolder(Path folder, String name) throws IOException {
        backup.folder(name);
        List<Path> entries;
        try (Stream<Path> list = Files.list(folder)) {
            entries = list.sorted().toList();
        } catch (NoSuchFileException e) {
            return; // a database that was dropped meanwhile
        }
        for (Path entry : entries) {
            String file = entry.getFileName().toString();
            String relative = files.relativize(entry).toString().replace('\\', '/');
            if (LEFT_OUT.contains(relative)
                    || relative.equals(CONTROL)
                    || file.startsWith("pgsql_tmp")
                    || file.startsWith("pg_internal.init")) {
                continue;
            }
            if (!Files.isDirectory(entry)) {
                // A file that is gone was dropped; the log says so to the copy as well.
                backup.copy(entry, name + "/" + file);
            } else if (EMPTIED.contains(relative)) {
                backup.folder(name + "/" + file);
            } else {
                copyFolder(entry, name + "/" + file);
            }
        }
    }

    /** The end of a backup switches to a new segment, so that the last one is whole. */
    private void copyLog(String first, long from, long to, long size) throws IOException {
        Path log = files.resolve("pg_wal");
        String target = FOLDER + "/pg_wal";
        backup.folder(target + "/archive_status");
        String timeline = first.substring(0, 8);
        for (long number = from; number <= to; number++) {
            String segment = segmentName(timeline, number, size);
            if (!backup.copy(log.resolve(segment), target + "/" + segment)) {
                throw new CommandRefused("The segment " + segment + " of the write-ahead log was taken away while the"
                        + " backup was running; without it the copy is worthless. Take the backup again.");
            }
        }
        try (Stream<Path> entries = Files.list(log)) {
            for (Path history : entries.filter(entry -> entry.toString().endsWith(".history"))
                    .toList()) {
                backup.copy(history, target + "/" + history.getFileName());
            }
        }
    }

    static String segmentName(String timeline, long number, long size) {
        long perName = 0x100000000L / size;
        String name = timeline + String.format(Locale.ROOT, "%08X%08X", number / perName, number % perName);
        if (!WalArchive.SEGMENT.matcher(name).matches()) {
            throw new IllegalArgumentException("Not the name of a segment: " + name);
        }
        return name;
    }

    /** {@code 1/A0000028} as a number. */
    static long lsn(String text) {
        int slash = text.indexOf('/');
        return (Long.parseLong(text.substring(0, slash), 16) << 32) | Long.parseLong(text.substring(slash + 1), 16);
    }

    /** What is to be asked of the database while the backup runs. */
    interface Snapshot {
        void take() throws SQLException, IOException;
    }
}
