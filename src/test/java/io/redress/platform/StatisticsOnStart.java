package io.redress.platform;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the embedded database of a data folder count its statements from the next start on. */
public final class StatisticsOnStart {

    private StatisticsOnStart() {}

    public static void prepare(Path data) throws SQLException {
        EmbeddedDatabase database = EmbeddedDatabase.start(data);
        try (Connection connection = DriverManager.getConnection(database.url(), "postgres", database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("alter system set shared_preload_libraries = 'pg_stat_statements'");
            statement.execute("alter system set pg_stat_statements.max = 10000");
        } finally {
            database.close();
        }
    }
}
