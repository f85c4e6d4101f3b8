package io.redress.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the database did for one side, as pg_stat_statements counted it: only the statements of the side's own role, so
 * that whoever measures is not measured.
 *
 * @param statements that read or write rows
 * @param transactions that wrote something, of the whole server, so nothing else may write meanwhile
 * @param wal bytes that the statements wrote to the log; the commit records themselves are not in it
 */
record StatementCount(long statements, long transactions, long inserted, long updated, long deleted, long wal) {

    private static final String SINCE_RESET = "select s.query, s.calls, s.rows, s.wal_bytes::bigint, s.total_exec_time"
            + " from pg_stat_statements s join pg_database d on d.oid = s.dbid join pg_roles r on r.oid = s.userid"
            + " where d.datname = ? and r.rolname = ? order by s.total_exec_time desc";

    static void install(Database database) {
        database.jdbc().execute("create extension if not exists pg_stat_statements");
    }

    /** Forgets what was counted. @return the mark to give to {@link #since} */
    static long reset(Database database) {
        database.jdbc().execute("select pg_stat_statements_reset()");
        return nextTransaction(database);
    }

    private static long nextTransaction(Database database) {
        return Long.parseLong(
                database.jdbc().queryForObject("select pg_snapshot_xmax(pg_current_snapshot())::text", String.class));
    }

    static StatementCount since(long mark, Database database) {
        long statements = 0;
        long inserted = 0;
        long updated = 0;
        long deleted = 0;
        long wal = 0;
        for (Statement statement : statements(database)) {
            wal += statement.wal;
            switch (statement.verb()) {
                case "insert" -> inserted += statement.rows;
                case "update" -> updated += statement.rows;
                case "delete" -> deleted += statement.rows;
                default -> {}
            }
            if (List.of("select", "insert", "update", "delete", "with").contains(statement.verb())) {
                statements += statement.calls;
            }
        }
        return new StatementCount(statements, nextTransaction(database) - mark, inserted, updated, deleted, wal);
    }

    /** The statements that took longest together. */
    static List<Statement> statements(Database database) {
        JdbcTemplate jdbc = database.jdbc();
        List<Statement> all = new ArrayList<>();
        jdbc.query(
                SINCE_RESET,
                row -> {
                    all.add(new Statement(
                            row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getDouble(5)));
                },
                database.name(),
                database.role());
        return all;
    }

    Per per(int cases) {
        return new Per(
                (double) statements / cases,
                (double) transactions / cases,
                (double) inserted / cases,
                (double) updated / cases,
                (double) deleted / cases,
                wal / 1024.0 / cases);
    }

    /** The same for one case; the log in kB. */
    record Per(double statements, double transactions, double inserted, double updated, double deleted, double walKb) {}

    /** One statement with all its calls. */
    record Statement(String query, long calls, long rows, long wal, double millis) {

        String verb() {
            return query.strip().split("[\\s(;]", 2)[0].toLowerCase(Locale.ROOT);
        }

        String shortly() {
            String line = query.replaceAll("\\s+", " ").strip();
            return line.length() <= 110 ? line : line.substring(0, 110);
        }
    }
}
