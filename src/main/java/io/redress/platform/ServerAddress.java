package io.redress.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an embedded server listens on this machine, and the password of both its roles.
 *
 * @param password never shown to anybody
 */
public record ServerAddress(int port, String password) {

    /** The application's role and database. */
    public static final String NAME = "redress";

    public static final String SUPERUSER = "postgres";

    private static final int LINE_OF_PORT = 3;

    /** That of the server which another process runs on this folder; null when there is none. */
    public static @Nullable ServerAddress ofRunning(Path data) throws IOException {
        Path pidFile = DataFolder.postgres(data).resolve("postmaster.pid");
        Path password = passwordFile(data);
        if (!Files.exists(pidFile) || !Files.exists(password)) {
            return null;
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.size() <= LINE_OF_PORT) {
            return null;
        }
        return new ServerAddress(
                Integer.parseInt(lines.get(LINE_OF_PORT).trim()),
                Files.readString(password).trim());
    }

    static Path passwordFile(Path data) {
        return DataFolder.keys(data).resolve("database.password");
    }

    public String url(String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database + "?reWriteBatchedInserts=true";
    }

    public Connection connect(String user, String database) throws SQLException {
        return DriverManager.getConnection(url(database), user, password);
    }

    @Override
    public String toString() {
        return "localhost:" + port;
    }
}
