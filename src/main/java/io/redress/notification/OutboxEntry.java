package io.redress.notification;

import io.redress.core.CaseRef;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One notification as the outbox shows it: no address, no text.
 *
 * @param sequence ascending in the order of queueing; the key for paging
 * @param recipient in what role: {@code customer}
 * @param state waiting, sending, sent, failed or cancelled
 * @param attempts how often it was tried since it was queued or put back
 * @param lastError why the last attempt did not succeed, without addresses
 */
public record OutboxEntry(
        UUID id,
        long sequence,
        String kind,
        CaseRef caseRef,
        @Nullable String template,
        @Nullable String language,
        String recipient,
        String messageId,
        String state,
        int attempts,
        Instant nextAttemptAt,
        @Nullable String lastError,
        Instant createdAt,
        @Nullable Instant sentAt) {}
