package io.redress.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database of one's own, through PostgreSQL's own tools; skipped where those are not installed. */
class DumpIT {

    @TempDir
    static Path folder;

    private static Path tools;
    private static int port;

    @BeforeAll
    static void aServerOfTheMachine() throws IOException, InterruptedException {
        tools = installed();
        if (tools == null) {
            System.out.println("DumpIT is skipped: there is no PostgreSQL server with pg_dump on this machine");
        }
        assumeTrue(tools != null);
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path files = folder.resolve("server");
        run("initdb", "-D", files.toString(), "-A", "trust", "-U", "postgres", "--locale=C", "-E", "UTF8");
        run(
                "pg_ctl",
                "-D",
                files.toString(),
                "-w",
                "-l",
                folder.resolve("server.log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=localhost -c unix_socket_directories=''",
                "start");
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (tools != null) {
            run("pg_ctl", "-D", folder.resolve("server").toString(), "-w", "-m", "fast", "stop");
        }
    }

    @Test
    void aDumpBecomesAnotherDatabaseOfOnesOwnWithTheLedgersTriggersInForce() throws Exception {
        Path backup = backupOf("one");
        PostgresUrl copy = database("one_copy");
        List<String> said = new ArrayList<>();

        assertThat(new Restores(installation("copy", copy, said)).restore(restore(backup)))
                .as(String.join("\n", said))
                .isTrue();

        assertThat(said).anySatisfy(line -> assertThat(line).contains("2 entries in 2 chains"));
        assertThat(said).anySatisfy(line -> assertThat(line).contains("no damaged page"));
        try (Connection connection = copy.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("delete from ledger_entry"))
                    .hasMessageContaining("append-only");
            assertThatThrownBy(() -> statement.execute("update ledger_head set seq = 0"))
                    .hasMessageContaining("only moves forward");
        }
        assertThatThrownBy(() -> new Restores(installation("copy", copy, said)).restore(restore(backup)))
                .isInstanceOf(CommandRefused.class)
                .hasMessageContaining("is not empty");
    }

    @Test
    void aDumpOfAnotherVersionBecomesAnEmbeddedDatabase() throws Exception {
        Path backup = backupOf("two");
        List<String> said = new ArrayList<>();

        assertThat(new Restores(installation("embedded", null, said)).restore(restore(backup)))
                .as(String.join("\n", said))
                .isTrue();
    }

    @Test
    void aChainThatLostItsEndIsFoundByTheHeadsOfTheBackup() throws Exception {
        PostgresUrl database = filled("three");
        Path backup = backupOf("three");
        PostgresUrl copy = database("three_copy");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("alter table ledger_entry disable trigger user");
            statement.execute("alter table ledger_head disable trigger user");
            statement.execute("delete from ledger_entry where chain = 'system:b'");
            statement.execute("delete from ledger_head where chain = 'system:b'");
        }
        Path cut = folder.resolve("backup-cut");
        new Backups(installation("data", database, new ArrayList<>()))
                .take(new Order.Backup(cut, false, false, List.of()));
        Files.copy(
                backup.resolve(Inventory.HEADS),
                cut.resolve(Inventory.HEADS),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        forgeManifest(backup, cut);
        List<String> said = new ArrayList<>();

        assertThat(new Restores(installation("cut", copy, said)).restore(restore(cut)))
                .isFalse();
        assertThat(said).anySatisfy(line -> assertThat(line).contains("FAILED", "system:b"));
    }

    @Test
    void aToolThatIsNotThereIsNamedTogetherWithTheCommandToRunByHand() throws Exception {
        PostgresUrl database = database("four");
        Installation without = new Installation(
                folder.resolve("data"), "", database, folder.resolve("nowhere"), "test", Clock.systemUTC(), line -> {});

        assertThatThrownBy(() ->
                        new Backups(without).take(new Order.Backup(folder.resolve("b4"), false, false, List.of())))
                .isInstanceOf(CommandRefused.class)
                .hasMessageContaining("REDRESS_PG_BIN")
                .hasMessageContaining("pg_dump --format=custom");
        assertThat(folder.resolve("b4")).doesNotExist();
        assertThat(folder.resolve("b4.partial")).doesNotExist();
    }

    /** The cut database with the record of the whole one. */
    private static void forgeManifest(Path whole, Path cut) throws IOException {
        Manifest before = Manifest.read(whole);
        Manifest after = Manifest.read(cut);
        List<Manifest.Entry> files = new ArrayList<>(after.files());
        files.replaceAll(entry -> entry.file().equals(Inventory.HEADS)
                ? before.files().stream()
                        .filter(other -> other.file().equals(Inventory.HEADS))
                        .findFirst()
                        .orElseThrow()
                : entry);
        Manifest forged = new Manifest(
                after.format(),
                after.createdAt(),
                after.redress(),
                after.kind(),
                after.postgres(),
                after.database(),
                after.wal(),
                after.keys(),
                after.masterKey(),
                after.counts(),
                before.heads(),
                after.folders(),
                files);
        Files.writeString(cut.resolve(Manifest.NAME), forged.json());
    }

    private static Path backupOf(String name) throws Exception {
        Path backup = folder.resolve("backup-" + name);
        PostgresUrl database = Files.exists(folder.resolve(name + ".filled"))
                ? new PostgresUrl(url(name), "postgres", "none")
                : filled(name);
        new Backups(installation("data", database, new ArrayList<>()))
                .take(new Order.Backup(backup, false, false, List.of()));
        return backup;
    }

    /** Our schema with two chains of one entry each. */
    private static PostgresUrl filled(String name) throws Exception {
        PostgresUrl database = database(name);
        Flyway.configure()
                .dataSource(database.url(), database.user(), database.password())
                .locations("classpath:db/migration")
                // what comes later stands on the tables of the engine, which no dump test needs
                .target("20")
                .load()
                .migrate();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String chain : List.of("system:a", "system:b")) {
                String none = "0".repeat(64);
                UUID id = UUID.randomUUID();
                String body = "{\"at\":\"2026-03-01T08:30:00Z\",\"chain\":\"" + chain + "\",\"id\":\"" + id
                        + "\",\"prev\":\"" + none + "\",\"seq\":\"1\"}";
                String hash =
                        HexFormat.of().formatHex(DiskFiles.sha256().digest(body.getBytes(StandardCharsets.UTF_8)));
                statement.execute(
                        "insert into ledger_head (chain, seq, hash) values ('" + chain + "', 0, '" + none + "')");
                statement.execute("insert into ledger_entry (id, chain, seq, previous_hash, hash, body, occurred_at)"
                        + " values ('" + id + "', '" + chain + "', 1, '" + none + "', '" + hash + "', '" + body
                        + "', '2026-03-01 08:30+00')");
                statement.execute(
                        "update ledger_head set seq = 1, hash = '" + hash + "' where chain = '" + chain + "'");
            }
        }
        Files.createFile(folder.resolve(name + ".filled"));
        return database;
    }

    private static PostgresUrl database(String name) throws SQLException {
        try (Connection connection = new PostgresUrl(url("postgres"), "postgres", "none").connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return new PostgresUrl(url(name), "postgres", "none");
    }

    private static String url(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    private static Order.Restore restore(Path backup) {
        return new Order.Restore(backup, null, null, List.of());
    }

    private static Installation installation(String data, PostgresUrl database, List<String> said) {
        return new Installation(folder.resolve(data), "", database, tools, "test", Clock.systemUTC(), said::add);
    }

    private static Path installed() throws IOException {
        Path root = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(root)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(root)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.exists(bin.resolve("initdb")) && Files.exists(bin.resolve("pg_dump")))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** PostgreSQL refuses to run as root; a user namespace of its own makes root nobody. */
    private static void run(String tool, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(tools.resolve(tool).toString());
        command.addAll(List.of(arguments));
        Path output = folder.resolve(tool + ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }
}
