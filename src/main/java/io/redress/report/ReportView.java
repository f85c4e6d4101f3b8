package io.redress.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report as others may read it.
 *
 * @param raw the content as received; null once the person was erased
 */
public record ReportView(
        UUID id,
        String reference,
        String state,
        String channel,
        String source,
        @Nullable String externalReference,
        LocalDate awarenessDate,
        Instant receivedAt,
        Instant enteredAt,
        String enteredBy,
        String language,
        @Nullable String raw) {}
