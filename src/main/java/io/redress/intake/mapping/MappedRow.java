package io.redress.intake.mapping;

import io.redress.complaint.RegisterComplaint;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A row as a complaint: checked by the same rules as one that is entered by hand.
 *
 * @param complaint with source, external reference (null when the table has none) and awareness date; its {@code raw} is
 *     the row as received, as JSON: each column's name and cell, in the file's order
 * @param receivedAt the instant, where the table tells the time of day; otherwise the day's beginning
 * @param outcome what came of it, in the table's words; null while nothing has
 * @param closedOn the day it was closed; null when the table does not tell
 * @param composed was the description put together from other columns, because there is no narrative?
 * @param content all of the above in one spelling (RFC 8785), for the comparison of two versions: the same complaint in
 *     another layout, encoding or with other line ends has the same content
 */
public record MappedRow(
        RegisterComplaint complaint,
        Instant receivedAt,
        @Nullable String outcome,
        @Nullable LocalDate closedOn,
        boolean composed,
        String content) {}
