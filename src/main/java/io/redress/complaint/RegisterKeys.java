package io.redress.complaint;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds which complaints fit, in the order of the register, and how many. The shape of the statement is chosen here and
 * not left to the planner: it takes what fits for evenly spread over the years, and one word of a discontinued product
 * would have it walk a million rows.
 *
 * <p>What is searched by words or product comes from {@code complaint_search}; without them the indexes of
 * {@code complaint} are the order itself.
 */
final class RegisterKeys {

    /** Rows that a walk from the newest looks at before it gives up and everything that fits is fetched and sorted. */
    private static final int WALK = 30_000;

    /**
     * For this transaction: pages are in memory, so reading one here and there costs little; no compilation that takes
     * longer than the question; bitmaps that name rows; plans for these words and not for any.
     */
    private static final String SETTINGS = "set local random_page_cost = 1.1; set local jit = off;"
            + " set local work_mem = '16MB'; set local plan_cache_mode = force_custom_plan";

    private final JdbcClient jdbc;
    private final int countedTo;

    RegisterKeys(JdbcClient jdbc, int countedTo) {
        this.jdbc = jdbc;
        this.countedTo = countedTo;
    }

    /**
     * The places of the rows.
     *
     * @param total of all that fit, as far as they were counted
     */
    record Found(List<RegisterCursor> keys, long total) {}

    /**
     * The keys at one place; newest first, or from the place towards the newer ones.
     *
     * @param from where to go on; null from the newest
     * @param newer towards the newer ones
     */
    Found find(Question question, @Nullable RegisterCursor from, boolean newer, int limit, int offset) {
        jdbc.sql(SETTINGS).update();
        Shape shape = new Shape(question, from, newer, limit, offset);
        if (!question.bySearch()) {
            return new Found(shape.keys(shape.listed()), shape.count());
        }
        Found bounded = shape.counted(question.copyOfOpen() ? Integer.MAX_VALUE : countedTo + 1);
        if (question.copyOfOpen() || bounded.total() <= countedTo) {
            return bounded;
        }
        List<RegisterCursor> walked = shape.keys(shape.walked(WALK));
        // A page that is not full may be the last one, or the walk ended before what fits began.
        return walked.size() == limit ? new Found(walked, bounded.total()) : shape.counted(Integer.MAX_VALUE);
    }

    /** The next keys after this one, uncounted; for who goes through all of them and cares for the sum of the way. */
    List<RegisterCursor> next(Question question, @Nullable RegisterCursor from, int limit) {
        jdbc.sql(SETTINGS + "; set local enable_sort = off; set local enable_bitmapscan = off")
                .update();
        Shape shape = new Shape(question, from, false, limit, 0);
        return shape.keys(question.bySearch() ? shape.walked(null) : shape.listed());
    }

    /**
     * What is asked, checked and translated.
     *
     * @param conditions on {@code complaint_search s}
     * @param values of the parameters in them
     * @param states null for any
     */
    record Question(
            List<String> conditions,
            Map<String, Object> values,
            @Nullable List<ComplaintState> states,
            @Nullable Instant from,
            @Nullable Instant until) {

        boolean bySearch() {
            return !conditions.isEmpty();
        }

        /** Only open ones are asked for: they have a small copy of the index. */
        boolean copyOfOpen() {
            return bySearch() && states != null && states.stream().noneMatch(ComplaintState::closed);
        }
    }

    /** One question at one place as SQL. */
    private final class Shape {

        private static final String OF_COMPLAINT = "registered_at, id";
        private static final String OF_SEARCH = "s.registered_at, s.complaint_id";
        private static final String OF_FOUND = "registered_at, key";

        private final Question question;
        private final boolean from;
        private final boolean newer;
        private final Map<String, Object> values;

        Shape(Question question, @Nullable RegisterCursor from, boolean newer, int limit, int offset) {
            this.question = question;
            this.from = from != null;
            this.newer = newer;
            this.values = new HashMap<>(question.values());
            values.put("limit", limit);
            values.put("offset", offset);
            if (question.from() != null) {
                values.put("from", question.from().atOffset(ZoneOffset.UTC));
            }
            if (question.until() != null) {
                values.put("until", question.until().atOffset(ZoneOffset.UTC));
            }
            if (from != null) {
                values.put("place", from.registeredAt().atOffset(ZoneOffset.UTC));
                values.put("placeId", from.id());
            }
        }

        /** Without words: one index range per state, merged; they are in the order already. */
        String listed() {
            String one = "(select registered_at, id as key from complaint where true%s" + bounds("registered_at")
                    + place(OF_COMPLAINT) + order(OF_COMPLAINT) + " limit :limit + :offset)";
            List<ComplaintState> states = question.states();
            String parts = states == null
                    ? String.format(one, "")
                    : states.stream()
                            .map(state -> String.format(one, " and state = '" + state.key() + "'"))
                            .collect(Collectors.joining(" union all "));
            return "select registered_at, key from (" + parts + ") as found" + order(OF_FOUND)
                    + " limit :limit offset :offset";
        }

        long count() {
            return jdbc.sql("select count(*) from (select 1 from complaint where true" + bounds("registered_at")
                            + inStates("state") + " limit " + (countedTo + 1) + ") as found")
                    .params(values)
                    .query(Long.class)
                    .single();
        }

        /** Fetches what fits, at most so many, and sorts it: right where that is all, or all there can be. */
        Found counted(int most) {
            String sql = "with found as materialized (select s.registered_at, s.complaint_id as key from "
                    + table() + " s" + fits() + " limit " + most
                    + ") select total, page.* from (select count(*) as total from"
                    + " found) as counted left join lateral (select * from found where true" + place(OF_FOUND)
                    + order(OF_FOUND) + " limit :limit offset :offset) as page on true" + order(OF_FOUND);
            List<RegisterCursor> keys = new ArrayList<>();
            long[] total = new long[1];
            jdbc.sql(sql).params(values).query(row -> {
                total[0] = row.getLong("total");
                if (row.getObject("key") != null) {
                    keys.add(key(row));
                }
            });
            return new Found(keys, total[0]);
        }

        /** Goes along the order and keeps what fits. @param most rows to look at; null for all */
        String walked(@Nullable Integer most) {
            String way = most == null
                    ? table() + " s" + fits() + place(OF_SEARCH)
                    : "(select s.* from " + table() + " s where true" + bounds("s.registered_at") + place(OF_SEARCH)
                            + order(OF_SEARCH) + " limit " + most + ") as s" + fits();
            return "select s.registered_at, s.complaint_id as key from " + way + order(OF_SEARCH)
                    + " limit :limit offset :offset";
        }

        List<RegisterCursor> keys(String sql) {
            return jdbc.sql(sql).params(values).query((row, n) -> key(row)).list();
        }

        private static RegisterCursor key(ResultSet row) throws SQLException {
            return new RegisterCursor(row.getTimestamp("registered_at").toInstant(), row.getObject("key", UUID.class));
        }

        private String table() {
            return question.copyOfOpen() ? "complaint_search_open" : "complaint_search";
        }

        private String fits() {
            List<ComplaintState> states = question.states();
            boolean known = states == null || (question.copyOfOpen() && states.equals(open()));
            return (known ? "" : " join complaint c on c.id = s.complaint_id")
                    + " where true"
                    + question.conditions().stream().map(c -> " and " + c).collect(Collectors.joining())
                    + bounds("s.registered_at")
                    + (known ? "" : inStates("c.state"));
        }

        private String bounds(String at) {
            return (question.from() == null ? "" : " and " + at + " >= :from")
                    + (question.until() == null ? "" : " and " + at + " < :until");
        }

        private String place(String columns) {
            return from ? " and (" + columns + ") " + (newer ? ">" : "<") + " (:place, :placeId)" : "";
        }

        private String order(String columns) {
            return " order by " + (newer ? columns : columns.replace(",", " desc,") + " desc");
        }

        private String inStates(String column) {
            List<ComplaintState> states = question.states();
            return states == null
                    ? ""
                    : states.stream()
                            .map(state -> "'" + state.key() + "'")
                            .collect(Collectors.joining(", ", " and " + column + " in (", ")"));
        }
    }

    static List<ComplaintState> open() {
        return Arrays.stream(ComplaintState.values())
                .filter(state -> !state.closed())
                .toList();
    }
}
