package io.redress.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.redress.platform.DataFolder;
import io.redress.platform.EmbeddedDatabase;
import io.redress.platform.ServerAddress;
import io.redress.testing.RunningJar;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real jar, backed up while a client registers complaints, killed, its folder thrown away, and brought back. */
class BackupRestoreIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    /** Reference to description, as they were acknowledged. */
    private static final Map<String, String> BEFORE = new ConcurrentHashMap<>();

    private static final Map<String, String> ALL = new ConcurrentHashMap<>();

    private static Path backup;
    private static Path archive;

    @BeforeAll
    static void anInstallationIsBackedUpWhileItWorksAndThenLost() throws Exception {
        Path data = folder.resolve("lost");
        backup = folder.resolve("backup");
        archive = Files.createDirectory(folder.resolve("it's an archive, 100%"));
        Map<String, String> settings = Map.of(
                "SPRING_PROFILES_ACTIVE",
                "demo",
                "REDRESS_DEMO_REGISTER",
                "false",
                "REDRESS_WAL_ARCHIVE",
                archive.toString());
        RunningJar jar = RunningJar.start(data, settings).awaitReady(Duration.ofMinutes(3));
        for (int i = 0; i < 15; i++) {
            register(jar, "before-" + i);
        }
        BEFORE.putAll(ALL);
        AtomicBoolean done = new AtomicBoolean();
        List<Exception> failures = new ArrayList<>();
        Thread client = new Thread(() -> {
            try {
                for (int i = 0; !done.get(); i++) {
                    register(jar, "during-" + i);
                }
            } catch (Exception e) {
                failures.add(e);
            }
        });
        client.start();
        RunningJar.Ended taken =
                RunningJar.command(Map.of("REDRESS_DATA", data.toString()), "backup", backup.toString());
        done.set(true);
        client.join();
        assertThat(failures).isEmpty();
        assertThat(taken.console()).contains("The backup contains the keys");
        assertThat(taken.code()).isZero();
        assertThat(ALL.size()).as("the client worked meanwhile").isGreaterThan(BEFORE.size());
        for (int i = 0; i < 5; i++) {
            register(jar, "after-" + i);
        }
        archiveEverything(data);
        ProcessHandle server = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                                .get(0)))
                .orElseThrow();
        jar.kill();
        server.destroyForcibly();
        server.onExit().join();
        DiskFiles.delete(data);
    }

    @Test
    void whatWasAcknowledgedBeforeTheBackupIsThereAndCanBeReadAndWorkedWith() throws Exception {
        Path data = folder.resolve("from-the-backup");
        RunningJar.Ended restored =
                RunningJar.command(Map.of("REDRESS_DATA", data.toString()), "restore", backup.toString());

        assertThat(restored.console())
                .contains("Everything was checked and is whole", "every hash recomputed", "no damaged page")
                .doesNotContain("FAILED", "Exception");
        assertThat(restored.code()).isZero();
        assertThat(data.resolve("restore-report.txt")).content().contains("Ledger as recorded");
        Map<String, String> demo = Map.of("SPRING_PROFILES_ACTIVE", "demo", "REDRESS_DEMO_REGISTER", "false");
        try (RunningJar jar = RunningJar.start(data, demo).awaitReady(Duration.ofMinutes(3))) {
            for (Map.Entry<String, String> one : BEFORE.entrySet()) {
                HttpResponse<String> found = jar.send(jar.request("/api/complaints/" + one.getKey(), "agent")
                        .GET()
                        .build());
                assertThat(found.statusCode()).as(one.getKey()).isEqualTo(200);
                assertThat(JSON.readTree(found.body()).path("description").asText())
                        .isEqualTo(one.getValue());
            }
            assertThat(send(jar, "new").statusCode()).isEqualTo(201);
        }
    }

    @Test
    void withTheArchiveEverythingUpToItsNewestSegmentIsThere() throws Exception {
        Path data = folder.resolve("from-the-archive");
        RunningJar.Ended restored = RunningJar.command(
                Map.of("REDRESS_DATA", data.toString()), "restore", backup.toString(), "--wal", archive.toString());

        assertThat(restored.console()).contains("Everything was checked and is whole", "included");
        assertThat(restored.code()).isZero();
        assertThat(references(data)).containsAll(ALL.keySet());
    }

    @Test
    void aSegmentThatIsMissingInTheArchiveIsNamedAndTheRestoreFails() throws Exception {
        Path gap = Files.createDirectory(folder.resolve("gap"));
        String newest = "";
        try (var files = Files.list(archive)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                Files.copy(file, gap.resolve(name));
                newest = name.matches("[0-9A-F]{24}") && name.compareTo(newest) > 0 ? name : newest;
            }
        }
        Files.move(gap.resolve(newest), gap.resolve(newest.substring(0, 22) + "F0"));
        List<String> said = new ArrayList<>();

        assertThat(new Restores(installation("with-a-gap", said))
                        .restore(new Order.Restore(backup, gap, null, List.of())))
                .isFalse();
        assertThat(String.join("\n", said)).contains("FAILED", newest + " is missing or damaged");
    }

    @Test
    void aFlippedByteIsNoticedAndNothingIsRestored() throws Exception {
        Path damaged = copyOfTheBackup("flipped");
        Manifest.Entry victim = Manifest.read(damaged).files().stream()
                .filter(entry -> entry.file().startsWith("postgres/base/") && entry.size() > 8_192)
                .findFirst()
                .orElseThrow();
        try (RandomAccessFile file =
                new RandomAccessFile(damaged.resolve(victim.file()).toFile(), "rw")) {
            file.seek(5_000);
            int before = file.read();
            file.seek(5_000);
            file.write(before ^ 1);
        }

        assertRefused(damaged, victim.file() + " is not what was backed up");
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        Path damaged = copyOfTheBackup("missing");
        Files.delete(damaged.resolve("postgres/PG_VERSION"));

        assertRefused(damaged, "postgres/PG_VERSION is missing");
    }

    @Test
    void aMissingKeyIsAskedFor() throws Exception {
        Path keyless = copyOfTheBackup("keyless");
        Files.delete(keyless.resolve("keys/master.key"));

        assertRefused(keyless, "Put the key with the fingerprint");
    }

    @Test
    void anotherKeyIsFoundOut() throws Exception {
        Path other = copyOfTheBackup("other-key");
        List<String> said = new ArrayList<>();
        Installation with = installation("with-another-key", said);
        Installation another = new Installation(
                with.data(),
                java.util.Base64.getEncoder().encodeToString(new byte[32]),
                null,
                null,
                "test",
                with.clock(),
                with.console());

        assertThat(new Restores(another).restore(new Order.Restore(other, null, null, List.of())))
                .isFalse();
        assertThat(String.join("\n", said)).contains("the person data was written under");
    }

    @Test
    void anOccupiedFolderAndACutManifestAreRefusedWithOneSentenceAndExitCodeOne() throws Exception {
        Path occupied = Files.createDirectory(folder.resolve("occupied"));
        Files.writeString(occupied.resolve("notes.txt"), "mine");
        RunningJar.Ended refused =
                RunningJar.command(Map.of("REDRESS_DATA", occupied.toString()), "restore", backup.toString());
        assertThat(refused.console()).contains("is not empty (notes.txt)").doesNotContain("\tat ");
        assertThat(refused.code()).isOne();
        assertThat(occupied.resolve("notes.txt")).hasContent("mine");

        Path cut = copyOfTheBackup("cut");
        Path manifest = cut.resolve("manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.substring(0, text.length() / 2));
        assertRefused(cut, "damaged or cut off");
    }

    @Test
    void aFolderThatIsRestoredIntoWhileItIsInUseIsRefused() throws Exception {
        Installation installation = installation("in-use", new ArrayList<>());
        try (DataFolder held = DataFolder.lock(installation.data())) {
            assertThatThrownBy(
                            () -> new Restores(installation).restore(new Order.Restore(backup, null, null, List.of())))
                    .hasMessageContaining("Another Redress is running on the data folder " + held.path());
        }
    }

    private static void assertRefused(Path damaged, String sentence) throws IOException {
        Installation installation = installation("refused", new ArrayList<>());
        assertThatThrownBy(() -> new Restores(installation).restore(new Order.Restore(damaged, null, null, List.of())))
                .isInstanceOf(CommandRefused.class)
                .hasMessageContaining(sentence);
        if (Files.exists(installation.data())) {
            assertThat(installation.data()).isDirectoryContaining("glob:**redress.lock");
            try (var left = Files.list(installation.data())) {
                assertThat(left).hasSize(1);
            }
        }
    }

    private static Installation installation(String data, List<String> said) {
        return new Installation(folder.resolve(data), "", null, null, "test", Clock.systemUTC(), said::add);
    }

    private static Path copyOfTheBackup(String name) throws IOException {
        Path copy = folder.resolve(name);
        try (var files = Files.walk(backup)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(backup.relativize(file).toString()));
            }
        }
        return copy;
    }

    private static void archiveEverything(Path data) throws IOException, SQLException {
        try (Connection connection =
                        ServerAddress.ofRunning(data).connect(ServerAddress.SUPERUSER, ServerAddress.NAME);
                Statement statement = connection.createStatement()) {
            String segment = Sql.required(statement, "select pg_walfile_name(pg_switch_wal())");
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(archive.resolve(segment)));
        }
    }

    private static Set<String> references(Path data) throws IOException, SQLException {
        Set<String> references = new HashSet<>();
        try (EmbeddedDatabase database = EmbeddedDatabase.reopen(DataFolder.lock(data));
                Connection connection = database.address().connect(ServerAddress.SUPERUSER, ServerAddress.NAME);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select reference from complaint")) {
            while (rows.next()) {
                references.add(rows.getString(1));
            }
        }
        return references;
    }

    private static void register(RunningJar jar, String name) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(jar, name);
        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode complaint = JSON.readTree(answer.body());
        ALL.put(complaint.path("reference").asText(), "The pump stopped, said " + name);
    }

    private static HttpResponse<String> send(RunningJar jar, String name) throws IOException, InterruptedException {
        return jar.send(jar.request("/api/complaints", "agent")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", name)
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"channel": "phone", "customer": {"name": "K. Still"}, "category": "performance",
                         "products": [{"code": "P-1", "name": "Pump"}],
                         "description": "The pump stopped, said %s"}
                        """.formatted(name)))
                .build());
    }
}
