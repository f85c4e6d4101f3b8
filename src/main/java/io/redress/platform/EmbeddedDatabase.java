package io.redress.platform;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL as a child of this process, for installations without a database of their own: durable ({@code fsync} and
 * {@code synchronous_commit} on), on a free port, reachable from this machine with a generated password only, its files
 * under {@code <data>/postgres}. It survives a killed application: the server that was left behind is stopped and the
 * same files are opened again.
 */
public final class EmbeddedDatabase implements Closeable {

    public static final String MAJOR_VERSION = "17";

    /** A crash recovery takes minutes at most; a server that died is noticed at once, see {@link ServerWatch}. */
    private static final Duration LONGEST_START = Duration.ofMinutes(10);

    private static final Duration LONGEST_REPLAY = Duration.ofHours(12);
    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final EmbeddedPostgres postgres;
    private final DataFolder folder;
    private final String password;

    private EmbeddedDatabase(EmbeddedPostgres postgres, DataFolder folder, String password) {
        this.postgres = postgres;
        this.folder = folder;
        this.password = password;
    }

    static EmbeddedDatabase start(Path data) {
        return start(data, new WalArchive(null));
    }

    /**
     * Starts the server on this data folder; creates the files on the first start.
     *
     * @throws StartRefused when another copy uses the folder, it belongs to another major version, or the archive does
     *     not continue it
     */
    static EmbeddedDatabase start(Path data, WalArchive archive) {
        try {
            DataFolder folder = DataFolder.lock(data);
            return start(folder, LONGEST_START, () -> {
                refuseUnfinishedRestore(folder);
                archive.begin(folder);
                return archive.settings();
            });
        } catch (IOException e) {
            throw new StartRefused("The data folder " + data + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    /** An empty one, for a restore to fill. */
    public static EmbeddedDatabase create(DataFolder folder) {
        return start(folder, LONGEST_START, Map::of);
    }

    /** On a copy of the files, replayed before this returns. */
    public static EmbeddedDatabase recover(DataFolder folder, Recovery recovery) {
        return start(folder, LONGEST_REPLAY, () -> {
            Files.writeString(folder.postgres().resolve("recovery.signal"), "");
            return recovery.settings(folder.path());
        });
    }

    /** With the settings of the last start, archive included: what is written now must not be missing there. */
    public static EmbeddedDatabase reopen(DataFolder folder) {
        return start(folder, LONGEST_START, () -> {
            refuseUnfinishedRestore(folder);
            return null;
        });
    }

    private static EmbeddedDatabase start(DataFolder folder, Duration wait, Preparation preparation) {
        Path files = folder.postgres();
        EmbeddedPostgres postgres = null;
        try {
            refuseOtherVersion(files);
            stopServerLeftBehind(files);
            boolean first = !Files.exists(files.resolve("PG_VERSION"));
            log.info(first ? "Creating the embedded database in {}" : "Opening the embedded database in {}", files);
            String password = password(folder, first);
            @Nullable Map<String, String> settings = preparation.settings();
            if (settings != null && !first) {
                ServerSettings.write(files, settings);
            }
            boolean archives = settings != null && settings.containsKey("archive_mode");
            postgres = launch(folder, password, wait, archives && first);
            EmbeddedDatabase database = new EmbeddedDatabase(postgres, folder, password);
            database.prepare(files, first && settings != null ? settings : Map.of());
            return database;
        } catch (IOException | SQLException e) {
            giveUp(postgres, folder);
            throw new StartRefused(
                    "The embedded database in " + files + " did not start: " + e.getMessage()
                            + ". Its own messages stand above this one.",
                    e);
        } catch (RuntimeException e) {
            giveUp(postgres, folder);
            throw e;
        }
    }

    private static EmbeddedPostgres launch(DataFolder folder, String password, Duration wait, boolean firstWithArchive)
            throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.postgres())
                .setOverrideWorkingDirectory(folder.path().resolve("runtime").toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(wait)
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF8")
                .setConnectConfig("password", password)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("max_connections", "120")
                .setServerConfig("shared_buffers", "128MB")
                // Many small statements: compiling one costs more than it ever gives back.
                .setServerConfig("jit", "off")
                .setServerConfig("timezone", "UTC")
                .setServerConfig("log_timezone", "UTC");
        if (firstWithArchive) {
            // Only a start sets it, and the first one makes the files in which the rest stands.
            builder.setServerConfig("archive_mode", "on");
        }
        try (ServerWatch watch = ServerWatch.begin(folder.postgres())) {
            return builder.start();
        }
    }

    private static void giveUp(@Nullable EmbeddedPostgres postgres, DataFolder folder) {
        if (postgres != null) {
            stop(postgres);
        }
        folder.close();
    }

    String url() {
        return address().url(ServerAddress.NAME);
    }

    String user() {
        return ServerAddress.NAME;
    }

    String password() {
        return password;
    }

    public ServerAddress address() {
        return new ServerAddress(postgres.getPort(), password);
    }

    @Override
    public void close() {
        stop(postgres);
        folder.close();
    }

    private static void stop(EmbeddedPostgres postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            log.warn("The embedded database did not stop cleanly; the next start recovers it", e);
        }
    }

    private static void refuseUnfinishedRestore(DataFolder folder) {
        if (folder.restoreUnfinished()) {
            throw new StartRefused("A restore into " + folder.path() + " was interrupted; what lies there is not whole."
                    + " Delete what is in that folder and restore again.");
        }
    }

    private static void refuseOtherVersion(Path files) throws IOException {
        Path version = files.resolve("PG_VERSION");
        if (Files.exists(version)) {
            String found = Files.readString(version).trim();
            if (!found.equals(MAJOR_VERSION)) {
                throw new StartRefused("The data folder " + files + " belongs to PostgreSQL " + found
                        + ", this Redress carries PostgreSQL " + MAJOR_VERSION
                        + ". Nothing was changed. Start it once more with the Redress it was made with, take a backup"
                        + " with backup --dump <folder>, and restore that backup into a new data folder; or point"
                        + " REDRESS_DATA at another folder.");
            }
        }
    }

    /** After {@code kill -9} of the application its server lives on. We hold the folder's lock, so it is nobody's. */
    private static void stopServerLeftBehind(Path files) {
        ProcessHandle left = ServerWatch.server(files);
        if (left == null) {
            return;
        }
        log.info(
                "A database server was left behind by a Redress that did not stop cleanly (process {}); stopping it",
                left.pid());
        left.destroy();
        if (!ended(left, 20)) {
            log.info("It did not stop within 20 s; ending it, the files recover from the write-ahead log");
            left.destroyForcibly();
            ended(left, 20);
        }
    }

    private static boolean ended(ProcessHandle process, int seconds) {
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String password(DataFolder folder, boolean first) throws IOException {
        Path file = ServerAddress.passwordFile(folder.path());
        if (Files.exists(file)) {
            return Files.readString(file).trim();
        }
        if (!first) {
            throw new StartRefused("The password of the embedded database is missing: " + file
                    + ". Put the file back from your backup of the data folder.");
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        SecretFiles.write(file, password);
        return password;
    }

    /** On the first start: our own role and database, and no more connections without the password. */
    private void prepare(Path files, Map<String, String> settings) throws SQLException, IOException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(connection, "select 1 from pg_roles where rolname = ?")) {
                statement.execute("create role " + ServerAddress.NAME + " login password '" + password + "'");
                statement.execute("alter role " + ServerAddress.SUPERUSER + " password '" + password + "'");
            }
            if (!exists(connection, "select 1 from pg_database where datname = ?")) {
                statement.execute("create database " + ServerAddress.NAME + " owner " + ServerAddress.NAME);
            }
            Path access = files.resolve("pg_hba.conf");
            String rule = "host all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n";
            boolean open = !Files.readString(access).equals(rule);
            if (open) {
                Files.writeString(access, rule);
            }
            if (!settings.isEmpty()) {
                ServerSettings.write(files, settings);
            }
            if (open || !settings.isEmpty()) {
                statement.execute("select pg_reload_conf()");
            }
        }
    }

    private static boolean exists(Connection connection, String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, ServerAddress.NAME);
            try (ResultSet result = query.executeQuery()) {
                return result.next();
            }
        }
    }

    private interface Preparation {

        /** Null leaves those of the last start. */
        @Nullable
        Map<String, String> settings() throws IOException;
    }
}
