package io.redress.complaint;

import io.redress.party.CustomerDetails;
import io.redress.party.Customers;
import io.redress.party.PersonStore;
import io.redress.report.ReportView;
import io.redress.report.Reports;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Puts together what a reader sees of a complaint, person data resolved, in the reader's language. */
@Component
class ComplaintViews {

    private final PersonStore persons;
    private final Customers customers;
    private final Reports reports;
    private final JdbcClient jdbc;
    private final MessageSource messages;

    ComplaintViews(PersonStore persons, Customers customers, Reports reports, JdbcClient jdbc, MessageSource messages) {
        this.persons = persons;
        this.customers = customers;
        this.reports = reports;
        this.jdbc = jdbc;
        this.messages = messages;
    }

    ComplaintView of(Complaint c) {
        ComplaintTriage triage = c.triage();
        ComplaintInvestigation found = c.investigation();
        TakenOver history = takenOver(c);
        Texts texts = new Texts(persons.readAll(ids(c, triage, found, history)));
        Map<UUID, String> links = new LinkedHashMap<>();
        jdbc.sql("select report_id, kind from complaint_report where complaint_id = ? order by linked_at, report_id")
                .param(c.id())
                .query(row -> {
                    links.put(row.getObject("report_id", UUID.class), row.getString("kind"));
                });
        List<ReportView> linked = reports.views(links.keySet());
        ReportView own = linked.stream()
                .filter(report -> "promoted".equals(links.get(report.id())))
                .findFirst()
                .orElse(null);
        UUID customerId = c.customerId();
        CustomerDetails customer = customerId == null ? null : customers.details(customerId);
        String description = texts.of(c.descriptionId());
        return new ComplaintView(
                c.reference(),
                c.state(),
                c.channel(),
                own == null ? null : own.source(),
                own == null ? null : own.externalReference(),
                c.awarenessDate(),
                c.registeredAt(),
                c.closedAt(),
                c.registeredBy(),
                c.language(),
                customer,
                description == null,
                c.products(),
                c.category(),
                c.severity() == null ? c.suggestedSeverity() : c.severity(),
                score(c),
                c.acknowledgedAt(),
                c.acknowledgedBy(),
                description,
                texts.of(c.remedyId()),
                triage == null
                        ? null
                        : new ComplaintView.Triage(
                                triage.outcome,
                                triage.severity,
                                triage.overridden,
                                texts.of(triage.reasonId),
                                triage.duplicateOf == null ? null : reference(triage.duplicateOf),
                                triage.decidedBy,
                                triage.decidedAt),
                found == null
                        ? null
                        : new ComplaintView.Investigation(
                                texts.of(found.causeId),
                                texts.of(found.evidenceId),
                                texts.of(found.notDeterminedId),
                                found.foundBy,
                                found.foundAt),
                c.answers().stream()
                        .map(answer -> new ComplaintView.Answer(
                                answer.number,
                                answer.state,
                                texts.of(answer.textId),
                                answer.author,
                                answer.writtenAt,
                                answer.decidedBy,
                                answer.decidedAt,
                                texts.of(answer.rejectionId),
                                answer.sentAt))
                        .toList(),
                linked.stream()
                        .map(report -> new ComplaintView.ReportLink(
                                report.reference(),
                                Objects.requireNonNull(links.get(report.id())),
                                report.channel(),
                                report.source(),
                                report.externalReference(),
                                report.receivedAt(),
                                report.raw(),
                                report.later()))
                        .toList(),
                c.duplicateOf() == null ? null : reference(c.duplicateOf()),
                jdbc.sql("select reference from complaint where duplicate_of = ? order by reference")
                        .param(c.id())
                        .query(String.class)
                        .list(),
                c.reopened(),
                c.processInstanceId(),
                history == null
                        ? null
                        : new ComplaintView.TakenOver(
                                texts.of(history.outcomeId()), history.closedOn(), history.at(), history.by()),
                c.demo());
    }

    private @Nullable TakenOver takenOver(Complaint c) {
        return c.processInstanceId() != null && c.reopened() == 0
                ? null // what ran here from the beginning was not taken over
                : jdbc.sql("select outcome_id, closed_on, imported_at, imported_by from complaint_history"
                                + " where complaint_id = ?")
                        .param(c.id())
                        .query((row, n) -> new TakenOver(
                                row.getObject("outcome_id", UUID.class),
                                row.getObject("closed_on", LocalDate.class),
                                row.getTimestamp("imported_at").toInstant(),
                                row.getString("imported_by")))
                        .optional()
                        .orElse(null);
    }

    /** The reference of the complaint with this id. */
    String reference(UUID id) {
        return jdbc.sql("select reference from complaint where id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    private static List<UUID> ids(
            Complaint c,
            @Nullable ComplaintTriage triage,
            @Nullable ComplaintInvestigation found,
            @Nullable TakenOver history) {
        List<@Nullable UUID> ids = new ArrayList<>();
        ids.add(history == null ? null : history.outcomeId());
        ids.add(c.descriptionId());
        ids.add(c.remedyId());
        if (triage != null) {
            ids.add(triage.reasonId);
        }
        if (found != null) {
            ids.add(found.causeId);
            ids.add(found.evidenceId);
            ids.add(found.notDeterminedId);
        }
        c.answers().forEach(answer -> {
            ids.add(answer.textId);
            ids.add(answer.rejectionId);
        });
        List<UUID> given = new ArrayList<>();
        for (UUID id : ids) {
            if (id != null) {
                given.add(id);
            }
        }
        return given;
    }

    private ComplaintView.@Nullable Score score(Complaint c) {
        Suggestion suggestion = c.suggestion();
        ScoringFacts facts = c.facts();
        if (suggestion == null || facts == null) {
            return null;
        }
        return new ComplaintView.Score(
                suggestion.severity(),
                suggestion.priority(),
                suggestion.severityRating(),
                suggestion.occurrenceRating(),
                suggestion.detectabilityRating(),
                suggestion.riskPriorityNumber(),
                facts.safety(),
                facts.similarComplaints(),
                suggestion.answerWithinDays(),
                reasons(suggestion, facts));
    }

    private List<String> reasons(Suggestion suggestion, ScoringFacts facts) {
        Locale locale = LocaleContextHolder.getLocale();
        return Stream.of(
                        suggestion.severity() == null
                                ? messages.getMessage("complaint.reason.no-rule", null, locale)
                                : suggestion.reason(),
                        facts.safety()
                                ? messages.getMessage(
                                        "complaint.reason.safety",
                                        new Object[] {String.join(", ", facts.safetySignals())},
                                        locale)
                                : messages.getMessage("complaint.reason.no-safety", null, locale),
                        facts.similarBy() == null
                                ? messages.getMessage("complaint.reason.similar.unknown", null, locale)
                                : messages.getMessage(
                                        "complaint.reason.similar." + facts.similarBy(),
                                        new Object[] {facts.similarComplaints(), facts.windowDays()},
                                        locale))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    private record TakenOver(UUID outcomeId, @Nullable LocalDate closedOn, Instant at, String by) {}

    private record Texts(Map<UUID, String> known) {

        @Nullable
        String of(@Nullable UUID id) {
            return id == null ? null : known.get(id);
        }
    }
}
