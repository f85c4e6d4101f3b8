package io.redress.operations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** One value from one statement, for sessions whose connection must stay the same. */
final class Sql {

    private Sql() {}

    static @Nullable String text(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : null;
        }
    }

    static String required(Statement statement, String sql) throws SQLException {
        String value = text(statement, sql);
        if (value == null) {
            throw new SQLException("The database gave no answer to: " + sql);
        }
        return value;
    }
}
