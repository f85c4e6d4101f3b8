package io.redress.complaint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.redress.core.CaseRef;
import io.redress.core.QualityEvent;
import io.redress.party.CustomerDetails;
import io.redress.party.Customers;
import io.redress.party.PersonStore;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Goes through what fits a filter and hands it over as rows of text, a batch at a time, however much it is. In which
 * format they are written is the taker's affair.
 */
@Component
public class ComplaintExport {

    /** The columns, in their order. The names are a promise to who imports the file elsewhere. */
    public static final List<String> COLUMNS = List.of(
            "reference",
            "state",
            "channel",
            "source",
            "external_reference",
            "awareness_date",
            "registered_at",
            "closed_at",
            "category",
            "severity",
            "priority",
            "language",
            "customer_name",
            "customer_email",
            "customer_phone",
            "customer_address",
            "customer_country",
            "customer_reference",
            "product_code",
            "product_name",
            "lot",
            "serial",
            "udi",
            "more_products",
            "description",
            "remedy_sought",
            "outcome");

    private static final int BATCH = 500;
    private static final JsonMapper JSON = new JsonMapper();

    /** The columns from reference to language, in the words of the database. */
    private static final String RECORDS = """
            select c.id, c.customer_id, c.description_id, c.remedy_id, c.reference, c.state, c.channel, r.source,
              r.external_reference, c.awareness_date, c.registered_at, c.closed_at, c.category,
              coalesce(c.severity, c.suggested_severity) as severity, c.priority, c.language
            from complaint c
            left join complaint_report l on l.complaint_id = c.id and l.kind = 'promoted'
            left join report r on r.id = l.report_id
            where c.id = any (?)""";

    private final ComplaintSearch search;
    private final ComplaintOutcomes outcomes;
    private final Customers customers;
    private final PersonStore persons;
    private final JdbcClient jdbc;
    private final TransactionTemplate reading;
    private final ApplicationEventPublisher events;

    ComplaintExport(
            ComplaintSearch search,
            ComplaintOutcomes outcomes,
            Customers customers,
            PersonStore persons,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events) {
        this.search = search;
        this.outcomes = outcomes;
        this.customers = customers;
        this.persons = persons;
        this.jdbc = jdbc;
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
        this.events = events;
    }

    /** Whoever writes the rows down. */
    public interface Taker {

        /** Called once, when it is clear that there is nothing wrong with the question. */
        void begin() throws IOException;

        /** @param values in the order of {@link #COLUMNS}; empty where there is nothing, or where a person was erased */
        void row(List<String> values) throws IOException;

        /** Called when all rows are there; not when it broke. */
        void end() throws IOException;
    }

    void run(ComplaintFilter filter, String format, Taker taker) throws IOException {
        ComplaintQuestions.refuseWrong(filter);
        long rows = 0;
        boolean whole = false;
        try {
            taker.begin();
            RegisterCursor last = null;
            List<RegisterCursor> keys;
            do {
                RegisterCursor from = last;
                Batch batch = Objects.requireNonNull(reading.execute(status -> batch(filter, from)));
                for (List<String> row : batch.rows()) {
                    taker.row(row);
                    rows++;
                }
                keys = batch.keys();
                last = keys.isEmpty() ? null : keys.get(keys.size() - 1);
            } while (keys.size() == BATCH);
            taker.end();
            whole = true;
        } finally {
            tell(filter, format, rows, whole);
        }
    }

    /** The words that were searched for may name a person, so the ledger gets their number. */
    private void tell(ComplaintFilter filter, String format, long rows, boolean whole) {
        Map<String, String> details = new TreeMap<>();
        details.put("format", format);
        details.put("rows", String.valueOf(rows));
        details.put("result", whole ? "whole" : "aborted");
        put(details, "state", filter.state());
        put(details, "product", filter.product());
        put(details, "from", filter.from());
        put(details, "to", filter.to());
        if (filter.q() != null) {
            details.put("words", String.valueOf(ComplaintQuestions.words(filter)));
        }
        events.publishEvent(
                QualityEvent.of(CaseRef.system("register"), "register.exported").with(details));
    }

    private static void put(Map<String, String> details, String name, @Nullable Object value) {
        if (value != null && !value.toString().isBlank()) {
            details.put(name, value.toString());
        }
    }

    private Batch batch(ComplaintFilter filter, @Nullable RegisterCursor from) {
        List<RegisterCursor> keys = search.walk(filter, from, BATCH);
        UUID[] ids = keys.stream().map(RegisterCursor::id).toArray(UUID[]::new);
        Map<UUID, Record> records = new HashMap<>();
        jdbc.sql(RECORDS).param(ids).query(row -> {
            records.putIfAbsent(row.getObject("id", UUID.class), Record.of(row));
        });
        Map<UUID, List<RegisterComplaint.Product>> products = products(ids);
        Map<UUID, String> texts = persons.readAll(records.values().stream()
                .flatMap(r -> Stream.of(r.description(), r.remedy()))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList());
        Map<UUID, CustomerDetails> details = customers.details(records.values().stream()
                .map(Record::customer)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList());
        Map<UUID, String> ended = outcomes.of(ids);
        List<List<String>> rows = new ArrayList<>();
        for (UUID id : ids) {
            Record r = Objects.requireNonNull(records.get(id));
            List<String> values = new ArrayList<>(r.values());
            addCustomer(values, r.customer() == null ? null : details.get(r.customer()));
            addProducts(values, products.getOrDefault(id, List.of()));
            add(values, texts.get(r.description()));
            add(values, r.remedy() == null ? null : texts.get(r.remedy()));
            add(values, ended.get(id));
            rows.add(values);
        }
        return new Batch(keys, rows);
    }

    private Map<UUID, List<RegisterComplaint.Product>> products(UUID[] ids) {
        Map<UUID, List<RegisterComplaint.Product>> products = new HashMap<>();
        jdbc.sql("""
                        select complaint_id, code, name, lot, serial, udi from complaint_product
                        where complaint_id = any (?) order by complaint_id, position""").param(ids).query(row -> {
            products.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                    .add(new RegisterComplaint.Product(
                            row.getString(2), row.getString(3), row.getString(4), row.getString(5), row.getString(6)));
        });
        return products;
    }

    private static void addCustomer(List<String> values, @Nullable CustomerDetails customer) {
        CustomerDetails c = customer == null ? new CustomerDetails(null, null, null, null, null, null) : customer;
        add(values, c.name(), c.email(), c.phone(), c.address(), c.country(), c.reference());
    }

    /** The first one in columns of its own; what has more than one keeps the others as JSON, so that none is lost. */
    private static void addProducts(List<String> values, List<RegisterComplaint.Product> products) {
        RegisterComplaint.Product first =
                products.isEmpty() ? new RegisterComplaint.Product(null, null, null, null, null) : products.get(0);
        add(values, first.code(), first.name(), first.lot(), first.serial(), first.udi());
        add(values, products.size() < 2 ? null : json(products.subList(1, products.size())));
    }

    private static String json(List<RegisterComplaint.Product> products) {
        List<Map<String, String>> named = new ArrayList<>();
        for (RegisterComplaint.Product product : products) {
            Map<String, String> fields = new LinkedHashMap<>();
            put(fields, "code", product.code());
            put(fields, "name", product.name());
            put(fields, "lot", product.lot());
            put(fields, "serial", product.serial());
            put(fields, "udi", product.udi());
            named.add(fields);
        }
        try {
            return JSON.writeValueAsString(named);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(List<String> values, @Nullable String... more) {
        Arrays.stream(more).forEach(value -> values.add(value == null ? "" : value));
    }

    private record Batch(List<RegisterCursor> keys, List<List<String>> rows) {}

    /** @param values the columns from reference to language */
    private record Record(
            @Nullable UUID customer,
            UUID description,
            @Nullable UUID remedy,
            List<String> values) {

        static Record of(ResultSet row) throws SQLException {
            List<String> values = new ArrayList<>();
            add(
                    values,
                    row.getString("reference"),
                    row.getString("state"),
                    row.getString("channel"),
                    row.getString("source"),
                    row.getString("external_reference"),
                    row.getString("awareness_date"),
                    time(row.getTimestamp("registered_at")),
                    time(row.getTimestamp("closed_at")),
                    row.getString("category"),
                    row.getString("severity"),
                    row.getString("priority"),
                    row.getString("language"));
            return new Record(
                    row.getObject("customer_id", UUID.class),
                    row.getObject("description_id", UUID.class),
                    row.getObject("remedy_id", UUID.class),
                    values);
        }

        private static @Nullable String time(@Nullable Timestamp at) {
            return at == null ? null : at.toInstant().toString();
        }
    }
}
