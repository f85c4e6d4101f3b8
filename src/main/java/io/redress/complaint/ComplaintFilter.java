package io.redress.complaint;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A question to the register; null asks for everything.
 *
 * @param q words, all of which must occur: in the reference, product, lot, serial, external reference, category, or
 *     (whole words) in the description or the customer's details
 * @param state the key of a state, or {@code open} or {@code closed} for all such states
 * @param product a product's code
 * @param from first day of registration, in the organisation's zone
 * @param to last day of registration, inclusive
 */
public record ComplaintFilter(
        @Nullable String q,
        @Nullable String state,
        @Nullable String product,
        @Nullable LocalDate from,
        @Nullable LocalDate to) {}
