package io.redress.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report as others may read it.
 *
 * @param raw the content as received; null once the person was erased
 * @param importId the import it came with, null when it came alone
 * @param later what its source said of the same thing later, oldest first
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
        @Nullable String raw,
        @Nullable UUID importId,
        List<Later> later) {

    /**
     * A later version.
     *
     * @param version from 2
     * @param raw as received; null once the person was erased
     */
    public record Later(
            int version,
            Instant enteredAt,
            String enteredBy,
            @Nullable String raw) {}
}
