package io.redress.complaint;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the decision table is asked with.
 *
 * @param safetySignals the entries of the word list that occur in the description; the list's words, not the customer's
 * @param similarComplaints other complaints of the same product, or of the same category when no product is known
 * @param similarBy product or category; null when neither is known
 * @param windowDays calendar days back from the day of awareness of this complaint; what became known on that very day
 *     counts when it was registered earlier
 */
public record ScoringFacts(
        @Nullable String category,
        String channel,
        List<String> safetySignals,
        int similarComplaints,
        @Nullable String similarBy,
        int windowDays) {

    public ScoringFacts {
        safetySignals = List.copyOf(safetySignals);
    }

    public boolean safety() {
        return !safetySignals.isEmpty();
    }
}
