package io.redress.complaint;

import io.redress.core.Refusal;
import io.redress.party.PersonStore;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets a caller repeat a registration under one key: the first one registers, every other gets its answer. The unique
 * key in the transaction that registers decides, on however many nodes; a refused registration leaves no trace.
 */
@Component
class Idempotency {

    private final JdbcClient jdbc;
    private final PersonStore persons;
    private final Clock clock;
    private final TransactionTemplate transactions;
    // Those that wait for the same key would each hold a database connection while they wait; on one node they queue
    // here.
    private final List<ReentrantLock> queues =
            java.util.stream.Stream.generate(ReentrantLock::new).limit(256).toList();

    Idempotency(JdbcClient jdbc, PersonStore persons, Clock clock, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.persons = persons;
        this.clock = clock;
        this.transactions = transactions;
    }

    /**
     * @param content the request in a form that does not depend on its spelling
     * @return the reference, of this call or of the one it repeats
     * @throws Refusal when the key was used for another request
     */
    String once(String caller, String key, String content, Supplier<Registration.Registered> registration) {
        ReentrantLock queue = queues.get(Math.floorMod((caller + '\n' + key).hashCode(), queues.size()));
        queue.lock();
        try {
            return transactions.execute(status -> onceInTransaction(caller, key, content, registration));
        } finally {
            queue.unlock();
        }
    }

    private String onceInTransaction(
            String caller, String key, String content, Supplier<Registration.Registered> registration) {
        int first = jdbc.sql("insert into complaint_idempotency (caller, key, created_at) values (?, ?, ?)"
                        + " on conflict (caller, key) do nothing")
                .params(caller, key, clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        if (first == 0) {
            return repeated(caller, key, content);
        }
        Registration.Registered registered = registration.get();
        String reference = registered.reference();
        jdbc.sql("""
                        update complaint_idempotency
                        set subject = ?, request_hash = ?, status = 201, location = ?, body = ?
                        where caller = ? and key = ?""")
                .params(
                        registered.subject(),
                        persons.commitment(registered.subject(), content),
                        "/api/complaints/" + reference,
                        reference,
                        caller,
                        key)
                .update();
        return reference;
    }

    private String repeated(String caller, String key, String content) {
        Kept kept = jdbc.sql(
                        "select subject, request_hash, body from complaint_idempotency where caller = ? and key = ?")
                .params(caller, key)
                .query((row, n) -> new Kept(
                        row.getObject("subject", UUID.class), row.getString("request_hash"), row.getString("body")))
                .single();
        String hash = commitment(kept.subject(), content);
        if (hash != null && !hash.equals(kept.hash())) {
            throw new Refusal(
                    Refusal.Kind.UNPROCESSABLE,
                    "This Idempotency-Key was used for another request, which gave " + kept.body()
                            + ". Use a new key for a new request.",
                    List.of());
        }
        return kept.body();
    }

    /** Null when the person was erased: then nothing can be compared, and the first answer stands. */
    private @Nullable String commitment(UUID subject, String content) {
        try {
            return persons.commitment(subject, content);
        } catch (Refusal erased) {
            return null;
        }
    }

    private record Kept(UUID subject, String hash, String body) {}
}
