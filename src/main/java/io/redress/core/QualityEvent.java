package io.redress.core;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a case. Modules publish it with Spring's {@code ApplicationEventPublisher} inside the
 * transaction that makes the change; the ledger stamps sequence, time and actor, and seals it with that transaction.
 *
 * @param caseRef whose history it belongs to
 * @param type what happened, as module.past-tense: {@code complaint.triaged}
 * @param subject whose key protects the reason; null when the reason can name nobody
 * @param reason why, in the words of the person who did it; stored under the subject's key
 * @param changes which fields, before and after
 * @param details further facts that are nobody's personal data, in a stable order
 * @param governedBy the model that asked for it, if one did
 */
public record QualityEvent(
        CaseRef caseRef,
        String type,
        @Nullable UUID subject,
        @Nullable String reason,
        List<Change> changes,
        Map<String, String> details,
        @Nullable ModelRef governedBy) {

    public QualityEvent {
        changes = List.copyOf(changes);
        details = Map.copyOf(details);
    }

    public static QualityEvent of(CaseRef caseRef, String type) {
        return new QualityEvent(caseRef, type, null, null, List.of(), Map.of(), null);
    }

    public QualityEvent because(@Nullable UUID subject, @Nullable String reason) {
        return new QualityEvent(caseRef, type, subject, reason, changes, details, governedBy);
    }

    public QualityEvent changing(Change... fields) {
        return new QualityEvent(caseRef, type, subject, reason, List.of(fields), details, governedBy);
    }

    public QualityEvent with(Map<String, String> facts) {
        return new QualityEvent(caseRef, type, subject, reason, changes, facts, governedBy);
    }

    public QualityEvent governedBy(@Nullable ModelRef model) {
        return new QualityEvent(caseRef, type, subject, reason, changes, details, model);
    }
}
