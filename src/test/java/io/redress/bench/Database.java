package io.redress.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A database of the one server, seen by its superuser.
 *
 * @param role in whose name the side that is measured works
 */
record Database(int port, String name, String role, String password) {

    String url() {
        return "jdbc:postgresql://localhost:" + port + "/" + name;
    }

    JdbcTemplate jdbc() {
        return new JdbcTemplate(new DriverManagerDataSource(url(), "postgres", password));
    }

    /** As the role that owns the tables. */
    Connection owner() throws SQLException {
        Connection connection = DriverManager.getConnection(url(), "postgres", password);
        connection.createStatement().execute("set role " + role);
        return connection;
    }

    String show(String setting) {
        return jdbc().queryForObject("show " + setting, String.class);
    }

    /** A figure measured on a database that forgets is worth nothing. */
    void assertDurable() {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            if (!show(setting).equals("on")) {
                throw new AssertionError(setting + " is " + show(setting));
            }
        }
    }
}
