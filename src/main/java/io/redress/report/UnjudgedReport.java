package io.redress.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report that waits to be judged, with what is needed to make a complaint of it.
 *
 * @param subject whose key protects what was said
 * @param enteredBy the person who is responsible for its being here
 * @param raw the content as received; null when the person was erased meanwhile
 */
public record UnjudgedReport(
        UUID id,
        String reference,
        UUID subject,
        @Nullable UUID customerId,
        LocalDate awarenessDate,
        Instant receivedAt,
        String language,
        String enteredBy,
        @Nullable String raw) {}
