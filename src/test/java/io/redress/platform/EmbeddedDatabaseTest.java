package io.redress.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    @TempDir
    Path data;

    @Test
    void isDurableAndKeepsItsDataBetweenStarts() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data);
                Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            assertThat(show(statement, "fsync")).isEqualTo("on");
            assertThat(show(statement, "synchronous_commit")).isEqualTo("on");
            statement.execute("create table kept (v text)");
            statement.execute("insert into kept values ('here')");
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data);
                Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select v from kept")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getString(1)).isEqualTo("here");
        }
    }

    @Test
    void nobodyConnectsWithoutThePassword() {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            assertThatThrownBy(() -> DriverManager.getConnection(database.url(), "postgres", "guessed"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void aSecondCopyOnTheSameFolderIsRefusedAndToldWhatToDo() {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            assertThat(database.url()).contains("localhost");
            assertThatThrownBy(() -> EmbeddedDatabase.start(data))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining(data.toAbsolutePath().toString())
                    .hasMessageContaining("REDRESS_DATA");
        }
    }

    @Test
    void aFolderOfAnotherMajorVersionIsRefusedAndLeftAlone() throws IOException {
        Path version = data.resolve("postgres/PG_VERSION");
        Files.createDirectories(version.getParent());
        Files.writeString(version, "15\n");

        assertThatThrownBy(() -> EmbeddedDatabase.start(data))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("PostgreSQL 15")
                .hasMessageContaining("backup");
        assertThat(version).hasContent("15\n");
    }

    @Test
    void passwordsLieInAFileThatOnlyTheOwnerReads() throws IOException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
            Path file = data.resolve("keys/database.password");
            assertThat(file).hasContent(database.password());
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
            }
        }
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (ResultSet result = statement.executeQuery("show " + setting)) {
            result.next();
            return result.getString(1);
        }
    }
}
