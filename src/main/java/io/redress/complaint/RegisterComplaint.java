package io.redress.complaint;

import io.redress.party.CustomerDetails;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a channel hands over to register a complaint: a report and its promotion in one step.
 *
 * @param channel one of the register's channels: phone, email, web, letter, visit, crm, social, other
 * @param source the system it came from, null for a person at the desk
 * @param externalReference its id there; unique per source
 * @param awarenessDate the day the organisation became aware (21 CFR 803.10, ISO 10002 7.3); null means today
 * @param language of the customer, BCP 47: en, de
 * @param raw the content as received, byte for byte as text, null when it is only this record
 */
public record RegisterComplaint(
        String channel,
        @Nullable String source,
        @Nullable String externalReference,
        @Nullable LocalDate awarenessDate,
        @Nullable String language,
        @Nullable CustomerDetails customer,
        List<Product> products,
        @Nullable String category,
        String description,
        @Nullable String remedySought,
        @Nullable String raw) {

    public RegisterComplaint {
        products = List.copyOf(products);
    }

    /** A field that was sent empty was not filled in. What was filled in is kept to the letter. */
    RegisterComplaint withoutBlanks() {
        return new RegisterComplaint(
                channel,
                blankToNull(source),
                blankToNull(externalReference),
                awarenessDate,
                blankToNull(language),
                customer == null ? null : customer.withoutBlanks(),
                products.stream()
                        .map(p -> new Product(
                                blankToNull(p.code()),
                                blankToNull(p.name()),
                                blankToNull(p.lot()),
                                blankToNull(p.serial()),
                                blankToNull(p.udi())))
                        .toList(),
                blankToNull(category),
                description,
                blankToNull(remedySought),
                raw);
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    /** A product the complaint is about; code or name is known, the rest if the customer had it at hand. */
    public record Product(
            @Nullable String code,
            @Nullable String name,
            @Nullable String lot,
            @Nullable String serial,
            @Nullable String udi) {}
}
