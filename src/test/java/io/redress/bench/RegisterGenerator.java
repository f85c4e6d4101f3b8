package io.redress.bench;

import io.redress.party.BulkPersons;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Fills the register with invented complaints of realistic proportions, by COPY: past every rule, but with everything a
 * complaint leaves behind (sealed person data, search entry, ledger that verifies), so that pages open and nothing can
 * tell them from registered ones. The same seed makes the same complaints; their keys and nonces are random all the same.
 */
final class RegisterGenerator {

    static final long DEFAULT_SEED = 42;

    private static final int CHUNK = 2_000;
    /** From here on it is quicker to make the indexes anew. */
    private static final int MANY = 20_000;

    private static final List<String> TABLES = List.of(
            "person_data",
            "customer",
            "report",
            "complaint",
            "complaint_product",
            "complaint_report",
            "complaint_triage",
            "complaint_answer",
            "complaint_search",
            "ledger_entry");

    private final BulkPersons persons;
    private final Database database;
    private final long seed;
    private final Instant until;
    private final RegisterWords words;

    /** @param until the last day of the register, at whose beginning it ends */
    RegisterGenerator(BulkPersons persons, Database database, long seed, LocalDate until) {
        this.persons = persons;
        this.database = database;
        this.seed = seed;
        this.until = until.atStartOfDay(ZoneOffset.UTC).toInstant();
        words = new RegisterWords(seed);
    }

    /** Closed complaints over fifteen years, more of them in each. @return complaints per second */
    double closed(int size) throws SQLException {
        System.out.println("Generating " + size + " closed complaints, seed " + seed);
        int lastYear = until.atZone(ZoneOffset.UTC).getYear();
        int[] perYear = RegisterWords.perYear(size);
        List<Place> places = new ArrayList<>(size);
        try (Connection connection = database.owner()) {
            for (int i = 0; i < perYear.length; i++) {
                int year = RegisterWords.firstYear(lastYear) + i;
                int first = reserve(connection, year, perYear[i]);
                Instant begin =
                        LocalDate.of(year, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
                Instant end = year == lastYear
                        ? until
                        : LocalDate.of(year + 1, 1, 1)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant();
                long micros = Duration.between(begin, end).toSeconds() * 1_000_000 / Math.max(1, perYear[i]);
                for (int n = 0; n < perYear[i]; n++) {
                    places.add(new Place(year, first + n, begin.plusNanos(micros * n * 1_000), null));
                }
            }
        }
        return load(places);
    }

    /**
     * Complaints of the last days that stand at triage.
     *
     * @param instances the engine's id of the n-th one
     * @return their references, in that order
     */
    List<String> open(int size, IntFunction<String> instances) throws SQLException {
        int year = until.atZone(ZoneOffset.UTC).getYear();
        List<Place> places = new ArrayList<>(size);
        try (Connection connection = database.owner()) {
            int first = reserve(connection, year, size);
            for (int n = 0; n < size; n++) {
                Instant at = until.minusSeconds(Duration.ofDays(10).toSeconds() * (size - n) / size);
                places.add(new Place(year, first + n, at, instances.apply(n)));
            }
        }
        load(places);
        return places.stream()
                .map(place -> "C-%d-%06d".formatted(place.year, place.number))
                .toList();
    }

    /** The first complaints of this seed without loading them: what does not hang on random keys, to compare. */
    String shape(int size) {
        List<Place> places = new ArrayList<>();
        for (int n = 0; n < size; n++) {
            places.add(new Place(
                    2020, n, until.minusSeconds(Duration.ofDays(100 + n).toSeconds()), null));
        }
        return build(places).shape();
    }

    /** The numbers of a year that nobody has: those of reports and complaints are the same here. */
    private static int reserve(Connection connection, int year, int count) throws SQLException {
        long first = 1;
        for (String kind : List.of("report", "complaint")) {
            try (Statement statement = connection.createStatement();
                    ResultSet last = statement.executeQuery(
                            "select last_value, is_called from reference_" + kind + "_" + year)) {
                last.next();
                first = Math.max(first, last.getBoolean(2) ? last.getLong(1) + 1 : 1);
            }
        }
        if (count > 0) {
            for (String kind : List.of("report", "complaint")) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(
                            "select setval('reference_" + kind + "_" + year + "', " + (first + count - 1) + ")");
                }
            }
        }
        return Math.toIntExact(first);
    }

    private double load(List<Place> places) throws SQLException {
        long begin = System.nanoTime();
        int workers = Math.min(4, Runtime.getRuntime().availableProcessors());
        ExecutorService builders = Executors.newFixedThreadPool(workers);
        try (Connection connection = database.owner()) {
            Map<String, String> indexes = places.size() >= MANY ? dropIndexes(connection) : Map.of();
            List<Future<RegisterRows>> ahead = new ArrayList<>();
            int next = 0;
            int loaded = 0;
            while (next < places.size() || !ahead.isEmpty()) {
                while (next < places.size() && ahead.size() <= workers) {
                    int from = next;
                    next = Math.min(places.size(), from + CHUNK);
                    List<Place> chunk = places.subList(from, next);
                    ahead.add(builders.submit(() -> build(chunk)));
                }
                RegisterRows rows = ahead.remove(0).get();
                withoutHeadRule(connection, rows);
                loaded += CHUNK;
                if (loaded % 100_000 == 0) {
                    System.out.println(loaded + " after " + (System.nanoTime() - begin) / 1_000_000_000 + " s");
                }
            }
            recreate(connection, indexes);
            try (Statement statement = connection.createStatement()) {
                statement.execute("analyze");
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            builders.shutdownNow();
        }
        return places.size() / ((System.nanoTime() - begin) / 1e9);
    }

    /**
     * Each piece of work has a sequence of its own, by the place of its first complaint. It is split off: sequences of
     * one and the same step that merely begin elsewhere run into each other, and ids are drawn twice.
     */
    private RegisterRows build(List<Place> chunk) {
        Place first = chunk.get(0);
        RegisterRows rows = new RegisterRows(
                persons,
                words,
                new SplittableRandom(seed ^ (first.year * 10_000_000L + first.number) * 0x9e3779b97f4a7c15L).split());
        chunk.forEach(place -> rows.add(place.year, place.number, place.registered, place.instance, until));
        return rows;
    }

    /** A head begins at zero, says a trigger; here it comes with its chain. The owner of the tables may suspend it. */
    private static void withoutHeadRule(Connection connection, RegisterRows rows) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("alter table ledger_head disable trigger ledger_head_only_forward");
            rows.load(connection);
            statement.execute("alter table ledger_head enable always trigger ledger_head_only_forward");
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static Map<String, String> dropIndexes(Connection connection) throws SQLException {
        Map<String, String> definitions = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery("select i.indexrelid::regclass::text,"
                    + " pg_get_indexdef(i.indexrelid) from pg_index i where not i.indisunique and i.indrelid::regclass::text"
                    + " in ('" + String.join("','", TABLES) + "')")) {
                while (found.next()) {
                    definitions.put(found.getString(1), found.getString(2));
                }
            }
            for (String index : definitions.keySet()) {
                statement.execute("drop index " + index);
            }
        }
        return definitions;
    }

    private static void recreate(Connection connection, Map<String, String> indexes) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set maintenance_work_mem = '256MB'");
            for (String definition : indexes.values()) {
                statement.execute(definition);
            }
        }
    }

    private record Place(int year, int number, Instant registered, String instance) {}
}
