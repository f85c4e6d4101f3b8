package io.redress.party;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.text.Normalizer;
import java.time.Clock;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The customers and other outsiders that cases speak of. */
@Service
public class Customers {

    private static final String KIND = "customer";
    private static final JsonMapper JSON = new JsonMapper();

    private static final String FIND = "select id, subject, details_id from customer where reference_index = ?"
            + " union all (select id, subject, details_id from customer where email_index = ?"
            + " and (reference_index is null or ?::text is null) order by created_at, id limit 1)"
            + " limit 1";

    private final JdbcTemplate database;
    private final PersonStore store;
    private final MasterKey masterKey;
    private final Clock clock;

    Customers(JdbcTemplate database, PersonStore store, MasterKey masterKey, Clock clock) {
        this.database = database;
        this.store = store;
        this.masterKey = masterKey;
        this.clock = clock;
    }

    /**
     * Finds the customer by its reference or e-mail address, or makes a new one; new details are kept as a later
     * version. What the new details leave out stays as it was known.
     */
    @Transactional
    public CustomerId register(CustomerDetails details) {
        @Nullable String email = index("email", plainEmail(details.email()));
        @Nullable String reference = index("reference", plainReference(details.reference()));
        Known known = find(List.of(), reference, email);
        if (known == null || !merged(known, details).equals(known.details)) {
            // Only who writes waits for the others; the same customer complaining again does not.
            known = find(locks(reference, email), reference, email);
        }
        if (known == null) {
            return add(details, email, reference);
        }
        CustomerDetails merged = merged(known, details);
        if (!merged.equals(known.details)) {
            update(known, merged);
        }
        return known.id;
    }

    /** The details as last known, or null when the person was erased or there is none. */
    public @Nullable CustomerDetails details(UUID customerId) {
        return details(List.of(customerId)).get(customerId);
    }

    /** As {@link #details(UUID)}, for many at once; the erased ones are absent. */
    public Map<UUID, CustomerDetails> details(Collection<UUID> customerIds) {
        if (customerIds.isEmpty()) {
            return Map.of();
        }
        Map<UUID, UUID> dataIds = new LinkedHashMap<>();
        UUID[] ids = customerIds.stream().distinct().toArray(UUID[]::new);
        database.query(
                "select id, details_id from customer where id = " + (ids.length == 1 ? "?" : "any (?)"),
                row -> {
                    dataIds.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
                },
                ids.length == 1 ? ids[0] : (Object) ids);
        Map<UUID, String> texts = store.readAll(dataIds.values());
        Map<UUID, CustomerDetails> details = new LinkedHashMap<>();
        dataIds.forEach((customer, data) -> {
            String text = texts.get(data);
            if (text != null) {
                details.put(customer, parse(text));
            }
        });
        return details;
    }

    private CustomerId add(CustomerDetails details, @Nullable String email, @Nullable String reference) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        Timestamp now = Timestamp.from(clock.instant());
        UUID subject = store.newSubject(
                KIND,
                write(details),
                "insert into customer (id, subject, details_id, email_index, reference_index, created_at, updated_at)"
                        + " select ?, subject, id, ?, ?, ?, ? from data",
                id,
                email,
                reference,
                now,
                now);
        return new CustomerId(id, subject);
    }

    private void update(Known known, CustomerDetails details) {
        UUID data = store.put(known.id.subject(), KIND, write(details));
        database.update(
                "update customer set details_id = ?, email_index = ?, reference_index = ?, updated_at = ? where id = ?",
                data,
                index("email", plainEmail(details.email())),
                index("reference", plainReference(details.reference())),
                Timestamp.from(clock.instant()),
                known.id.id());
    }

    /**
     * By reference first. An address may be shared (info@…), so it finds nobody who has another reference.
     *
     * @param locks to take before, on the same way to the database; the question sees what they waited for
     */
    private @Nullable Known find(List<Long> locks, @Nullable String reference, @Nullable String email) {
        if (reference == null && email == null) {
            return null;
        }
        String sql = "select pg_advisory_xact_lock(?); ".repeat(locks.size()) + FIND;
        Found found = database.execute(sql, (PreparedStatementCallback<@Nullable Found>) question -> {
            int place = 1;
            for (long lock : locks) {
                question.setLong(place++, lock);
            }
            question.setString(place++, reference);
            question.setString(place++, email);
            question.setString(place, reference);
            question.execute();
            for (int i = 0; i < locks.size(); i++) {
                question.getMoreResults();
            }
            ResultSet row = question.getResultSet();
            return row.next()
                    ? new Found(
                            new CustomerId(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
                            row.getObject(3, UUID.class))
                    : null;
        });
        if (found == null) {
            return null;
        }
        String text = store.read(found.details);
        return text == null ? null : new Known(found.id, parse(text));
    }

    /** Two reports of one new customer at the same moment make one customer; sorted, so that nobody waits in a circle. */
    private static List<Long> locks(@Nullable String reference, @Nullable String email) {
        return Stream.of(reference, email)
                .filter(Objects::nonNull)
                .map(hash -> Long.parseUnsignedLong(hash.substring(0, 16), 16))
                .sorted()
                .toList();
    }

    private static CustomerDetails merged(Known known, CustomerDetails details) {
        CustomerDetails before = known.details;
        return new CustomerDetails(
                later(before.name(), details.name()),
                later(before.email(), details.email()),
                later(before.phone(), details.phone()),
                later(before.address(), details.address()),
                later(before.country(), details.country()),
                later(before.reference(), details.reference()));
    }

    private static @Nullable String later(@Nullable String before, @Nullable String now) {
        return now == null || now.isBlank() ? before : now;
    }

    private @Nullable String index(String field, @Nullable String value) {
        return value == null
                ? null
                : HexFormat.of()
                        .formatHex(Cryptography.hmac(
                                masterKey.index(), (field + ":" + value).getBytes(StandardCharsets.UTF_8)));
    }

    private static @Nullable String plainEmail(@Nullable String email) {
        return email == null || email.isBlank() ? null : email.strip().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String plainReference(@Nullable String reference) {
        return reference == null || reference.isBlank()
                ? null
                : Normalizer.normalize(reference.strip(), Normalizer.Form.NFKC);
    }

    private static String write(CustomerDetails details) {
        try {
            return JSON.writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CustomerDetails parse(String text) {
        try {
            return JSON.readValue(text, CustomerDetails.class);
        } catch (JsonProcessingException e) {
            // The text is a person's: it must not travel in a message.
            throw new IllegalStateException("The details of a customer cannot be read");
        }
    }

    private record Found(CustomerId id, UUID details) {}

    private record Known(CustomerId id, CustomerDetails details) {}

    /** A customer's id and the subject whose key protects what is said about it. */
    public record CustomerId(UUID id, UUID subject) {}
}
