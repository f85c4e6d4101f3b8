package io.redress.complaint;

import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import io.redress.party.Customers;
import io.redress.party.PersonStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds complaints. Our own fields are searched by parts of their words; words of people (description, customer) only as
 * keyed hashes, so whole words only, and the index tells nothing to who reads it.
 */
@Component
class ComplaintSearch {

    /** What fits is counted exactly up to here; beyond it is only said that there are more. */
    static final int COUNTED_TO = 10_000;

    static final int MAX_SIZE = 100;

    /** Rows before a page that is asked for by its number; each of them is read. */
    private static final int MAX_OFFSET = 10_000;

    private final JdbcClient jdbc;
    private final PersonStore persons;
    private final Customers customers;
    private final ComplaintQuestions questions;
    private final RegisterKeys keys;
    private final int countedTo;

    @Autowired
    ComplaintSearch(JdbcClient jdbc, PersonStore persons, Customers customers, ComplaintQuestions questions) {
        this(jdbc, persons, customers, questions, COUNTED_TO);
    }

    ComplaintSearch(
            JdbcClient jdbc, PersonStore persons, Customers customers, ComplaintQuestions questions, int countedTo) {
        this.jdbc = jdbc;
        this.persons = persons;
        this.customers = customers;
        this.questions = questions;
        this.keys = new RegisterKeys(jdbc, countedTo);
        this.countedTo = countedTo;
    }

    /** Newest first; the id breaks ties, so that the order is the same on every page. */
    Complaints.Page find(ComplaintFilter filter, ComplaintPaging paging) {
        List<FieldProblem> problems = ComplaintQuestions.problems(filter);
        RegisterCursor after = ComplaintQuestions.cursor("after", paging.after(), problems);
        RegisterCursor before = ComplaintQuestions.cursor("before", paging.before(), problems);
        refuseWrong(paging, problems);
        boolean newer = before != null;
        int size = paging.size();
        // one more than asked for tells whether there is a next page
        RegisterKeys.Found found =
                keys.find(questions.translate(filter), newer ? before : after, newer, size + 1, paging.page() * size);
        boolean more = found.keys().size() > size;
        List<RegisterCursor> page = new ArrayList<>(more ? found.keys().subList(0, size) : found.keys());
        if (newer) {
            Collections.reverse(page);
        }
        boolean older = newer || more;
        boolean newerOnes = newer ? more : after != null || paging.page() > 0;
        return new Complaints.Page(
                rows(page),
                paging.page(),
                size,
                Math.min(found.total(), countedTo),
                found.total() > countedTo,
                older && !page.isEmpty() ? page.get(page.size() - 1).text() : null,
                newerOnes && !page.isEmpty() ? page.get(0).text() : null);
    }

    /** Keys of everything that fits, newest first, a batch after the other. */
    List<RegisterCursor> walk(ComplaintFilter filter, @Nullable RegisterCursor from, int size) {
        return keys.next(questions.translate(filter), from, size);
    }

    private List<Complaints.Row> rows(List<RegisterCursor> page) {
        if (page.isEmpty()) {
            return List.of();
        }
        Map<UUID, Found> found = new HashMap<>();
        jdbc.sql("""
                        select c.id, c.reference, c.state, coalesce(c.severity, c.suggested_severity) as severity,
                          c.priority, c.category, c.channel, c.registered_at, c.closed_at, c.demo, c.customer_id,
                          (select coalesce(p.name, p.code) from complaint_product p
                           where p.complaint_id = c.id order by p.position limit 1) as product
                        from complaint c where c.id in (:ids)""")
                .param("ids", page.stream().map(RegisterCursor::id).toList())
                .query(row -> {
                    found.put(row.getObject("id", UUID.class), Found.of(row));
                });
        Map<UUID, String> names = names(found.values());
        return page.stream()
                .map(key -> Objects.requireNonNull(found.get(key.id())))
                .map(f -> f.customerId() == null ? f.row() : f.row().of(names.get(f.customerId())))
                .toList();
    }

    private static void refuseWrong(ComplaintPaging paging, List<FieldProblem> problems) {
        if (paging.size() < 1 || paging.size() > MAX_SIZE) {
            problems.add(new FieldProblem("size", "a whole number from 1 to " + MAX_SIZE));
        }
        if (paging.page() < 0 || (long) paging.page() * Math.max(1, paging.size()) > MAX_OFFSET) {
            problems.add(new FieldProblem(
                    "page",
                    "a whole number from 0, with at most " + MAX_OFFSET + " rows before it; further on with after"));
        }
        int places = (paging.after() == null ? 0 : 1) + (paging.before() == null ? 0 : 1) + (paging.page() > 0 ? 1 : 0);
        if (places > 1) {
            problems.add(new FieldProblem(paging.after() == null ? "before" : "after", "without another place"));
        }
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
    }

    private Map<UUID, String> names(Collection<Found> found) {
        List<UUID> ids = found.stream()
                .map(Found::customerId)
                .filter(id -> id != null)
                .distinct()
                .toList();
        Map<UUID, String> names = new HashMap<>();
        customers.details(ids).forEach((id, details) -> Stream.of(
                        details.name(), details.email(), details.phone(), details.reference())
                .filter(text -> text != null)
                .findFirst()
                .ifPresent(text -> names.put(id, text)));
        return names;
    }

    private record Found(@Nullable UUID customerId, Complaints.Row row) {

        static Found of(ResultSet row) throws SQLException {
            Timestamp closedAt = row.getTimestamp("closed_at");
            return new Found(
                    row.getObject("customer_id", UUID.class),
                    new Complaints.Row(
                            row.getString("reference"),
                            ComplaintState.of(row.getString("state")),
                            row.getString("severity"),
                            row.getObject("priority", Integer.class),
                            row.getString("category"),
                            row.getString("product"),
                            null,
                            row.getString("channel"),
                            row.getTimestamp("registered_at").toInstant(),
                            closedAt == null ? null : closedAt.toInstant(),
                            row.getBoolean("demo")));
        }
    }
}
