package io.redress.party;

import com.github.f4b6a3.uuid.UuidCreator;
import io.redress.core.CaseRef;
import io.redress.core.QualityEvent;
import io.redress.core.Refusal;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What erasing a person means: what must be kept first, what goes, and what remains as a record that it was done. */
@Component
class Erasures {

    private final JdbcTemplate database;
    private final ObjectProvider<PersonRecords> records;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Erasures(
            JdbcTemplate database,
            ObjectProvider<PersonRecords> records,
            ApplicationEventPublisher events,
            Clock clock) {
        this.database = database;
        this.records = records;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Locks the person's key until the end of the transaction.
     *
     * @return false when it was destroyed before
     * @throws Refusal when there is no such person
     */
    boolean lock(UUID subject) {
        return database
                .query(
                        "select wrapped_key is not null from person_key where subject = ? for update",
                        (row, n) -> row.getBoolean(1),
                        subject)
                .stream()
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("There is no such person."));
    }

    void refuseWhatMustBeKept(UUID subject) {
        database
                .queryForList(
                        "select reason from legal_hold where subject = ? and released_at is null order by placed_at",
                        String.class,
                        subject)
                .stream()
                .findFirst()
                .ifPresent(hold -> {
                    throw Refusal.conflict("A legal hold forbids erasing this person: " + hold);
                });
        Map<String, Rule> rules = database
                .query(
                        "select record_class, years, clause from retention_rule",
                        (row, n) -> new Rule(row.getString(1), row.getInt(2), row.getString(3)))
                .stream()
                .collect(Collectors.toMap(Rule::recordClass, rule -> rule));
        records.orderedStream()
                .flatMap(module -> module.about(subject).stream())
                .forEach(held -> refuse(held, rules.get(held.recordClass())));
    }

    private void refuse(PersonRecords.Held held, @Nullable Rule rule) {
        Instant closedAt = held.closedAt();
        if (closedAt == null) {
            throw Refusal.conflict("This person cannot be erased while " + held.reference() + " is open.");
        }
        if (rule == null) {
            throw Refusal.conflict("No retention rule says how long a record of the class " + held.recordClass()
                    + " is kept (" + held.reference() + "); add the rule first.");
        }
        Instant end = closedAt.atOffset(ZoneOffset.UTC).plusYears(rule.years()).toInstant();
        if (clock.instant().isBefore(end)) {
            throw Refusal.conflict(held.reference() + " is to be kept until "
                    + end.atOffset(ZoneOffset.UTC).toLocalDate() + " (" + rule.clause()
                    + "); this person cannot be erased before.");
        }
    }

    /**
     * @param act the subject under whose key the reason lies
     * @param forget drops the key from memory; run now and once more after the commit, because a reader may have
     *     fetched it in between
     */
    void erase(UUID subject, UUID act, UUID reasonId, String reason, Runnable forget) {
        Map<String, String> pieces = new LinkedHashMap<>();
        database.query(
                "select kind, count(*) from person_data where subject = ? group by kind order by kind",
                row -> {
                    pieces.put(row.getString(1), row.getString(2));
                },
                subject);
        Timestamp now = Timestamp.from(clock.instant());
        database.update("update person_key set wrapped_key = null, destroyed_at = ? where subject = ?", now, subject);
        database.update(
                "update customer set email_index = null, reference_index = null, updated_at = ? where subject = ?",
                now,
                subject);
        database.update(
                "insert into erasure (id, subject, reason_id, pieces, erased_at) values (?, ?, ?, ?, ?)",
                UuidCreator.getTimeOrderedEpoch(),
                subject,
                reasonId,
                pieces.entrySet().stream()
                        .map(kind -> "\"" + kind.getKey() + "\":" + kind.getValue())
                        .collect(Collectors.joining(",", "{", "}")),
                now);
        forget.run();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                forget.run();
            }
        });
        Map<String, String> details = new LinkedHashMap<>();
        details.put("subject", subject.toString());
        pieces.forEach((kind, count) -> details.put("pieces." + kind, count));
        events.publishEvent(QualityEvent.of(CaseRef.system("people"), "party.person-erased")
                .because(act, reason)
                .with(details));
        events.publishEvent(new PersonErased(subject));
    }

    private record Rule(String recordClass, int years, String clause) {}
}
