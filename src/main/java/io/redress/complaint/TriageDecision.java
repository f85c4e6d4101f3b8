package io.redress.complaint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person decides at triage.
 *
 * @param outcome one of {@link #OUTCOMES}
 * @param severity one of {@link Severity#ALL}; owed for what is a complaint
 * @param reason owed for "not a complaint", "duplicate" and a severity other than the suggested one
 * @param duplicateOf the other case's reference, for a duplicate only
 */
public record TriageDecision(
        String outcome,
        @Nullable String severity,
        @Nullable String reason,
        @Nullable String duplicateOf) {

    public static final String COMPLAINT = "complaint";
    public static final String INVESTIGATE = "investigate";
    public static final String NOT_A_COMPLAINT = "not-a-complaint";
    public static final String DUPLICATE = "duplicate";

    public static final List<String> OUTCOMES = List.of(COMPLAINT, INVESTIGATE, NOT_A_COMPLAINT, DUPLICATE);

    /** Is an answer owed to the customer? */
    public boolean answerOwed() {
        return outcome.equals(COMPLAINT) || outcome.equals(INVESTIGATE);
    }
}
