package io.redress.notification;

import io.redress.core.CaseRef;
import io.redress.core.CaseType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The rows of the outbox: queued, claimed, concluded. Which transaction that happens in is its callers' business; each
 * method is one statement.
 */
@Repository
class Outbox {

    /** Longer than the slowest SMTP conversation that the time-outs allow; after that its sender counts as dead. */
    static final Duration LOCK = Duration.ofMinutes(5);

    static final Duration GIVE_UP_AFTER = Duration.ofDays(4);

    private static final String ENTRY = "id, sequence, kind, case_type, case_reference, template, language, recipient,"
            + " message_id, state, attempts, next_attempt_at, last_error, created_at, sent_at";

    private final JdbcClient jdbc;
    private final Clock clock;

    Outbox(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What is to be queued. */
    record Draft(
            UUID id,
            String kind,
            String dedupKey,
            String orderKey,
            CaseRef caseRef,
            String template,
            String language,
            String recipient,
            UUID subject,
            UUID recipientData,
            UUID contentData,
            String messageId) {}

    /** A row in the hands of one sender, until its lock runs out. */
    record Claim(
            OutboxEntry entry,
            @Nullable UUID recipientData,
            @Nullable UUID contentData,
            Instant giveUpAt) {}

    boolean holds(String dedupKey) {
        return jdbc.sql("select exists (select 1 from outbox where dedup_key = :key)")
                .param("key", dedupKey)
                .query(Boolean.class)
                .single();
    }

    /** @return false when the same notification was queued before */
    boolean queue(Draft draft) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        insert into outbox (id, kind, dedup_key, order_key, case_type, case_reference, template,
                            language, recipient, subject, recipient_data, content_data, message_id, state,
                            next_attempt_at, give_up_at, created_at)
                        values (:id, :kind, :dedupKey, :orderKey, :caseType, :caseReference, :template, :language,
                            :recipient, :subject, :recipientData, :contentData, :messageId, 'waiting', :now, :giveUpAt,
                            :now)
                        on conflict (dedup_key) do nothing
                        """)
                        .param("id", draft.id())
                        .param("kind", draft.kind())
                        .param("dedupKey", draft.dedupKey())
                        .param("orderKey", draft.orderKey())
                        .param("caseType", draft.caseRef().type().key())
                        .param("caseReference", draft.caseRef().reference())
                        .param("template", draft.template())
                        .param("language", draft.language())
                        .param("recipient", draft.recipient())
                        .param("subject", draft.subject())
                        .param("recipientData", draft.recipientData())
                        .param("contentData", draft.contentData())
                        .param("messageId", draft.messageId())
                        .param("now", at(now))
                        .param("giveUpAt", at(now.plus(GIVE_UP_AFTER)))
                        .update()
                == 1;
    }

    /**
     * Takes up to this many mails that are due: the oldest of each order key only, none that another sender holds, and
     * those whose sender died.
     */
    List<Claim> claim(int most) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        with due as materialized (
                            select id from outbox o
                            where kind = 'mail'
                              and (state = 'waiting' and next_attempt_at <= :now
                                or state = 'sending' and locked_until <= :now)
                              and not exists (select 1 from outbox earlier
                                where earlier.order_key = o.order_key and earlier.sequence < o.sequence
                                  and earlier.state in ('waiting', 'sending'))
                            order by next_attempt_at, sequence
                            limit :most
                            for update skip locked)
                        update outbox set state = 'sending', attempts = attempts + 1, locked_until = :lockedUntil
                        where id in (select id from due)
                        returning recipient_data, content_data, give_up_at, """ + " " + ENTRY)
                .param("now", at(now))
                .param("lockedUntil", at(now.plus(LOCK)))
                .param("most", most)
                .query((row, number) -> new Claim(
                        entry(row),
                        row.getObject("recipient_data", UUID.class),
                        row.getObject("content_data", UUID.class),
                        row.getObject("give_up_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** @return false when the lock had run out and another sender took over */
    boolean sent(Claim claim) {
        return conclude(claim, "sent", null, null);
    }

    /** @return as {@link #sent} */
    boolean failed(Claim claim, String error) {
        return conclude(claim, "failed", null, error);
    }

    /** @return as {@link #sent} */
    boolean cancelled(Claim claim, String why) {
        return conclude(claim, "cancelled", null, why);
    }

    /** @return as {@link #sent} */
    boolean again(Claim claim, Instant nextAttempt, String error) {
        return conclude(claim, "waiting", nextAttempt, error);
    }

    private boolean conclude(Claim claim, String state, @Nullable Instant nextAttempt, @Nullable String error) {
        return jdbc.sql("""
                        update outbox set state = :state, locked_until = null, last_error = :error,
                            sent_at = case when :state = 'sent' then cast(:now as timestamptz) end,
                            next_attempt_at = coalesce(cast(:next as timestamptz), next_attempt_at)
                        where id = :id and state = 'sending' and attempts = :attempts
                        """)
                        .param("state", state)
                        .param("error", error)
                        .param("now", at(clock.instant()))
                        .param("next", nextAttempt == null ? null : at(nextAttempt))
                        .param("id", claim.entry().id())
                        .param("attempts", claim.entry().attempts())
                        .update()
                == 1;
    }

    /** Puts a failed notification back into the queue. @return null when there is no failed one of this id */
    @Nullable
    OutboxEntry putBack(UUID id) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        update outbox set state = 'waiting', attempts = 0, next_attempt_at = :now, give_up_at = :giveUpAt
                        where id = :id and state = 'failed' returning """ + " " + ENTRY)
                .param("now", at(now))
                .param("giveUpAt", at(now.plus(GIVE_UP_AFTER)))
                .param("id", id)
                .query((row, number) -> entry(row))
                .optional()
                .orElse(null);
    }

    @Nullable
    OutboxEntry find(UUID id) {
        return jdbc.sql("select " + ENTRY + " from outbox where id = :id")
                .param("id", id)
                .query((row, number) -> entry(row))
                .optional()
                .orElse(null);
    }

    /** Newest first, below this sequence. @param state null for every one */
    List<OutboxEntry> page(@Nullable String state, long before, int size) {
        return jdbc.sql("select " + ENTRY + " from outbox where sequence < :before"
                        + (state == null ? "" : " and state = :state") + " order by sequence desc limit :size")
                .params(
                        state == null
                                ? Map.of("before", before, "size", size)
                                : Map.of("before", before, "size", size, "state", state))
                .query((row, number) -> entry(row))
                .list();
    }

    /** All that concerns one case, oldest first. */
    List<OutboxEntry> of(CaseRef caseRef) {
        return jdbc.sql("select " + ENTRY + " from outbox where case_type = :type and case_reference = :reference"
                        + " order by sequence")
                .param("type", caseRef.type().key())
                .param("reference", caseRef.reference())
                .query((row, number) -> entry(row))
                .list();
    }

    /** How many are in each state; those that were sent are not counted, they are too many. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new HashMap<>(Map.of("waiting", 0L, "sending", 0L, "failed", 0L, "cancelled", 0L));
        jdbc.sql("select state, count(*) as entries from outbox where state <> 'sent' group by state")
                .query(row -> {
                    counts.put(row.getString("state"), row.getLong("entries"));
                });
        return counts;
    }

    private static OutboxEntry entry(ResultSet row) throws SQLException {
        OffsetDateTime sentAt = row.getObject("sent_at", OffsetDateTime.class);
        return new OutboxEntry(
                row.getObject("id", UUID.class),
                row.getLong("sequence"),
                row.getString("kind"),
                new CaseRef(CaseType.of(row.getString("case_type")), row.getString("case_reference")),
                row.getString("template"),
                row.getString("language"),
                row.getString("recipient"),
                row.getString("message_id"),
                row.getString("state"),
                row.getInt("attempts"),
                row.getObject("next_attempt_at", OffsetDateTime.class).toInstant(),
                row.getString("last_error"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                sentAt == null ? null : sentAt.toInstant());
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
