package io.redress.complaint;

import io.redress.party.CustomerDetails;
import io.redress.report.ReportView;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complaint as the API and the pages show it. Person data is resolved for the reader; it is null once the person was
 * erased ({@link #erased}).
 *
 * @param processInstanceId the engine's id of the running or last root process instance
 * @param severity as chosen by a person, until then as suggested; null when neither
 * @param acknowledgedBy how the acknowledgement reached the customer: email, phone, letter, in-person; null until then,
 *     {@code not-reachable} when it could not
 * @param score null until the case was scored, or when no rule of the table matched
 * @param takenOver null for a case of our own
 */
public record ComplaintView(
        String reference,
        ComplaintState state,
        String channel,
        @Nullable String source,
        @Nullable String externalReference,
        LocalDate awarenessDate,
        Instant registeredAt,
        @Nullable Instant closedAt,
        String registeredBy,
        String language,
        @Nullable CustomerDetails customer,
        boolean erased,
        List<RegisterComplaint.Product> products,
        @Nullable String category,
        @Nullable String severity,
        @Nullable Score score,
        @Nullable Instant acknowledgedAt,
        @Nullable String acknowledgedBy,
        @Nullable String description,
        @Nullable String remedySought,
        @Nullable Triage triage,
        @Nullable Investigation investigation,
        List<Answer> answers,
        List<ReportLink> reports,
        @Nullable String duplicateOf,
        List<String> duplicates,
        int reopened,
        @Nullable String processInstanceId,
        @Nullable TakenOver takenOver,
        boolean demo) {

    /**
     * The suggested score (FMEA): each rating 1 to 10, their product 1 to 1000.
     *
     * @param severity suggested class: critical, major, moderate, minor; null when no rule matched
     * @param priority 0 to 100, higher is sooner
     * @param answerWithinDays working days
     * @param reasons why, one sentence each
     */
    public record Score(
            @Nullable String severity,
            @Nullable Integer priority,
            @Nullable Integer severityRating,
            @Nullable Integer occurrenceRating,
            @Nullable Integer detectabilityRating,
            @Nullable Integer riskPriorityNumber,
            boolean safety,
            int similarComplaints,
            @Nullable Integer answerWithinDays,
            List<String> reasons) {}

    /**
     * What a person decided at triage.
     *
     * @param outcome complaint, investigate, not-a-complaint or duplicate
     * @param decidedBy the person's id
     * @param severity null for what is no complaint, or no new one
     * @param reason null when none was owed
     * @param duplicateOf the other case's reference, for a duplicate
     */
    public record Triage(
            String outcome,
            @Nullable String severity,
            boolean overridden,
            @Nullable String reason,
            @Nullable String duplicateOf,
            String decidedBy,
            Instant decidedAt) {}

    /** What the investigation found. */
    public record Investigation(
            @Nullable String cause,
            @Nullable String evidence,
            @Nullable String notDetermined,
            String by,
            Instant at) {}

    /**
     * One version of the answer to the customer.
     *
     * @param state draft, submitted, rejected, approved or sent
     * @param rejection why the approver sent it back
     * @param sentAt when it reached the customer
     */
    public record Answer(
            int version,
            String state,
            @Nullable String text,
            String author,
            Instant writtenAt,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable String rejection,
            @Nullable Instant sentAt) {}

    /**
     * Closed before it came into this register.
     *
     * @param outcome what came of it, in the words of the source; null once the person was erased
     * @param closedOn null when the source does not tell; {@link ComplaintView#closedAt} is then the take-over
     */
    public record TakenOver(
            @Nullable String outcome, @Nullable LocalDate closedOn, Instant at, String by) {}

    /**
     * A report behind this complaint.
     *
     * @param kind promoted (it became this complaint) or joined (it came with a duplicate)
     * @param raw the content as received; null once the person was erased
     * @param later what its source said later, oldest first
     */
    public record ReportLink(
            String reference,
            String kind,
            String channel,
            String source,
            @Nullable String externalReference,
            Instant receivedAt,
            @Nullable String raw,
            List<ReportView.Later> later) {}
}
