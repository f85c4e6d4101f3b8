package io.redress.complaint;

import org.jspecify.annotations.Nullable;

/**
 * What the decision table said of a case; all null when no rule matched, and then a person decides.
 *
 * @param severity one of {@link Severity#ALL}
 * @param priority 0 to 100
 * @param severityRating 1 to 10, as the two that follow
 * @param riskPriorityNumber 1 to 1000
 * @param answerWithinDays working days
 * @param reason the table's own words
 */
public record Suggestion(
        @Nullable String severity,
        @Nullable Integer priority,
        @Nullable Integer severityRating,
        @Nullable Integer occurrenceRating,
        @Nullable Integer detectabilityRating,
        @Nullable Integer riskPriorityNumber,
        @Nullable Integer answerWithinDays,
        @Nullable String reason) {}
