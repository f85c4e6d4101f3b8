package io.redress.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What the database did for one side: statements and log as pg_stat_statements counted them, of the side's own role only,
 * so that whoever measures is not measured; rows as the tables counted them, for a statement may write to several.
 *
 * @param statements that read or write rows
 * @param transactions that wrote something, of the whole server, so nothing else may write meanwhile
 * @param wal bytes that the statements wrote to the log; the commit records themselves are not in it
 */
record StatementCount(long statements, long transactions, long inserted, long updated, long deleted, long wal) {

    private static final String SINCE_RESET = "select s.query, s.calls, s.rows, s.wal_bytes::bigint, s.total_exec_time"
            + " from pg_stat_statements s join pg_database d on d.oid = s.dbid join pg_roles r on r.oid = s.userid"
            + " where d.datname = ? and r.rolname = ? order by s.total_exec_time desc";

    private static final long MOST_NANOS = 30_000_000_000L;

    static void install(Database database) {
        database.jdbc().execute("create extension if not exists pg_stat_statements");
    }

    /** Forgets what was counted. */
    static void reset(Database database) {
        database.jdbc().execute("select pg_stat_statements_reset()");
    }

    /** Where the counters stand before the work. */
    static Mark mark(Side side) throws InterruptedException {
        reset(side.database());
        return new Mark(nextTransaction(side.database()), rows(side));
    }

    private static long nextTransaction(Database database) {
        return Long.parseLong(
                database.jdbc().queryForObject("select pg_snapshot_xmax(pg_current_snapshot())::text", String.class));
    }

    static StatementCount since(Mark mark, Side side) throws InterruptedException {
        long statements = 0;
        long wal = 0;
        for (Statement statement : statements(side.database())) {
            wal += statement.wal;
            if (List.of("select", "insert", "update", "delete", "with").contains(statement.verb())) {
                statements += statement.calls;
            }
        }
        long transactions = nextTransaction(side.database()) - mark.transaction;
        Rows rows = rows(side);
        return new StatementCount(
                statements,
                transactions,
                rows.inserted - mark.rows.inserted,
                rows.updated - mark.rows.updated,
                rows.deleted - mark.rows.deleted,
                wal);
    }

    /**
     * What was done to the tables, whatever kind of statement did it. A connection tells its counts seconds later, or
     * when it ends: so all of them end.
     */
    private static Rows rows(Side side) throws InterruptedException {
        Database database = side.database();
        List<Integer> busy = connections(database);
        side.connections().getHikariPoolMXBean().softEvictConnections();
        long end = System.nanoTime() + MOST_NANOS;
        while (connections(database).stream().anyMatch(busy::contains)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("The connections of " + side.name() + " do not end");
            }
            Thread.sleep(20);
        }
        return database.jdbc()
                .queryForObject(
                        "select sum(n_tup_ins), sum(n_tup_upd), sum(n_tup_del) from pg_stat_user_tables",
                        (row, number) -> new Rows(row.getLong(1), row.getLong(2), row.getLong(3)));
    }

    private static List<Integer> connections(Database database) {
        return database.jdbc()
                .queryForList(
                        "select pid from pg_stat_activity where datname = ? and usename = ?",
                        Integer.class,
                        database.name(),
                        database.role());
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

    /** The counters before the work. */
    record Mark(long transaction, Rows rows) {}

    private record Rows(long inserted, long updated, long deleted) {}

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
