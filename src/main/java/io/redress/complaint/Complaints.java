package io.redress.complaint;

import io.redress.complaint.process.ComplaintProcess;
import io.redress.core.Actor;
import io.redress.core.CaseRef;
import io.redress.core.Change;
import io.redress.core.ModelRef;
import io.redress.core.QualityEvent;
import io.redress.core.Refusal;
import io.redress.identity.Actors;
import io.redress.identity.Roles;
import io.redress.party.PersonStore;
import io.redress.report.Reports;
import io.redress.report.UnjudgedReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The register of complaints: the module's one service. Every verb that changes a case locks it, asks {@link Complaint}
 * whether the step fits, and tells the ledger. Who of the staff does which step is the diagram's to say; here it is only
 * refused to those who never change a case.
 */
@Service
public class Complaints {

    private static final Set<String> MAY_REGISTER = Set.of(Roles.AGENTS, Roles.HANDLERS, Roles.QUALITY);
    private static final Set<String> MAY_WORK =
            Set.of(Roles.AGENTS, Roles.HANDLERS, Roles.INVESTIGATORS, Roles.QUALITY);
    private static final Set<String> MAY_READ = Set.copyOf(Roles.ALL);

    /** Working days, where the table says nothing. */
    private static final int DEFAULT_ANSWER_DAYS = 10;

    private final ComplaintRepository complaints;
    private final OpenedComplaints opened;
    private final Registration registration;
    private final Idempotency idempotency;
    private final ComplaintSearch search;
    private final ComplaintExport export;
    private final ComplaintViews views;
    private final SimilarComplaints similar;
    private final WorkingDays workingDays;
    private final ComplaintProcess process;
    private final Reports reports;
    private final PersonStore persons;
    private final Actors actors;
    private final Clock clock;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    Complaints(
            ComplaintRepository complaints,
            OpenedComplaints opened,
            Registration registration,
            Idempotency idempotency,
            ComplaintSearch search,
            ComplaintExport export,
            ComplaintViews views,
            SimilarComplaints similar,
            WorkingDays workingDays,
            ComplaintProcess process,
            Reports reports,
            PersonStore persons,
            Actors actors,
            Clock clock,
            JdbcClient jdbc,
            ApplicationEventPublisher events) {
        this.complaints = complaints;
        this.opened = opened;
        this.registration = registration;
        this.idempotency = idempotency;
        this.search = search;
        this.export = export;
        this.views = views;
        this.similar = similar;
        this.workingDays = workingDays;
        this.process = process;
        this.reports = reports;
        this.persons = persons;
        this.actors = actors;
        this.clock = clock;
        this.jdbc = jdbc;
        this.events = events;
    }

    /**
     * Registers report and complaint and starts the process, in one transaction.
     *
     * @return the complaint's reference
     * @throws AlreadyRegistered when the source has sent this external reference before
     * @throws Refusal with every field that is missing or wrong
     */
    @Transactional
    public String register(RegisterComplaint complaint) {
        permit(MAY_REGISTER, "register complaints");
        return registration.register(complaint, false).reference();
    }

    /** As {@link #register}, marked as demonstration data for good. */
    @Transactional
    public String registerDemo(RegisterComplaint complaint) {
        permit(MAY_REGISTER, "register complaints");
        return registration.register(complaint, true).reference();
    }

    /**
     * As {@link #register}, but once per key of this caller: a repetition gets the first one's answer, also while that
     * one is still under way. It is a transaction of its own.
     *
     * @param content the request in a form that does not depend on its spelling, to tell a repetition from a mistake
     * @throws Refusal 422 when the key was used for another request
     */
    public String registerOnce(RegisterComplaint complaint, String idempotencyKey, String content) {
        permit(MAY_REGISTER, "register complaints");
        return idempotency.once(
                actors.current().id(), idempotencyKey, content, () -> registration.register(complaint, false));
    }

    /** @throws Refusal when whoever acts may not register complaints */
    public void refuseUnlessMayRegister() {
        permit(MAY_REGISTER, "register complaints");
    }

    /**
     * Reports that are here already become complaints of their own, in the name of whoever brought them. Their processes
     * start, but for what was closed elsewhere: nothing runs for that and nobody gets a message.
     */
    @Transactional
    public void promote(List<Judged> judged) {
        permit(MAY_REGISTER, "register complaints");
        registration.promote(judged);
    }

    /** The source of these reports says something else now: each complaint that stands on one of them hears of it. */
    @Transactional
    public void reportsChanged(List<UUID> reportIds) {
        permit(MAY_REGISTER, "register complaints");
        if (!reportIds.isEmpty()) {
            jdbc.sql("""
                            select c.reference as complaint, r.reference as report from complaint_report l
                            join complaint c on c.id = l.complaint_id join report r on r.id = l.report_id
                            where l.report_id in (:reports) order by c.reference""").param("reports", reportIds).query(row -> {
                events.publishEvent(
                        QualityEvent.of(CaseRef.complaint(row.getString("complaint")), "complaint.report-changed")
                                .with(Map.of("report", row.getString("report"))));
            });
        }
    }

    /** @throws Refusal when there is none */
    @Transactional(readOnly = true)
    public ComplaintView get(String reference) {
        permit(MAY_READ, "read complaints");
        return views.of(find(reference));
    }

    /**
     * One page of the register by its number, newest first.
     *
     * @param page from 0
     * @param size 1 to 100
     * @throws Refusal with every parameter that is wrong
     */
    @Transactional(readOnly = true)
    public Page search(ComplaintFilter filter, int page, int size) {
        return search(filter, new ComplaintPaging(size, page, null, null));
    }

    /**
     * One page of the register, newest first.
     *
     * @throws Refusal with every parameter that is wrong
     */
    @Transactional(readOnly = true)
    public Page search(ComplaintFilter filter, ComplaintPaging paging) {
        permit(MAY_READ, "read complaints");
        return search.find(filter, paging);
    }

    /**
     * Hands over every complaint that fits, newest first. Each batch is read in a transaction of its own, so what is
     * registered meanwhile is not in it and nothing comes twice; the ledger is told at the end, or where it broke.
     *
     * @param format for the ledger
     * @throws Refusal with every parameter that is wrong, before anything is handed over
     * @throws IOException when the taker failed
     */
    public void export(ComplaintFilter filter, String format, ComplaintExport.Taker taker) throws IOException {
        permit(MAY_READ, "export the register");
        export.run(filter, format, taker);
    }

    /**
     * What the decision table is asked with. The count is of other complaints that the organisation became aware of in the
     * window before this one.
     *
     * @param signals gives the word list that names a danger, by the complaint's language
     * @param windowDays calendar days, 1 to 3650
     */
    @Transactional
    public ScoringFacts gatherFacts(String reference, Function<String, SafetySignals> signals, int windowDays) {
        permit(MAY_WORK, "score complaints");
        Complaint complaint = lock(reference);
        String description = persons.read(complaint.descriptionId());
        ScoringFacts facts = similar.facts(
                complaint,
                description == null
                        ? List.of()
                        : signals.apply(complaint.language()).foundIn(description),
                windowDays);
        complaint.factsGathered(facts);
        return facts;
    }

    /** Keeps what the table suggested, or that no rule matched. */
    @Transactional
    public void recordScore(String reference, Suggestion suggestion, @Nullable ModelRef governedBy) {
        permit(MAY_WORK, "score complaints");
        Complaint complaint = lock(reference);
        Suggestion before = complaint.suggestion();
        complaint.scored(suggestion, clock.instant());
        ScoringFacts facts = complaint.facts();
        Map<String, String> details = new TreeMap<>();
        details.put("ruleMatched", String.valueOf(suggestion.severity() != null));
        if (facts != null) {
            details.put("safety", String.valueOf(facts.safety()));
            details.put("similarComplaints", String.valueOf(facts.similarComplaints()));
            details.put("windowDays", String.valueOf(facts.windowDays()));
        }
        publish(
                complaint,
                "complaint.scored",
                null,
                details,
                governedBy,
                Change.of("suggestedSeverity", before == null ? null : before.severity(), suggestion.severity()),
                Change.of("priority", before == null ? null : before.priority(), suggestion.priority()),
                Change.of(
                        "riskPriorityNumber",
                        before == null ? null : before.riskPriorityNumber(),
                        suggestion.riskPriorityNumber()));
    }

    /**
     * Keeps a person's decision; the decider is whoever acts. What is owed no answer is closed by the process, once the
     * customer knows that the complaint arrived.
     *
     * @throws Refusal when a reason, the severity or the other case is missing or wrong, or it was triaged before
     */
    @Transactional
    public void triage(String reference, TriageDecision given, @Nullable ModelRef governedBy) {
        Actor decider = permit(MAY_WORK, "triage complaints");
        TriageDecision decision = checked(given);
        boolean duplicate = decision.outcome().equals(TriageDecision.DUPLICATE);
        if (duplicate) {
            // One decision of this kind at a time: two at once could make a circle that neither of them sees.
            jdbc.sql("select 1 from (select pg_advisory_xact_lock(hashtext('complaint-duplicates'))) as locked")
                    .query(Integer.class)
                    .single();
        }
        Complaint complaint = lock(reference);
        Complaint other = duplicate ? otherThan(complaint, decision.duplicateOf()) : null;
        String chosenBefore = complaint.severity();
        ComplaintState before = complaint.state();
        UUID reason = keep(complaint, "triage-reason", decision.reason());
        ComplaintTriage triage =
                complaint.triaged(decision, reason, other == null ? null : other.id(), decider.id(), clock.instant());
        Map<String, String> details = new TreeMap<>();
        details.put("outcome", decision.outcome());
        details.put("decidedBy", decider.id());
        if (other != null) {
            details.put("duplicateOf", other.reference());
        }
        publish(
                complaint,
                "complaint.triaged",
                decision.reason(),
                details,
                governedBy,
                Change.of("state", before.key(), complaint.state().key()),
                Change.of("severity", chosenBefore, complaint.severity()));
        if (triage.overridden) {
            publish(
                    complaint,
                    "complaint.severity-overridden",
                    decision.reason(),
                    Map.of("decidedBy", decider.id()),
                    governedBy,
                    Change.of("severity", triage.suggestedSeverity, triage.severity));
        }
        if (other != null) {
            joinAsDuplicate(complaint, other, reason, decider, governedBy);
        }
    }

    /** The acknowledgement is on its way by mail. */
    @Transactional
    public void acknowledged(String reference, @Nullable ModelRef governedBy) {
        acknowledge(reference, "email", null, null, governedBy);
    }

    /**
     * Somebody reached the customer another way.
     *
     * @param how phone, letter or in-person
     * @param on the day, ISO 8601
     */
    @Transactional
    public void customerReached(
            String reference, String how, @Nullable String on, @Nullable String note, @Nullable ModelRef governedBy) {
        permit(MAY_WORK, "note how a customer was reached");
        acknowledge(reference, how, on, Texts.optional("reachNote", note, Texts.REASON), governedBy);
    }

    /** There is no way to reach the customer; the note says what was tried. */
    @Transactional
    public void unreachable(String reference, @Nullable String note, @Nullable ModelRef governedBy) {
        permit(MAY_WORK, "note that a customer cannot be reached");
        String tried = Texts.required("reachNote", note, Texts.REASON, "what you tried to reach the customer");
        Complaint complaint = lock(reference);
        String before = complaint.acknowledgedBy();
        complaint.acknowledged("not-reachable", clock.instant());
        publish(
                complaint,
                "complaint.unreachable",
                tried,
                Map.of(),
                governedBy,
                Change.of("acknowledgedBy", before, complaint.acknowledgedBy()));
    }

    /**
     * Keeps the analyst's finding; the task can then be completed.
     *
     * @param notDetermined why no cause could be determined; instead of cause and evidence
     */
    @Transactional
    public void recordInvestigation(
            String reference, @Nullable String cause, @Nullable String evidence, @Nullable String notDetermined) {
        Actor analyst = permit(MAY_WORK, "investigate complaints");
        Complaint complaint = lock(reference);
        UUID causeId = keep(complaint, "cause", Texts.optional("cause", cause, Texts.FINDING));
        UUID evidenceId = keep(complaint, "evidence", Texts.optional("evidence", evidence, Texts.FINDING));
        UUID notDeterminedId =
                keep(complaint, "not-determined", Texts.optional("notDetermined", notDetermined, Texts.FINDING));
        ComplaintInvestigation before = complaint.investigation();
        complaint.finding(causeId, evidenceId, notDeterminedId, analyst.id(), clock.instant());
        publish(
                complaint,
                "complaint.investigated",
                null,
                Map.of("determined", String.valueOf(causeId != null)),
                null,
                Change.ofPersonData("cause", before == null ? null : before.causeId, causeId),
                Change.ofPersonData("evidence", before == null ? null : before.evidenceId, evidenceId),
                Change.ofPersonData("notDetermined", before == null ? null : before.notDeterminedId, notDeterminedId));
    }

    /** The investigation's task is completed. @throws Refusal when no finding was recorded */
    @Transactional
    public void investigated(String reference, @Nullable ModelRef governedBy) {
        permit(MAY_WORK, "investigate complaints");
        Complaint complaint = lock(reference);
        ComplaintState before = complaint.state();
        complaint.investigated();
        publish(complaint, "complaint.investigation-completed", null, Map.of(), governedBy, moved(before, complaint));
    }

    /** Keeps the text as the newest version of the answer, to be submitted with the task. */
    @Transactional
    public void writeAnswer(String reference, String text) {
        Actor author = permit(MAY_WORK, "answer complaints");
        String kept = Texts.required("text", text, Texts.ANSWER, "the answer to the customer");
        Complaint complaint = lock(reference);
        UUID before = complaint.answer() == null ? null : complaint.answer().textId;
        UUID textId = persons.put(complaint.subject(), "answer", kept);
        ComplaintAnswer answer = complaint.answerWritten(textId, author.id(), clock.instant());
        publish(
                complaint,
                "complaint.answer-written",
                null,
                Map.of("version", String.valueOf(answer.number), "author", author.id()),
                null,
                Change.ofPersonData("answer", before, textId));
    }

    /** Hands the newest draft over for approval. @throws Refusal when there is none */
    @Transactional
    public void submitAnswer(String reference, @Nullable ModelRef governedBy) {
        permit(MAY_WORK, "answer complaints");
        Complaint complaint = lock(reference);
        ComplaintState before = complaint.state();
        ComplaintAnswer answer = complaint.answerSubmitted(clock.instant());
        publish(
                complaint,
                "complaint.answer-submitted",
                null,
                Map.of("version", String.valueOf(answer.number), "author", answer.author),
                governedBy,
                moved(before, complaint));
    }

    /**
     * Approves or sends back the submitted answer.
     *
     * @param reason owed when it is sent back
     * @throws Refusal when the decider is its author
     */
    @Transactional
    public void decideAnswer(String reference, boolean approved, @Nullable String reason) {
        Actor decider = permit(MAY_WORK, "approve answers");
        String why = approved
                ? null
                : Texts.required(
                        "reason", reason, Texts.REASON, "why the answer is sent back, at most 2000 characters");
        Complaint complaint = lock(reference);
        ComplaintState before = complaint.state();
        UUID rejection = keep(complaint, "rejection", why);
        ComplaintAnswer answer = complaint.answerDecided(approved, rejection, decider.id(), clock.instant());
        publish(
                complaint,
                approved ? "complaint.answer-approved" : "complaint.answer-rejected",
                why,
                Map.of("version", String.valueOf(answer.number), "decidedBy", decider.id(), "author", answer.author),
                null,
                moved(before, complaint),
                Change.of("answerState", ComplaintAnswer.SUBMITTED, answer.state));
    }

    /**
     * The task of the decision is completed. The decision is usually taken before, with its reason; an approval may come
     * with the task alone.
     *
     * @throws Refusal when the task says otherwise than the decision
     */
    @Transactional
    public void answerDecided(String reference, boolean approved) {
        if (lock(reference).state() == ComplaintState.APPROVING) {
            decideAnswer(reference, approved, null);
        } else {
            refuseDecision(reference, approved, null);
        }
    }

    /** What the table suggested; null when it said nothing. */
    @Transactional(readOnly = true)
    public @Nullable String suggestedSeverity(String reference) {
        return find(reference).suggestedSeverity();
    }

    /** The suggested priority, 0 to 100; null when the table said nothing. */
    @Transactional(readOnly = true)
    public @Nullable Integer priority(String reference) {
        Suggestion suggestion = find(reference).suggestion();
        return suggestion == null ? null : suggestion.priority();
    }

    /** @throws Refusal when the other reference names no complaint that this one can be a duplicate of */
    @Transactional(readOnly = true)
    public void refuseAsDuplicate(String reference, @Nullable String other) {
        otherThan(find(reference), other);
    }

    /** @throws Refusal when the investigation has no finding yet */
    @Transactional(readOnly = true)
    public void refuseWithoutFinding(String reference) {
        Complaint complaint = find(reference);
        if (!complaint.findingOfThisRound()) {
            throw Refusal.conflict("Record the finding of " + reference + " first: a cause with its evidence, or why"
                    + " none could be determined.");
        }
    }

    /** @throws Refusal when there is no new text to approve */
    @Transactional(readOnly = true)
    public void refuseWithoutDraft(String reference) {
        ComplaintAnswer newest = find(reference).answer();
        if (newest == null || !newest.is(ComplaintAnswer.DRAFT)) {
            throw Refusal.conflict("Write the answer to " + reference + " first.");
        }
    }

    /**
     * @param personId who is about to decide; null when a decision is only compared
     * @throws Refusal when this person cannot decide so: its author, without a reason, or otherwise than decided
     */
    @Transactional(readOnly = true)
    public void refuseDecision(String reference, boolean approved, @Nullable String personId) {
        Complaint complaint = find(reference);
        ComplaintAnswer newest = complaint.answer();
        if (complaint.state() == ComplaintState.APPROVING && newest != null) {
            if (newest.author.equals(personId)) {
                throw Refusal.forbidden("Nobody approves or sends back their own answer. Somebody else has to decide.");
            }
            if (!approved) {
                throw Refusal.invalid("reason", "why the answer is sent back; write it on the task's page");
            }
            return;
        }
        ComplaintState decided = approved ? ComplaintState.DELIVERING : ComplaintState.ANSWERING;
        if (complaint.state() != decided) {
            throw Refusal.conflict("The decision on the answer of " + reference + " was another one.");
        }
    }

    /** When the answer is owed: as the table says, in working days from the registration or the reopening. */
    @Transactional(readOnly = true)
    public Instant answerDue(String reference) {
        Complaint complaint = find(reference);
        Suggestion suggestion = complaint.suggestion();
        Integer days = suggestion == null ? null : suggestion.answerWithinDays();
        return workingDays.after(
                complaint.reopened() > 0 ? clock.instant() : complaint.registeredAt(),
                days == null ? DEFAULT_ANSWER_DAYS : days);
    }

    /**
     * The approved answer reached the customer.
     *
     * @param how email, phone, letter or in-person
     */
    @Transactional
    public void answerDelivered(String reference, String how, @Nullable String note, @Nullable ModelRef governedBy) {
        permit(MAY_WORK, "deliver answers");
        Complaint complaint = lock(reference);
        deliver(complaint, how, Texts.optional("reachNote", note, Texts.REASON), governedBy);
    }

    /** The approved answer cannot reach the customer; the case may be closed all the same. */
    @Transactional
    public void answerUndeliverable(String reference, @Nullable String note, @Nullable ModelRef governedBy) {
        permit(MAY_WORK, "deliver answers");
        String tried = Texts.required("reachNote", note, Texts.REASON, "what you tried to reach the customer");
        Complaint complaint = lock(reference);
        complaint.answerUndeliverable();
        publish(complaint, "complaint.unreachable", tried, Map.of("message", "answer"), governedBy);
    }

    /** Closes an answered case. An answer that left by mail counts as sent from now on. */
    @Transactional
    public void close(String reference, @Nullable ModelRef governedBy) {
        permit(MAY_WORK, "close complaints");
        Complaint complaint = lock(reference);
        ComplaintState before = complaint.state();
        if (complaint.answerLeftByMail()) {
            deliver(complaint, "email", null, governedBy);
        }
        complaint.closed(clock.instant());
        publish(complaint, "complaint.closed", null, Map.of(), governedBy, moved(before, complaint));
    }

    /** Closes what is not a complaint, or a duplicate, as decided at triage. */
    @Transactional
    public void closeWithoutAnswer(String reference, @Nullable ModelRef governedBy) {
        permit(MAY_WORK, "close complaints");
        Complaint complaint = lock(reference);
        ComplaintState before = complaint.state();
        complaint.closedWithoutAnswer(clock.instant());
        publish(
                complaint,
                "complaint.closed",
                null,
                Map.of("decidedBy", Objects.requireNonNull(complaint.triage()).decidedBy),
                governedBy,
                moved(before, complaint));
    }

    /** The customer objects to the answer: reopens a closed case and starts its process again. */
    @Transactional
    public void reopen(String reference, String reason, boolean investigateAgain) {
        permit(MAY_WORK, "reopen complaints");
        String why =
                Texts.required("reason", reason, Texts.REASON, "what the customer objects to, at most 2000 characters");
        Complaint complaint = lock(reference);
        ComplaintState before = complaint.state();
        Instant closedAt = complaint.closedAt();
        UUID otherBefore = complaint.duplicateOf();
        complaint.reopened(investigateAgain);
        publish(
                complaint,
                "complaint.reopened",
                why,
                Map.of(
                        "investigateAgain",
                        String.valueOf(investigateAgain),
                        "reopened",
                        String.valueOf(complaint.reopened())),
                null,
                moved(before, complaint),
                Change.of("closedAt", closedAt, null),
                Change.of("duplicateOf", otherBefore == null ? null : views.reference(otherBefore), null));
        complaint.startedAs(process.customerObjected(reference, investigateAgain));
    }

    private void deliver(Complaint complaint, String how, @Nullable String note, @Nullable ModelRef governedBy) {
        complaint.answerSent(clock.instant());
        publish(complaint, "complaint.answer-sent", note, Map.of("by", how), governedBy);
    }

    private void acknowledge(
            String reference, String how, @Nullable String on, @Nullable String note, @Nullable ModelRef governedBy) {
        Complaint complaint = lock(reference);
        String before = complaint.acknowledgedBy();
        complaint.acknowledged(how, clock.instant());
        publish(
                complaint,
                "complaint.acknowledged",
                note,
                on == null ? Map.of("by", how) : Map.of("by", how, "on", on),
                governedBy,
                Change.of("acknowledgedBy", before, complaint.acknowledgedBy()));
    }

    private static TriageDecision checked(TriageDecision decision) {
        if (!TriageDecision.OUTCOMES.contains(decision.outcome())) {
            throw Refusal.invalid("outcome", "one of " + String.join(", ", TriageDecision.OUTCOMES));
        }
        return new TriageDecision(
                decision.outcome(),
                decision.answerOwed() ? decision.severity() : null,
                Texts.optional("reason", decision.reason(), Texts.REASON),
                decision.outcome().equals(TriageDecision.DUPLICATE) ? decision.duplicateOf() : null);
    }

    private Complaint otherThan(Complaint complaint, @Nullable String reference) {
        if (reference == null || reference.isBlank()) {
            throw Refusal.invalid("duplicateOf", "the reference of the other complaint");
        }
        Complaint other = opened.find(reference.strip())
                .orElseThrow(() -> Refusal.invalid(
                        "duplicateOf", "the reference of another complaint; there is no " + reference.strip()));
        if (other.id().equals(complaint.id())) {
            throw Refusal.invalid("duplicateOf", "another complaint than this one");
        }
        for (UUID next = other.duplicateOf(); next != null; ) {
            if (next.equals(complaint.id())) {
                throw Refusal.invalid(
                        "duplicateOf",
                        "a complaint that is not itself a duplicate of this one, as " + other.reference() + " is");
            }
            next = complaints.findById(next).map(Complaint::duplicateOf).orElse(null);
        }
        return other;
    }

    /** The duplicate's reports now stand behind the other case too. */
    private void joinAsDuplicate(
            Complaint duplicate, Complaint other, @Nullable UUID reason, Actor decider, @Nullable ModelRef governedBy) {
        List<UUID> linked = jdbc.sql("select report_id from complaint_report where complaint_id = ? order by linked_at")
                .param(duplicate.id())
                .query(UUID.class)
                .list();
        for (UUID report : linked) {
            jdbc.sql("""
                            insert into complaint_report (complaint_id, report_id, kind, linked_by, linked_at, reason_id)
                            values (?, ?, 'joined', ?, ?, ?) on conflict do nothing""")
                    .params(Arrays.asList(
                            other.id(), report, decider.id(), clock.instant().atOffset(ZoneOffset.UTC), reason))
                    .update();
            reports.joined(report, CaseRef.complaint(other.reference()));
        }
        publish(
                other,
                "complaint.duplicate-joined",
                null,
                Map.of("duplicate", duplicate.reference(), "decidedBy", decider.id()),
                governedBy);
    }

    private Complaint find(String reference) {
        return opened.find(known(reference)).orElseThrow(() -> none(reference));
    }

    /** The case, alone with it until the transaction ends: steps of one case come one by one. */
    private Complaint lock(String reference) {
        return opened.lock(known(reference)).orElseThrow(() -> none(reference));
    }

    private static String known(String reference) {
        if (reference.length() > 20 || reference.indexOf('\0') >= 0) {
            throw none("this reference");
        }
        return reference;
    }

    private static Refusal none(String reference) {
        return Refusal.notFound("There is no complaint " + reference + ".");
    }

    private @Nullable UUID keep(Complaint complaint, String kind, @Nullable String text) {
        return text == null ? null : persons.put(complaint.subject(), kind, text);
    }

    private static Change moved(ComplaintState before, Complaint complaint) {
        return Change.of("state", before.key(), complaint.state().key());
    }

    private void publish(
            Complaint complaint,
            String type,
            @Nullable String reason,
            Map<String, String> details,
            @Nullable ModelRef governedBy,
            Change... changes) {
        events.publishEvent(QualityEvent.of(CaseRef.complaint(complaint.reference()), type)
                .because(complaint.subject(), reason)
                .changing(Arrays.stream(changes)
                        .filter(change -> !Objects.equals(change.before(), change.after()))
                        .toArray(Change[]::new))
                .with(details)
                .governedBy(governedBy));
    }

    /** @return who acts; what the system does in a process is not a person's to be permitted */
    private Actor permit(Set<String> roles, String what) {
        Actor actor = actors.current();
        boolean may =
                switch (actor.kind()) {
                    case SYSTEM -> true;
                    case PERSON -> !Collections.disjoint(actor.roles(), roles);
                    case CUSTOMER, ANONYMOUS -> false;
                };
        if (!may) {
            throw Refusal.forbidden("You may not " + what + ".");
        }
        return actor;
    }

    /**
     * A report, and the complaint it is to become.
     *
     * @param history what came of it elsewhere; null when it is open
     */
    public record Judged(
            UnjudgedReport report,
            RegisterComplaint complaint,
            @Nullable History history) {}

    /**
     * One page of the register, newest first.
     *
     * @param page from 0; 0 too for a page that was reached by a cursor
     * @param total rows that match, counted up to 10,000
     * @param totalIsMinimum whether there are more than that
     * @param next cursor of the older ones; null when there are none
     * @param previous cursor of the newer ones; null when there are none
     */
    public record Page(
            List<Row> content,
            int page,
            int size,
            long total,
            boolean totalIsMinimum,
            @Nullable String next,
            @Nullable String previous) {}

    /**
     * One row of the register.
     *
     * @param severity as chosen by a person, until then as suggested
     * @param product of the first product, its name or else its code
     * @param customer the name, or else how the customer can be told apart; null when unknown or erased
     */
    public record Row(
            String reference,
            ComplaintState state,
            @Nullable String severity,
            @Nullable Integer priority,
            @Nullable String category,
            @Nullable String product,
            @Nullable String customer,
            String channel,
            Instant registeredAt,
            @Nullable Instant closedAt,
            boolean demo) {

        Row of(@Nullable String name) {
            return new Row(
                    reference,
                    state,
                    severity,
                    priority,
                    category,
                    product,
                    name,
                    channel,
                    registeredAt,
                    closedAt,
                    demo);
        }
    }
}
