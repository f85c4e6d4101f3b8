package io.redress.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalArchiveTest {

    @TempDir
    Path folder;

    private Path data;
    private WalArchive archive;

    @BeforeEach
    void folders() throws IOException {
        data = folder.resolve("data");
        archive = WalArchive.of(
                Files.createDirectory(folder.resolve("it's 100% \\ archive")).toString());
    }

    @Test
    void theServerCopiesItsLogFromTheFirstStartOn() throws SQLException, IOException {
        String first;
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data, archive)) {
            first = switchSegment(database);
        }
        assertThat(archive.folder().resolve(first)).hasSize(16L << 20);
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data, archive)) {
            assertThat(switchSegment(database)).isGreaterThan(first);
        }
    }

    @Test
    void oneArchiveIsTheHistoryOfOneDataFolder() throws IOException {
        begin(data, archive);
        begin(data, archive);

        assertThatThrownBy(() -> begin(folder.resolve("restored"), archive))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("does not continue")
                .hasMessageContaining("new, empty folder");
    }

    @Test
    void anArchiveThatWasInterruptedIsNotContinued() throws IOException {
        begin(data, archive);
        begin(data, WalArchive.of(" "));

        assertThatThrownBy(() -> begin(data, archive)).isInstanceOf(StartRefused.class);
    }

    @Test
    void aNewFolderBeginsANewArchiveUnlessThereAreSegmentsInIt() throws IOException {
        begin(data, archive);
        Path other = Files.createDirectory(folder.resolve("other"));
        begin(data, WalArchive.of(other.toString()));

        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("000000010000000000000001"), "");
        assertThatThrownBy(() -> begin(data, WalArchive.of(foreign.toString()))).isInstanceOf(StartRefused.class);
    }

    @Test
    void aFolderThatIsNotThereOrLiesWithTheDataIsRefused() throws IOException {
        assertThatThrownBy(
                        () -> begin(data, WalArchive.of(folder.resolve("away").toString())))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("is not there");
        Path inside = Files.createDirectories(data.resolve("wal"));
        assertThatThrownBy(() -> begin(data, WalArchive.of(inside.toString())))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("lost together");
    }

    @Test
    void aDiskThatIsAwayIsNoticed() throws IOException {
        begin(data, archive);
        assertThat(archive.present()).isTrue();
        Files.delete(archive.folder().resolve("wal-archive.id"));
        assertThat(archive.present()).isFalse();
    }

    @Test
    void aRestoreThatDidNotEndKeepsTheApplicationFromStarting() throws IOException {
        try (DataFolder held = DataFolder.lock(data)) {
            held.restoring();
        }
        assertThatThrownBy(() -> EmbeddedDatabase.start(data))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("restore");
    }

    @Test
    void settingsOfSomebodyElseStayAndOursAreReplaced() throws IOException {
        Path file = folder.resolve("postgresql.auto.conf");
        Files.writeString(file, "# a comment\nwork_mem = '8MB'\narchive_mode = 'on'\n");

        ServerSettings.write(folder, Map.of("restore_command", "cp 'it\\' %p"));

        assertThat(file).hasContent("# a comment\nwork_mem = '8MB'\nrestore_command = 'cp ''it\\\\'' %p'");
    }

    private static void begin(Path data, WalArchive archive) throws IOException {
        try (DataFolder held = DataFolder.lock(data)) {
            archive.begin(held);
        }
    }

    private String switchSegment(EmbeddedDatabase database) throws SQLException {
        try (Connection connection = database.address().connect(ServerAddress.SUPERUSER, ServerAddress.NAME);
                Statement statement = connection.createStatement()) {
            statement.execute("create table t_" + System.nanoTime() + " ()");
            try (ResultSet result = statement.executeQuery("select pg_walfile_name(pg_switch_wal())")) {
                result.next();
                String segment = result.getString(1);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> Files.exists(archive.folder().resolve(segment)));
                return segment;
            }
        }
    }
}
