package io.redress.complaint;

import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import io.redress.party.CustomerDetails;
import io.redress.party.Customers;
import io.redress.party.PersonStore;
import io.redress.platform.RedressProperties;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds complaints. Words of our own fields are searched as they are; words of people (description, customer) only as
 * keyed hashes, so whole words only, and the index tells nothing to who reads it.
 */
@Component
class ComplaintSearch {

    private static final int MAX_QUERY = 500;
    private static final int MAX_WORDS = 20;
    private static final int MAX_PAGE = 1_000_000;
    static final int MAX_SIZE = 100;

    private final JdbcClient jdbc;
    private final PersonStore persons;
    private final Customers customers;
    private final RedressProperties properties;

    ComplaintSearch(JdbcClient jdbc, PersonStore persons, Customers customers, RedressProperties properties) {
        this.jdbc = jdbc;
        this.persons = persons;
        this.customers = customers;
        this.properties = properties;
    }

    void index(Complaint complaint, RegisterComplaint registration, String reportReference) {
        Stream<@Nullable String> own = Stream.concat(
                Stream.of(
                        complaint.reference(),
                        reportReference,
                        registration.externalReference(),
                        registration.category(),
                        registration.channel()),
                registration.products().stream()
                        .flatMap(p -> Stream.of(p.code(), p.name(), p.lot(), p.serial(), p.udi())));
        String terms =
                own.filter(term -> term != null).map(ComplaintSearch::fold).collect(Collectors.joining("\n"));
        Set<String> tokens = new TreeSet<>(persons.searchTokens(registration.description()));
        if (registration.remedySought() != null) {
            tokens.addAll(persons.searchTokens(registration.remedySought()));
        }
        CustomerDetails customer = registration.customer();
        if (customer != null) {
            Stream.of(customer.name(), customer.email(), customer.phone(), customer.address(), customer.reference())
                    .filter(text -> text != null)
                    .forEach(text -> tokens.addAll(persons.searchTokens(text)));
        }
        jdbc.sql("insert into complaint_search (complaint_id, terms, tokens) values (?, ?, ?)")
                .params(complaint.id(), terms, tokens.toArray(String[]::new))
                .update();
    }

    /** Newest first; the id breaks ties, so that the order is the same on every page. */
    Complaints.Page find(ComplaintFilter filter, int page, int size) {
        refuseWrong(filter, page, size);
        StringBuilder where = new StringBuilder(" where true");
        Map<String, Object> values = new HashMap<>();
        state(filter.state(), where, values);
        if (given(filter.product())) {
            where.append(
                    " and exists (select 1 from complaint_product p where p.complaint_id = c.id and p.code = :product)");
            values.put("product", filter.product());
        }
        if (filter.from() != null) {
            where.append(" and c.registered_at >= :from");
            values.put("from", startOf(filter.from()).atOffset(ZoneOffset.UTC));
        }
        if (filter.to() != null) {
            where.append(" and c.registered_at < :to");
            values.put("to", startOf(filter.to().plusDays(1)).atOffset(ZoneOffset.UTC));
        }
        String from = " from complaint c";
        String q = filter.q();
        if (q != null && !q.isBlank()) {
            from += " join complaint_search s on s.complaint_id = c.id";
            words(q, where, values);
        }
        long total = jdbc.sql("select count(*)" + from + where)
                .params(values)
                .query(Long.class)
                .single();
        values.put("size", size);
        values.put("offset", (long) page * size);
        List<Found> found = jdbc.sql(
                        """
                        select c.id, c.reference, c.state, coalesce(c.severity, c.suggested_severity) as severity,
                          c.priority, c.category, c.channel, c.registered_at, c.closed_at, c.demo, c.customer_id,
                          (select coalesce(p.name, p.code) from complaint_product p
                           where p.complaint_id = c.id order by p.position limit 1) as product""" + from + where + " order by c.registered_at desc, c.id desc limit :size offset :offset")
                .params(values)
                .query((row, n) -> {
                    Integer priority = row.getObject("priority", Integer.class);
                    return new Found(
                            row.getObject("customer_id", UUID.class),
                            new Complaints.Row(
                                    row.getString("reference"),
                                    ComplaintState.of(row.getString("state")),
                                    row.getString("severity"),
                                    priority,
                                    row.getString("category"),
                                    row.getString("product"),
                                    null,
                                    row.getString("channel"),
                                    row.getTimestamp("registered_at").toInstant(),
                                    row.getTimestamp("closed_at") == null
                                            ? null
                                            : row.getTimestamp("closed_at").toInstant(),
                                    row.getBoolean("demo")));
                })
                .list();
        Map<UUID, String> names = names(found);
        return new Complaints.Page(
                found.stream()
                        .map(f -> f.customerId() == null ? f.row() : f.row().of(names.get(f.customerId())))
                        .toList(),
                page,
                size,
                total);
    }

    private static void refuseWrong(ComplaintFilter filter, int page, int size) {
        List<FieldProblem> problems = new ArrayList<>();
        if (page < 0 || page > MAX_PAGE) {
            problems.add(new FieldProblem("page", "a whole number from 0 to " + MAX_PAGE));
        }
        if (size < 1 || size > MAX_SIZE) {
            problems.add(new FieldProblem("size", "a whole number from 1 to " + MAX_SIZE));
        }
        if (filter.q() != null) {
            String problem = Texts.problem(filter.q(), MAX_QUERY);
            if (problem != null) {
                problems.add(new FieldProblem("q", problem));
            } else if (split(filter.q()).size() > MAX_WORDS) {
                problems.add(new FieldProblem("q", "at most " + MAX_WORDS + " words"));
            }
        }
        if (filter.product() != null && Texts.problem(filter.product(), 100) != null) {
            problems.add(new FieldProblem("product", "a product's code, at most 100 characters"));
        }
        if (given(filter.state()) && !states().contains(filter.state())) {
            problems.add(new FieldProblem("state", "one of " + String.join(", ", states())));
        }
        for (Map.Entry<String, @Nullable LocalDate> day : dates(filter).entrySet()) {
            LocalDate date = day.getValue();
            if (date != null && (date.getYear() < 1900 || date.getYear() > 9999)) {
                problems.add(new FieldProblem(day.getKey(), "a date such as 2026-11-20"));
            }
        }
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
    }

    private static Map<String, @Nullable LocalDate> dates(ComplaintFilter filter) {
        Map<String, @Nullable LocalDate> dates = new HashMap<>();
        dates.put("from", filter.from());
        dates.put("to", filter.to());
        return dates;
    }

    private static List<String> states() {
        List<String> states = new ArrayList<>(List.of("open", "closed"));
        // "closed" is the set of all closed states; the single state of that name is reached by it too
        Arrays.stream(ComplaintState.values())
                .map(ComplaintState::key)
                .filter(key -> !states.contains(key))
                .forEach(states::add);
        return states;
    }

    private static void state(@Nullable String state, StringBuilder where, Map<String, Object> values) {
        if (!given(state)) {
            return;
        }
        where.append(" and c.state in (:states)");
        values.put(
                "states",
                Arrays.stream(ComplaintState.values())
                        .filter(s -> switch (state) {
                            case "open" -> !s.closed();
                            case "closed" -> s.closed();
                            default -> s.key().equals(state);
                        })
                        .map(ComplaintState::key)
                        .toList());
    }

    private void words(String q, StringBuilder where, Map<String, Object> values) {
        int i = 0;
        for (String word : split(q)) {
            String like = "w" + i;
            values.put(
                    like, "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
            where.append(" and (s.terms like :").append(like);
            Set<String> tokens = persons.searchTokens(word);
            if (!tokens.isEmpty()) {
                String blind = "t" + i;
                values.put(blind, String.join(",", tokens)); // tokens are hashes: no comma, no quote
                where.append(" or s.tokens @> string_to_array(:").append(blind).append(", ',')");
            }
            where.append(')');
            i++;
        }
    }

    private Map<UUID, String> names(List<Found> found) {
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

    private Instant startOf(LocalDate day) {
        return day.atStartOfDay(properties.zone()).toInstant();
    }

    private static List<String> split(String q) {
        return Arrays.stream(fold(q).split("[\\s\\u00a0]+"))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static boolean given(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private record Found(@Nullable UUID customerId, Complaints.Row row) {}
}
