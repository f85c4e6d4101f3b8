package io.redress.complaint;

import static io.redress.complaint.ComplaintState.ANSWERING;
import static io.redress.complaint.ComplaintState.APPROVING;
import static io.redress.complaint.ComplaintState.CLOSED;
import static io.redress.complaint.ComplaintState.DELIVERING;
import static io.redress.complaint.ComplaintState.INVESTIGATING;
import static io.redress.complaint.ComplaintState.NOT_A_COMPLAINT;
import static io.redress.complaint.ComplaintState.REGISTERED;

import com.github.f4b6a3.uuid.UuidCreator;
import io.redress.core.Refusal;
import jakarta.persistence.CascadeType;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One complaint: what is known of it, and which step may follow which.
 *
 * <pre>
 * REGISTERED ── triage ──► INVESTIGATING ── investigated ──► ANSWERING ── submit ──► APPROVING ── approve ──► DELIVERING ── close ──► CLOSED
 *      │            └──────────────────────────────────────────►  ▲  ◄── reject ──────┘
 *      └─ triage, closeWithoutAnswer ──► NOT_A_COMPLAINT, DUPLICATE
 * taken over from another register ── closedElsewhere ──► CLOSED
 * CLOSED, NOT_A_COMPLAINT, DUPLICATE ── reopen ──► INVESTIGATING or ANSWERING
 * </pre>
 *
 * A step that does not fit the state is refused. Who may take it is asked before, in {@link Complaints}.
 */
@Entity
@Table(name = "complaint")
class Complaint {

    @Id
    private UUID id;

    @Version
    private Integer version;

    private String reference;
    private ComplaintState state;
    private String channel;
    private String language;
    private String category;
    private LocalDate awarenessDate;
    private Instant registeredAt;
    private String registeredBy;
    private Instant closedAt;
    private int reopened;
    private UUID customerId;
    private UUID subject;
    private UUID descriptionId;
    private UUID remedyId;

    private String severity;
    private Instant scoredAt;
    private String suggestedSeverity;
    private Integer priority;
    private Integer severityRating;
    private Integer occurrenceRating;
    private Integer detectabilityRating;
    private Integer riskPriorityNumber;
    private Integer answerWithinDays;
    private String ratingReason;
    private boolean safety;
    private String safetySignals;
    private int similarComplaints;
    private String similarBy;
    private Integer windowDays;

    private Instant acknowledgedAt;
    private String acknowledgedBy;
    private boolean undeliverable;
    private UUID duplicateOf;
    private String processInstanceId;
    private boolean demo;

    @ElementCollection
    @CollectionTable(name = "complaint_product", joinColumns = @JoinColumn(name = "complaint_id"))
    @OrderColumn(name = "position")
    private List<ComplaintProduct> products = new ArrayList<>();

    @OneToMany(mappedBy = "complaint", cascade = CascadeType.ALL)
    @OrderBy("decidedAt, id")
    private List<ComplaintTriage> triages = new ArrayList<>();

    @OneToMany(mappedBy = "complaint", cascade = CascadeType.ALL)
    @OrderBy("foundAt, id")
    private List<ComplaintInvestigation> investigations = new ArrayList<>();

    @OneToMany(mappedBy = "complaint", cascade = CascadeType.ALL)
    @OrderBy("number")
    private List<ComplaintAnswer> answers = new ArrayList<>();

    protected Complaint() {}

    Complaint(
            String reference,
            RegisterComplaint registered,
            Registration.Origin origin,
            UUID descriptionId,
            @Nullable UUID remedyId) {
        this.id = UuidCreator.getTimeOrderedEpoch();
        this.reference = reference;
        this.state = REGISTERED;
        this.channel = registered.channel();
        this.language = origin.language();
        this.category = registered.category();
        this.awarenessDate = origin.awarenessDate();
        this.subject = origin.subject();
        this.customerId = origin.customerId();
        this.descriptionId = descriptionId;
        this.remedyId = remedyId;
        this.registeredBy = origin.registeredBy();
        this.registeredAt = origin.registeredAt();
        this.demo = origin.demo();
        registered.products().forEach(product -> products.add(new ComplaintProduct(product)));
    }

    void startedAs(String processInstanceId) {
        this.processInstanceId = processInstanceId;
    }

    /** It was answered and closed before it came here; no process of ours runs for it. */
    void closedElsewhere(Instant at) {
        require(REGISTERED, "taken over as closed");
        state = CLOSED;
        closedAt = at;
    }

    /** The facts gathered for the table. A late repetition of the step changes nothing that a person decided. */
    void factsGathered(ScoringFacts facts) {
        refuseWhenClosed("scored");
        safety = facts.safety();
        safetySignals = String.join("\n", facts.safetySignals());
        similarComplaints = facts.similarComplaints();
        similarBy = facts.similarBy();
        windowDays = facts.windowDays();
    }

    void scored(Suggestion suggestion, Instant at) {
        refuseWhenClosed("scored");
        scoredAt = at;
        suggestedSeverity = suggestion.severity();
        priority = suggestion.priority();
        severityRating = suggestion.severityRating();
        occurrenceRating = suggestion.occurrenceRating();
        detectabilityRating = suggestion.detectabilityRating();
        riskPriorityNumber = suggestion.riskPriorityNumber();
        answerWithinDays = suggestion.answerWithinDays();
        ratingReason = suggestion.reason();
    }

    /** Does this choice of severity differ from the suggested one? Without a suggestion a person decides freely. */
    boolean overrides(TriageDecision decision) {
        return suggestedSeverity != null
                && decision.severity() != null
                && decision.answerOwed()
                && !suggestedSeverity.equals(decision.severity());
    }

    ComplaintTriage triaged(
            TriageDecision decision, @Nullable UUID reasonId, @Nullable UUID other, String by, Instant at) {
        require(REGISTERED, "triaged");
        if (triage() != null) {
            throw Refusal.conflict(reference + " was triaged already, by " + triage().decidedBy + ".");
        }
        boolean overridden = overrides(decision);
        if (reasonId == null && (overridden || !decision.answerOwed())) {
            throw Refusal.invalid("reason", "a reason is owed for this decision");
        }
        if (decision.answerOwed() && (decision.severity() == null || !Severity.ALL.contains(decision.severity()))) {
            throw Refusal.invalid("chosenSeverity", "one of " + String.join(", ", Severity.ALL));
        }
        if (decision.outcome().equals(TriageDecision.DUPLICATE)) {
            if (other == null) {
                throw Refusal.invalid("duplicateOf", "the reference of the other complaint");
            }
            if (other.equals(id)) {
                throw Refusal.invalid("duplicateOf", "another complaint than this one");
            }
            duplicateOf = other;
        }
        ComplaintTriage triage = new ComplaintTriage(this, decision, overridden, reasonId, duplicateOf, by, at);
        triages.add(triage);
        if (decision.answerOwed()) {
            severity = decision.severity();
            state = decision.outcome().equals(TriageDecision.INVESTIGATE) ? INVESTIGATING : ANSWERING;
        }
        return triage; // what is owed no answer stays REGISTERED until the process closes it
    }

    void acknowledged(String how, Instant at) {
        if (acknowledgedAt == null) {
            acknowledgedAt = at;
            acknowledgedBy = how;
        }
    }

    void finding(
            @Nullable UUID causeId, @Nullable UUID evidenceId, @Nullable UUID notDeterminedId, String by, Instant at) {
        require(INVESTIGATING, "given a finding");
        boolean proven = causeId != null && evidenceId != null && notDeterminedId == null;
        boolean reasoned = causeId == null && notDeterminedId != null;
        if (!proven && !reasoned) {
            throw Refusal.invalid("cause", "a cause with its evidence, or a reason why none could be determined");
        }
        investigations.add(new ComplaintInvestigation(this, causeId, evidenceId, notDeterminedId, by, at));
    }

    void investigated() {
        require(INVESTIGATING, "taken out of investigation");
        if (!findingOfThisRound()) {
            throw Refusal.conflict(reference + " has no finding yet: record a cause with its evidence, or why none"
                    + " could be determined.");
        }
        state = ANSWERING;
    }

    /** An investigation after a reopening owes a finding of its own. */
    boolean findingOfThisRound() {
        ComplaintInvestigation newest = investigation();
        ComplaintAnswer lastAnswer = answers.isEmpty() ? null : answers.get(answers.size() - 1);
        return newest != null
                && (lastAnswer == null
                        || lastAnswer.decidedAt == null
                        || !newest.foundAt.isBefore(lastAnswer.decidedAt));
    }

    /** A draft of the same author is rewritten; anything else is a new version. */
    ComplaintAnswer answerWritten(UUID textId, String author, Instant at) {
        require(ANSWERING, "answered");
        ComplaintAnswer newest = answer();
        if (newest != null && newest.is(ComplaintAnswer.DRAFT) && newest.author.equals(author)) {
            newest.textId = textId;
            newest.writtenAt = at;
            return newest;
        }
        ComplaintAnswer next = new ComplaintAnswer(this, answers.size() + 1, textId, author, at);
        answers.add(next);
        return next;
    }

    ComplaintAnswer answerSubmitted(Instant at) {
        require(ANSWERING, "submitted for approval");
        ComplaintAnswer newest = answer();
        if (newest == null || !newest.is(ComplaintAnswer.DRAFT)) {
            throw Refusal.conflict(reference + " has no new text to approve: write the answer first.");
        }
        newest.state = ComplaintAnswer.SUBMITTED;
        newest.submittedAt = at;
        state = APPROVING;
        return newest;
    }

    ComplaintAnswer answerDecided(boolean approved, @Nullable UUID rejectionId, String by, Instant at) {
        require(APPROVING, "approved or sent back");
        ComplaintAnswer newest = answer();
        if (newest == null || !newest.is(ComplaintAnswer.SUBMITTED)) {
            throw Refusal.conflict(reference + " has no answer that waits for approval.");
        }
        if (newest.author.equals(by)) {
            throw Refusal.forbidden("Nobody approves or sends back their own answer. Somebody else has to decide.");
        }
        if (!approved && rejectionId == null) {
            throw Refusal.invalid("reason", "why the answer is sent back");
        }
        newest.state = approved ? ComplaintAnswer.APPROVED : ComplaintAnswer.REJECTED;
        newest.rejectionId = approved ? null : rejectionId;
        newest.decidedBy = by;
        newest.decidedAt = at;
        state = approved ? DELIVERING : ANSWERING;
        return newest;
    }

    void answerSent(Instant at) {
        require(DELIVERING, "answered to the customer");
        ComplaintAnswer newest = answer();
        if (newest != null && newest.is(ComplaintAnswer.APPROVED)) {
            newest.state = ComplaintAnswer.SENT;
            newest.sentAt = at;
        }
    }

    /** The approved answer cannot reach the customer, as somebody noted. */
    void answerUndeliverable() {
        require(DELIVERING, "noted as undeliverable");
        undeliverable = true;
    }

    /** Nobody noted another way: the approved answer went by mail. */
    boolean answerLeftByMail() {
        ComplaintAnswer newest = answer();
        return state == DELIVERING && !undeliverable && newest != null && newest.is(ComplaintAnswer.APPROVED);
    }

    void closed(Instant at) {
        require(DELIVERING, "closed");
        state = CLOSED;
        closedAt = at;
    }

    void closedWithoutAnswer(Instant at) {
        require(REGISTERED, "closed without an answer");
        ComplaintTriage decision = triage();
        if (decision == null
                || (!decision.outcome.equals(TriageDecision.NOT_A_COMPLAINT)
                        && !decision.outcome.equals(TriageDecision.DUPLICATE))) {
            throw Refusal.conflict(reference + " is owed an answer; nobody decided otherwise.");
        }
        state = decision.outcome.equals(TriageDecision.DUPLICATE) ? ComplaintState.DUPLICATE : NOT_A_COMPLAINT;
        closedAt = at;
    }

    void reopened(boolean investigateAgain) {
        if (!state.closed()) {
            throw Refusal.conflict(reference + " is still open; there is nothing to reopen.");
        }
        state = investigateAgain ? INVESTIGATING : ANSWERING;
        closedAt = null;
        duplicateOf = null;
        undeliverable = false;
        reopened++;
    }

    private void require(ComplaintState predecessor, String what) {
        if (state != predecessor) {
            throw Refusal.conflict(reference + " cannot be " + what + " now: it is " + state.key() + ", not "
                    + predecessor.key() + ".");
        }
    }

    private void refuseWhenClosed(String what) {
        if (state.closed()) {
            throw Refusal.conflict(reference + " cannot be " + what + " now: it is " + state.key() + ".");
        }
    }

    /** The decision that counts; null before triage. */
    ComplaintTriage triage() {
        return triages.isEmpty() ? null : triages.get(triages.size() - 1);
    }

    /** The newest finding; null before one. */
    ComplaintInvestigation investigation() {
        return investigations.isEmpty() ? null : investigations.get(investigations.size() - 1);
    }

    /** The newest version of the answer; null before one. */
    ComplaintAnswer answer() {
        return answers.isEmpty() ? null : answers.get(answers.size() - 1);
    }

    UUID id() {
        return id;
    }

    String reference() {
        return reference;
    }

    ComplaintState state() {
        return state;
    }

    String channel() {
        return channel;
    }

    String language() {
        return language;
    }

    String category() {
        return category;
    }

    LocalDate awarenessDate() {
        return awarenessDate;
    }

    Instant registeredAt() {
        return registeredAt;
    }

    String registeredBy() {
        return registeredBy;
    }

    Instant closedAt() {
        return closedAt;
    }

    int reopened() {
        return reopened;
    }

    UUID customerId() {
        return customerId;
    }

    UUID subject() {
        return subject;
    }

    UUID descriptionId() {
        return descriptionId;
    }

    UUID remedyId() {
        return remedyId;
    }

    String severity() {
        return severity;
    }

    String suggestedSeverity() {
        return suggestedSeverity;
    }

    /** Null until the table was asked. */
    Suggestion suggestion() {
        return scoredAt == null
                ? null
                : new Suggestion(
                        suggestedSeverity,
                        priority,
                        severityRating,
                        occurrenceRating,
                        detectabilityRating,
                        riskPriorityNumber,
                        answerWithinDays,
                        ratingReason);
    }

    ScoringFacts facts() {
        return windowDays == null
                ? null
                : new ScoringFacts(
                        category,
                        channel,
                        safetySignals == null || safetySignals.isEmpty()
                                ? List.of()
                                : Arrays.asList(safetySignals.split("\n")),
                        similarComplaints,
                        similarBy,
                        windowDays);
    }

    Instant acknowledgedAt() {
        return acknowledgedAt;
    }

    String acknowledgedBy() {
        return acknowledgedBy;
    }

    UUID duplicateOf() {
        return duplicateOf;
    }

    String processInstanceId() {
        return processInstanceId;
    }

    boolean demo() {
        return demo;
    }

    List<RegisterComplaint.Product> products() {
        return products.stream().map(ComplaintProduct::view).toList();
    }

    List<ComplaintAnswer> answers() {
        return answers;
    }
}
