package io.redress.complaint;

import io.redress.complaint.process.ComplaintProcess;
import io.redress.core.CaseRef;
import io.redress.core.CaseType;
import io.redress.core.Change;
import io.redress.core.FieldProblem;
import io.redress.core.QualityEvent;
import io.redress.core.Refusal;
import io.redress.identity.Actors;
import io.redress.party.Customers;
import io.redress.party.PersonStore;
import io.redress.platform.RedressProperties;
import io.redress.platform.References;
import io.redress.report.AlreadyReported;
import io.redress.report.NewReport;
import io.redress.report.Reports;
import io.redress.report.UnjudgedReport;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes report, complaint, their link, the search entry and the process instance: all of them or none. */
@Component
class Registration {

    private static final String DEFAULT_LANGUAGE = "en";

    private final ComplaintRepository complaints;
    private final Reports reports;
    private final Customers customers;
    private final PersonStore persons;
    private final References references;
    private final ComplaintProcess process;
    private final SearchIndex index;
    private final Actors actors;
    private final Clock clock;
    private final RedressProperties properties;
    private final JdbcClient jdbc;
    private final JdbcTemplate database;
    private final ApplicationEventPublisher events;

    Registration(
            ComplaintRepository complaints,
            Reports reports,
            Customers customers,
            PersonStore persons,
            References references,
            ComplaintProcess process,
            SearchIndex index,
            Actors actors,
            Clock clock,
            RedressProperties properties,
            JdbcClient jdbc,
            JdbcTemplate database,
            ApplicationEventPublisher events) {
        this.complaints = complaints;
        this.reports = reports;
        this.customers = customers;
        this.persons = persons;
        this.references = references;
        this.process = process;
        this.index = index;
        this.actors = actors;
        this.clock = clock;
        this.properties = properties;
        this.jdbc = jdbc;
        this.database = database;
        this.events = events;
    }

    /** @throws AlreadyRegistered when the source has sent this external reference before */
    @Transactional(propagation = Propagation.MANDATORY)
    Registered register(RegisterComplaint given, boolean demo) {
        RegisterComplaint registration = given.withoutBlanks();
        Instant now = clock.instant();
        LocalDate today = now.atZone(properties.zone()).toLocalDate();
        List<FieldProblem> problems = RegistrationRules.check(registration, today);
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
        LocalDate awareness = registration.awarenessDate() == null ? today : registration.awarenessDate();
        String language = registration.language() == null ? DEFAULT_LANGUAGE : registration.language();

        UUID customerId = null;
        UUID subject;
        if (registration.customer() == null) {
            subject = persons.newSubject();
        } else {
            Customers.CustomerId customer = customers.register(registration.customer());
            customerId = customer.id();
            subject = customer.subject();
        }
        String by = actors.current().id();
        Origin origin = new Origin(subject, customerId, awareness, language, by, now, demo);
        String raw = registration.raw() == null ? registration.description() : registration.raw();
        List<PersonStore.Piece> texts = new ArrayList<>(List.of(new PersonStore.Piece(subject, "report", raw)));
        addTexts(texts, registration, subject, null);
        Iterator<UUID> kept = persons.putAll(texts).iterator();
        List<String> names = references.nextOfEach(CaseType.REPORT, CaseType.COMPLAINT);
        Reports.Received report = receive(
                newReport(registration, origin, raw), names.get(0), kept.next(), CaseRef.complaint(names.get(1)));
        add(List.of(new Draft(names.get(1), registration, origin, report, null)), kept, now);
        return new Registered(names.get(1), subject);
    }

    /** Reports that are here already become complaints, in the name of whoever brought them. */
    @Transactional(propagation = Propagation.MANDATORY)
    void promote(List<Complaints.Judged> judged) {
        Instant now = clock.instant();
        Iterator<String> names =
                references.next(CaseType.COMPLAINT, judged.size()).iterator();
        List<Draft> drafts = new ArrayList<>(judged.size());
        List<PersonStore.Piece> texts = new ArrayList<>();
        Map<UUID, CaseRef> promoted = new LinkedHashMap<>();
        for (Complaints.Judged one : judged) {
            UnjudgedReport report = one.report();
            Origin origin = new Origin(
                    report.subject(),
                    report.customerId(),
                    report.awarenessDate(),
                    report.language(),
                    report.enteredBy(),
                    one.history() == null ? now : report.receivedAt(),
                    false);
            Draft draft = new Draft(
                    names.next(),
                    one.complaint().withoutBlanks(),
                    origin,
                    new Reports.Received(report.id(), report.reference()),
                    one.history());
            drafts.add(draft);
            addTexts(texts, draft.registration(), report.subject(), one.history());
            promoted.put(report.id(), CaseRef.complaint(draft.name()));
        }
        add(drafts, persons.putAll(texts).iterator(), now);
        reports.promoted(promoted);
    }

    /** In the order in which {@link #complaint} takes their ids. */
    private static void addTexts(
            List<PersonStore.Piece> texts, RegisterComplaint registration, UUID subject, @Nullable History history) {
        texts.add(new PersonStore.Piece(subject, "description", registration.description()));
        if (registration.remedySought() != null) {
            texts.add(new PersonStore.Piece(subject, "remedy", registration.remedySought()));
        }
        if (history != null) {
            texts.add(new PersonStore.Piece(subject, "outcome", history.outcome()));
        }
    }

    /**
     * However many there are, a handful of statements.
     *
     * @param kept the ids of their texts
     */
    private void add(List<Draft> drafts, Iterator<UUID> kept, Instant now) {
        List<Complaint> added = new ArrayList<>(drafts.size());
        List<Object[]> links = new ArrayList<>(drafts.size());
        List<Object[]> histories = new ArrayList<>();
        List<SearchIndex.Entry> entries = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            Complaint complaint = complaint(draft, kept, now, histories);
            added.add(complaint);
            links.add(new Object[] {
                complaint.id(), draft.report().id(), complaint.registeredBy(), now.atOffset(ZoneOffset.UTC)
            });
            entries.add(new SearchIndex.Entry(
                    complaint, draft.registration(), draft.report().reference()));
            events.publishEvent(QualityEvent.of(
                            CaseRef.complaint(complaint.reference()),
                            complaint.state().closed() ? "complaint.taken-over-closed" : "complaint.registered")
                    .changing(changes(complaint, draft.registration(), draft.report())
                            .toArray(Change[]::new)));
            if (draft.history() == null) {
                // Before the complaint is written, so that its row is written once. Nothing of the process runs yet.
                complaint.startedAs(process.start(complaint.reference()));
            }
        }
        complaints.saveAllAndFlush(added); // the rows below lie outside the persistence context and refer to them
        database.batchUpdate(
                "insert into complaint_report (complaint_id, report_id, kind, linked_by, linked_at)"
                        + " values (?, ?, 'promoted', ?, ?)",
                links);
        if (!histories.isEmpty()) {
            database.batchUpdate("insert into complaint_history values (?, ?, ?, ?, ?)", histories);
        }
        index.index(entries);
    }

    private Complaint complaint(Draft draft, Iterator<UUID> kept, Instant now, List<Object[]> histories) {
        UUID description = kept.next();
        UUID remedy = draft.registration().remedySought() == null ? null : kept.next();
        Complaint complaint = new Complaint(draft.name(), draft.registration(), draft.origin(), description, remedy);
        History history = draft.history();
        if (history != null) {
            complaint.closedElsewhere(closedAt(history, draft.origin().registeredAt(), now));
            histories.add(new Object[] {
                complaint.id(), kept.next(), history.closedOn(), now.atOffset(ZoneOffset.UTC), complaint.registeredBy()
            });
        }
        return complaint;
    }

    /** The end of the day the source names, but never before the receipt and never in the future. */
    private Instant closedAt(History history, Instant receivedAt, Instant now) {
        if (history.closedOn() == null) {
            return now;
        }
        Instant end = history.closedOn()
                .plusDays(1)
                .atStartOfDay(properties.zone())
                .minusSeconds(1)
                .toInstant();
        return end.isBefore(receivedAt) ? receivedAt : end.isAfter(now) ? now : end;
    }

    private static NewReport newReport(RegisterComplaint registration, Origin origin, String raw) {
        return new NewReport(
                origin.subject(),
                raw,
                registration.channel(),
                registration.source(),
                registration.externalReference(),
                origin.awarenessDate(),
                null,
                origin.customerId(),
                origin.language(),
                registration.products().stream()
                        .map(p -> new NewReport.ReportedProduct(p.code(), p.name(), p.lot(), p.serial(), p.udi()))
                        .toList());
    }

    private Reports.Received receive(NewReport report, String reference, UUID raw, CaseRef complaint) {
        try {
            return reports.receivePromoted(report, reference, raw, complaint);
        } catch (AlreadyReported already) {
            throw jdbc.sql("""
                            select c.reference from complaint_report l join complaint c on c.id = l.complaint_id
                            where l.report_id = ? order by l.kind desc, l.linked_at limit 1""")
                    .param(already.reportId())
                    .query(String.class)
                    .optional()
                    .<RuntimeException>map(AlreadyRegistered::new)
                    .orElse(already);
        }
    }

    private static List<Change> changes(Complaint complaint, RegisterComplaint registration, Reports.Received report) {
        List<Change> changes = new ArrayList<>();
        changes.add(Change.of("state", null, complaint.state().key()));
        changes.add(Change.of("report", null, report.reference()));
        changes.add(Change.of("channel", null, complaint.channel()));
        changes.add(Change.of("language", null, complaint.language()));
        changes.add(Change.of("awarenessDate", null, complaint.awarenessDate()));
        if (complaint.category() != null) {
            changes.add(Change.of("category", null, complaint.category()));
        }
        if (complaint.customerId() != null) {
            changes.add(Change.of("customer", null, complaint.customerId()));
        }
        changes.add(Change.ofPersonData("description", null, complaint.descriptionId()));
        if (complaint.remedyId() != null) {
            changes.add(Change.ofPersonData("remedySought", null, complaint.remedyId()));
        }
        int i = 0;
        for (RegisterComplaint.Product product : registration.products()) {
            String path = "products[" + i++ + "].";
            add(changes, path + "code", product.code());
            add(changes, path + "name", product.name());
            add(changes, path + "lot", product.lot());
            add(changes, path + "serial", product.serial());
            add(changes, path + "udi", product.udi());
        }
        if (complaint.closedAt() != null) {
            changes.add(Change.of("registeredAt", null, complaint.registeredAt()));
            changes.add(Change.of("closedAt", null, complaint.closedAt()));
        }
        if (complaint.demo()) {
            changes.add(Change.of("demo", null, true));
        }
        return changes;
    }

    private static void add(List<Change> changes, String field, @Nullable String value) {
        if (value != null) {
            changes.add(Change.of(field, null, value));
        }
    }

    /**
     * A complaint that is about to be.
     *
     * @param name its reference
     * @param history null when it is open
     */
    private record Draft(
            String name,
            RegisterComplaint registration,
            Origin origin,
            Reports.Received report,
            @Nullable History history) {}

    /**
     * Where a complaint comes from.
     *
     * @param registeredBy the person, or the part of the system, that brought it
     */
    record Origin(
            UUID subject,
            @Nullable UUID customerId,
            LocalDate awarenessDate,
            String language,
            String registeredBy,
            Instant registeredAt,
            boolean demo) {}

    /** A complaint that was registered, and the subject whose key protects what was said. */
    record Registered(String reference, UUID subject) {}
}
