package io.redress.platform;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL as a child of this process, for installations without a database of their own: durable ({@code fsync} and
 * {@code synchronous_commit} on), on a free port, reachable from this machine with a generated password only, its files
 * under {@code <data>/postgres}. It survives a killed application: the server that was left behind is stopped and the
 * same files are opened again.
 */
final class EmbeddedDatabase implements Closeable {

    static final String MAJOR_VERSION = "17";
    private static final String NAME = "redress";
    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final EmbeddedPostgres postgres;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final String password;

    private EmbeddedDatabase(EmbeddedPostgres postgres, FileChannel lockChannel, FileLock lock, String password) {
        this.postgres = postgres;
        this.lockChannel = lockChannel;
        this.lock = lock;
        this.password = password;
    }

    /**
     * Starts the server on this data folder; creates the files on the first start.
     *
     * @throws StartRefused when another copy uses the folder, or it belongs to another major version
     */
    static EmbeddedDatabase start(Path data) {
        Path folder = data.toAbsolutePath().normalize();
        Path files = folder.resolve("postgres");
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    folder.resolve("redress.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel, folder);
            refuseOtherVersion(files);
            stopServerLeftBehind(files);
            boolean first = !Files.exists(files.resolve("PG_VERSION"));
            log.info(first ? "Creating the embedded database in {}" : "Opening the embedded database in {}", files);
            String password = password(folder, first);
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(files)
                    .setOverrideWorkingDirectory(folder.resolve("runtime").toFile())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(Duration.ofSeconds(60))
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
                    .setServerConfig("log_timezone", "UTC")
                    .start();
            EmbeddedDatabase database = new EmbeddedDatabase(postgres, channel, lock, password);
            database.prepare(files);
            return database;
        } catch (IOException | SQLException e) {
            throw new StartRefused(
                    "The embedded database in " + files + " did not start: " + e.getMessage()
                            + ". Its own messages stand above this one.",
                    e);
        }
    }

    String url() {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + NAME + "?reWriteBatchedInserts=true";
    }

    String user() {
        return NAME;
    }

    String password() {
        return password;
    }

    @Override
    public void close() {
        try {
            postgres.close();
            lock.release();
            lockChannel.close();
        } catch (IOException e) {
            log.warn("The embedded database did not stop cleanly; the next start recovers it", e);
        }
    }

    private static FileLock tryLock(FileChannel channel, Path folder) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new StartRefused("Another Redress is running on the data folder " + folder
                    + ". Stop it, or give this one its own folder with REDRESS_DATA=<folder>.");
        }
        return lock;
    }

    private static void refuseOtherVersion(Path files) throws IOException {
        Path version = files.resolve("PG_VERSION");
        if (Files.exists(version)) {
            String found = Files.readString(version).trim();
            if (!found.equals(MAJOR_VERSION)) {
                throw new StartRefused("The data folder " + files + " belongs to PostgreSQL " + found
                        + ", this Redress carries PostgreSQL " + MAJOR_VERSION
                        + ". Nothing was changed. Start it once more with the Redress it was made with, take a backup,"
                        + " and restore that backup here; or point REDRESS_DATA at another folder.");
            }
        }
    }

    /** After {@code kill -9} of the application its server lives on. We hold the folder's lock, so it is nobody's. */
    private static void stopServerLeftBehind(Path files) throws IOException {
        Path pidFile = files.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty()) {
            return;
        }
        ProcessHandle left = ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().command().orElse("postgres").contains("postgres"))
                .orElse(null);
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

    private static String password(Path folder, boolean first) throws IOException {
        Path file = folder.resolve("keys").resolve("database.password");
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
    private void prepare(Path files) throws SQLException, IOException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(connection, "select 1 from pg_roles where rolname = ?")) {
                statement.execute("create role " + NAME + " login password '" + password + "'");
                statement.execute("alter role postgres password '" + password + "'");
            }
            if (!exists(connection, "select 1 from pg_database where datname = ?")) {
                statement.execute("create database " + NAME + " owner " + NAME);
            }
            Path access = files.resolve("pg_hba.conf");
            String rule = "host all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n";
            if (!Files.readString(access).equals(rule)) {
                Files.writeString(access, rule);
                statement.execute("select pg_reload_conf()");
            }
        }
    }

    private static boolean exists(Connection connection, String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, NAME);
            try (ResultSet result = query.executeQuery()) {
                return result.next();
            }
        }
    }
}
