package io.redress.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a channel hands over, already checked.
 *
 * @param subject whose key protects the raw content
 * @param raw the content as received
 * @param source the system it came from, null for a person at the desk
 * @param externalReference its id there; unique per source
 * @param awarenessDate the day the organisation became aware
 * @param receivedAt when it arrived, null for this moment
 * @param customerId null when the channel named nobody
 * @param language BCP 47
 */
public record NewReport(
        UUID subject,
        String raw,
        String channel,
        @Nullable String source,
        @Nullable String externalReference,
        LocalDate awarenessDate,
        @Nullable Instant receivedAt,
        @Nullable UUID customerId,
        String language,
        List<ReportedProduct> products) {

    public NewReport {
        products = List.copyOf(products);
    }

    /** A product as the reporter named it. */
    public record ReportedProduct(
            @Nullable String code,
            @Nullable String name,
            @Nullable String lot,
            @Nullable String serial,
            @Nullable String udi) {}
}
