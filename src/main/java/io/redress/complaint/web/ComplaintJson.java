package io.redress.complaint.web;

import io.redress.complaint.ComplaintView;
import io.redress.complaint.Complaints;
import io.redress.party.CustomerDetails;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complaint as the API gives it. The names are a promise to its callers: fields may be added, none is renamed or
 * removed; the domain's own records may change beneath.
 */
@Schema(name = "Complaint")
record ComplaintJson(
        String reference,
        String state,
        String channel,
        @Nullable String source,
        @Nullable String externalReference,
        LocalDate awarenessDate,
        Instant registeredAt,
        String registeredBy,
        @Nullable Instant closedAt,
        int reopened,
        String language,
        @Nullable CustomerDetails customer,
        boolean erased,
        List<Product> products,
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
        List<Report> reports,
        @Nullable String duplicateOf,
        List<String> duplicates,
        @Nullable TakenOver takenOver,
        boolean demo) {

    static ComplaintJson of(ComplaintView c) {
        return new ComplaintJson(
                c.reference(),
                c.state().key(),
                c.channel(),
                c.source(),
                c.externalReference(),
                c.awarenessDate(),
                c.registeredAt(),
                c.registeredBy(),
                c.closedAt(),
                c.reopened(),
                c.language(),
                c.customer(),
                c.erased(),
                c.products().stream()
                        .map(p -> new Product(p.code(), p.name(), p.lot(), p.serial(), p.udi()))
                        .toList(),
                c.category(),
                c.severity(),
                Score.of(c.score()),
                c.acknowledgedAt(),
                c.acknowledgedBy(),
                c.description(),
                c.remedySought(),
                Triage.of(c.triage()),
                Investigation.of(c.investigation()),
                c.answers().stream()
                        .map(a -> new Answer(
                                a.version(),
                                a.state(),
                                a.text(),
                                a.author(),
                                a.writtenAt(),
                                a.decidedBy(),
                                a.decidedAt(),
                                a.rejection(),
                                a.sentAt()))
                        .toList(),
                c.reports().stream()
                        .map(r -> new Report(
                                r.reference(),
                                r.kind(),
                                r.channel(),
                                r.source(),
                                r.externalReference(),
                                r.receivedAt(),
                                r.raw(),
                                r.later().stream()
                                        .map(v -> new Version(v.version(), v.enteredAt(), v.enteredBy(), v.raw()))
                                        .toList()))
                        .toList(),
                c.duplicateOf(),
                c.duplicates(),
                TakenOver.of(c.takenOver()),
                c.demo());
    }

    @Schema(name = "ComplaintProduct")
    record Product(
            @Nullable String code,
            @Nullable String name,
            @Nullable String lot,
            @Nullable String serial,
            @Nullable String udi) {}

    @Schema(description = "Suggested by the decision table; null until it was asked")
    record Score(
            @Nullable String severity,
            @Nullable Integer priority,
            @Nullable Integer severityRating,
            @Nullable Integer occurrenceRating,
            @Nullable Integer detectabilityRating,
            @Nullable Integer riskPriorityNumber,
            boolean safety,
            int similarComplaints,
            @Nullable Integer answerWithinDays,
            List<String> reasons) {

        static @Nullable Score of(ComplaintView.@Nullable Score s) {
            return s == null
                    ? null
                    : new Score(
                            s.severity(),
                            s.priority(),
                            s.severityRating(),
                            s.occurrenceRating(),
                            s.detectabilityRating(),
                            s.riskPriorityNumber(),
                            s.safety(),
                            s.similarComplaints(),
                            s.answerWithinDays(),
                            s.reasons());
        }
    }

    record Triage(
            String outcome,
            @Nullable String severity,
            boolean overridden,
            @Nullable String reason,
            @Nullable String duplicateOf,
            String decidedBy,
            Instant decidedAt) {

        static @Nullable Triage of(ComplaintView.@Nullable Triage t) {
            return t == null
                    ? null
                    : new Triage(
                            t.outcome(),
                            t.severity(),
                            t.overridden(),
                            t.reason(),
                            t.duplicateOf(),
                            t.decidedBy(),
                            t.decidedAt());
        }
    }

    record Investigation(
            @Nullable String cause,
            @Nullable String evidence,
            @Nullable String notDetermined,
            String by,
            Instant at) {

        static @Nullable Investigation of(ComplaintView.@Nullable Investigation i) {
            return i == null ? null : new Investigation(i.cause(), i.evidence(), i.notDetermined(), i.by(), i.at());
        }
    }

    record Answer(
            int version,
            String state,
            @Nullable String text,
            String author,
            Instant writtenAt,
            @Nullable String decidedBy,
            @Nullable Instant decidedAt,
            @Nullable String rejection,
            @Nullable Instant sentAt) {}

    record Report(
            String reference,
            String kind,
            String channel,
            String source,
            @Nullable String externalReference,
            Instant receivedAt,
            @Nullable String raw,

            @Schema(description = "What its source said of the same thing later, oldest first")
            List<Version> later) {}

    @Schema(name = "ReportVersion")
    record Version(
            int version,
            Instant enteredAt,
            String enteredBy,
            @Nullable String raw) {}

    @Schema(description = "Closed before it came into this register; closedOn is null when the source does not tell")
    record TakenOver(@Nullable String outcome, @Nullable LocalDate closedOn, Instant at, String by) {

        static @Nullable TakenOver of(ComplaintView.@Nullable TakenOver t) {
            return t == null ? null : new TakenOver(t.outcome(), t.closedOn(), t.at(), t.by());
        }
    }

    /** One row of the register. */
    @Schema(name = "ComplaintRow")
    record Row(
            String reference,
            String state,
            @Nullable String severity,
            @Nullable Integer priority,
            @Nullable String category,
            @Nullable String product,
            @Nullable String customer,
            String channel,
            Instant registeredAt,
            @Nullable Instant closedAt,
            boolean demo) {

        static Row of(Complaints.Row r) {
            return new Row(
                    r.reference(),
                    r.state().key(),
                    r.severity(),
                    r.priority(),
                    r.category(),
                    r.product(),
                    r.customer(),
                    r.channel(),
                    r.registeredAt(),
                    r.closedAt(),
                    r.demo());
        }
    }

    /** One page of the register, newest first. */
    @Schema(name = "ComplaintPage")
    record Page(
            List<Row> content,
            int page,
            int size,

            @Schema(description = "Counted exactly up to 10000")
            long total,

            @Schema(description = "There are more than total")
            boolean totalIsMinimum,

            @Schema(description = "Give this as after to go on; null when these are the last") @Nullable
            String next) {

        static Page of(Complaints.Page p) {
            return new Page(
                    p.content().stream().map(Row::of).toList(),
                    p.page(),
                    p.size(),
                    p.total(),
                    p.totalIsMinimum(),
                    p.next());
        }
    }

    /** The answer to a registration. */
    @Schema(name = "Registered")
    record Registered(@Schema(example = "C-2026-000123") String reference) {}

    /** What a task is about, for whoever works on it. */
    @Schema(name = "TaskCase")
    record TaskCase(
            String taskId,
            String task,
            String reference,
            String state,
            String url,
            String channel,
            Instant registeredAt,
            LocalDate awarenessDate,
            @Nullable String category,
            @Nullable String severity,
            @Nullable CustomerDetails customer,
            List<Product> products,
            @Nullable String description,
            @Nullable String remedySought,
            @Nullable Score score,
            List<Report> reports) {

        static TaskCase of(String taskId, String task, ComplaintView view) {
            ComplaintJson c = ComplaintJson.of(view);
            return new TaskCase(
                    taskId,
                    task,
                    c.reference(),
                    c.state(),
                    "/complaints/" + c.reference(),
                    c.channel(),
                    c.registeredAt(),
                    c.awarenessDate(),
                    c.category(),
                    c.severity(),
                    c.customer(),
                    c.products(),
                    c.description(),
                    c.remedySought(),
                    c.score(),
                    c.reports());
        }
    }
}
