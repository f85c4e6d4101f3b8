package io.redress.party;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a customer. Everything here is personal data and lies encrypted under the customer's key.
 *
 * @param name printed name
 * @param email one address
 * @param address postal address, may have several lines
 * @param country ISO 3166-1 alpha-2
 * @param reference the customer's number in the organisation's own systems
 */
public record CustomerDetails(
        @Nullable String name,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String address,
        @Nullable String country,
        @Nullable String reference) {

    /** Without the fields that were sent empty; null when nothing is left. */
    public @Nullable CustomerDetails withoutBlanks() {
        CustomerDetails filled = new CustomerDetails(
                blankToNull(name),
                blankToNull(email),
                blankToNull(phone),
                blankToNull(address),
                blankToNull(country),
                blankToNull(reference));
        return filled.equals(new CustomerDetails(null, null, null, null, null, null)) ? null : filled;
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
