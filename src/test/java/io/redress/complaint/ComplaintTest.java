package io.redress.complaint;

import static io.redress.complaint.ComplaintState.ANSWERING;
import static io.redress.complaint.ComplaintState.APPROVING;
import static io.redress.complaint.ComplaintState.CLOSED;
import static io.redress.complaint.ComplaintState.DELIVERING;
import static io.redress.complaint.ComplaintState.DUPLICATE;
import static io.redress.complaint.ComplaintState.INVESTIGATING;
import static io.redress.complaint.ComplaintState.NOT_A_COMPLAINT;
import static io.redress.complaint.ComplaintState.REGISTERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.core.Refusal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ComplaintTest {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final UUID TEXT = UUID.randomUUID();

    private static final Map<String, Consumer<Complaint>> STEPS = Map.of(
            "triage", c -> c.triaged(decision("complaint", "minor"), null, null, "handler", NOW),
            "finding", c -> c.finding(TEXT, TEXT, null, "investigator", NOW),
            "investigated", Complaint::investigated,
            "write", c -> c.answerWritten(TEXT, "handler", NOW),
            "submit", c -> c.answerSubmitted(NOW),
            "approve", c -> c.answerDecided(true, null, "quality", NOW),
            "reject", c -> c.answerDecided(false, TEXT, "quality", NOW),
            "close", c -> c.closed(NOW),
            "closeWithoutAnswer", c -> c.closedWithoutAnswer(NOW),
            "reopen", c -> c.reopened(true));

    private static final Map<ComplaintState, List<String>> ALLOWED = Map.of(
            REGISTERED, List.of("triage"),
            INVESTIGATING, List.of("finding"),
            ANSWERING, List.of("write"),
            APPROVING, List.of("approve", "reject"),
            DELIVERING, List.of("close"),
            CLOSED, List.of("reopen"),
            NOT_A_COMPLAINT, List.of("reopen"),
            DUPLICATE, List.of("reopen"));

    @TestFactory
    Stream<DynamicTest> eachStateAllowsItsOwnStepsAndRefusesEveryOther() {
        return Stream.of(ComplaintState.values()).flatMap(state -> STEPS.entrySet().stream()
                .map(step -> DynamicTest.dynamicTest(state.key() + " and " + step.getKey(), () -> {
                    Complaint complaint = in(state);
                    assertThat(complaint.state()).isEqualTo(state);
                    if (ALLOWED.get(state).contains(step.getKey())) {
                        step.getValue().accept(complaint);
                    } else {
                        refused(Refusal.Kind.CONFLICT, () -> step.getValue().accept(complaint));
                        assertThat(complaint.state()).isEqualTo(state);
                    }
                })));
    }

    @Test
    void whatNeedsInvestigationIsAnsweredOnlyAfterAFinding() {
        Complaint complaint = in(INVESTIGATING);
        refused(Refusal.Kind.CONFLICT, complaint::investigated);
        refused(Refusal.Kind.INVALID, () -> complaint.finding(TEXT, null, null, "investigator", NOW));
        refused(Refusal.Kind.INVALID, () -> complaint.finding(TEXT, TEXT, TEXT, "investigator", NOW));
        refused(Refusal.Kind.INVALID, () -> complaint.finding(null, null, null, "investigator", NOW));
        complaint.finding(null, null, TEXT, "investigator", NOW);
        complaint.investigated();
        assertThat(complaint.state()).isEqualTo(ANSWERING);
    }

    @Test
    void anInvestigationAfterAReopeningOwesAFindingOfItsOwn() {
        Complaint complaint = in(INVESTIGATING);
        complaint.finding(TEXT, TEXT, null, "investigator", NOW);
        complaint.investigated();
        complaint.answerWritten(TEXT, "handler", NOW);
        complaint.answerSubmitted(NOW);
        complaint.answerDecided(true, null, "quality", NOW.plusSeconds(60));
        complaint.closed(NOW.plusSeconds(61));
        complaint.reopened(true);
        refused(Refusal.Kind.CONFLICT, complaint::investigated);
        complaint.finding(TEXT, TEXT, null, "investigator", NOW.plusSeconds(120));
        complaint.investigated();
        assertThat(complaint.state()).isEqualTo(ANSWERING);
    }

    @Test
    void withoutASuggestionAnySeverityIsChosenFreely() {
        Complaint complaint = registered();
        complaint.scored(new Suggestion(null, null, null, null, null, null, null, null), NOW);
        assertThat(complaint.triaged(decision("complaint", "critical"), null, null, "handler", NOW).overridden)
                .isFalse();
        assertThat(complaint.severity()).isEqualTo("critical");
    }

    @Test
    void anotherSeverityThanTheSuggestedOneOwesAReason() {
        Complaint complaint = registered();
        complaint.scored(new Suggestion("major", 70, 7, 5, 4, 140, 5, "because"), NOW);
        refused(
                Refusal.Kind.INVALID,
                () -> complaint.triaged(decision("complaint", "minor"), null, null, "handler", NOW));
        assertThat(complaint.triaged(decision("complaint", "minor"), TEXT, null, "handler", NOW).overridden)
                .isTrue();
    }

    @Test
    void aComplaintOwesASeverityAndNothingIsTriagedTwice() {
        Complaint complaint = registered();
        refused(Refusal.Kind.INVALID, () -> complaint.triaged(decision("complaint", null), TEXT, null, "handler", NOW));
        refused(
                Refusal.Kind.INVALID,
                () -> complaint.triaged(decision("complaint", "huge"), TEXT, null, "handler", NOW));
        refused(
                Refusal.Kind.INVALID,
                () -> complaint.triaged(decision("not-a-complaint", null), null, null, "handler", NOW));
        complaint.triaged(decision("not-a-complaint", null), TEXT, null, "handler", NOW);
        refused(
                Refusal.Kind.CONFLICT,
                () -> complaint.triaged(decision("complaint", "minor"), TEXT, null, "handler", NOW));
    }

    @Test
    void aDuplicateNeedsAnotherComplaint() {
        Complaint complaint = registered();
        refused(Refusal.Kind.INVALID, () -> complaint.triaged(decision("duplicate", null), TEXT, null, "handler", NOW));
        refused(
                Refusal.Kind.INVALID,
                () -> complaint.triaged(decision("duplicate", null), TEXT, complaint.id(), "handler", NOW));
        assertThat(complaint.duplicateOf()).isNull();
    }

    @Test
    void nobodyDecidesOnTheirOwnAnswer() {
        Complaint complaint = in(APPROVING);
        refused(Refusal.Kind.FORBIDDEN, () -> complaint.answerDecided(true, null, "handler", NOW));
        refused(Refusal.Kind.FORBIDDEN, () -> complaint.answerDecided(false, TEXT, "handler", NOW));
        refused(Refusal.Kind.INVALID, () -> complaint.answerDecided(false, null, "quality", NOW));
    }

    @Test
    void aDraftOfSomebodyElseIsNotRewrittenButFollowedByAVersionOfTheNewAuthor() {
        Complaint complaint = in(ANSWERING);
        assertThat(complaint.answerWritten(TEXT, "handler", NOW).number).isEqualTo(1);
        assertThat(complaint.answerWritten(UUID.randomUUID(), "handler", NOW).number)
                .isEqualTo(1);
        assertThat(complaint.answerWritten(TEXT, "other", NOW).number).isEqualTo(2);
        complaint.answerSubmitted(NOW);
        refused(Refusal.Kind.FORBIDDEN, () -> complaint.answerDecided(true, null, "other", NOW));
    }

    @Test
    void anAnswerThatWasSentBackIsNotSubmittedAgainUnchanged() {
        Complaint complaint = in(APPROVING);
        complaint.answerDecided(false, TEXT, "quality", NOW);
        refused(Refusal.Kind.CONFLICT, () -> complaint.answerSubmitted(NOW));
    }

    @Test
    void reopeningCountsAndForgetsTheClosureAndTheOtherCase() {
        Complaint complaint = in(DUPLICATE);
        assertThat(complaint.duplicateOf()).isNotNull();
        complaint.reopened(false);
        assertThat(complaint.state()).isEqualTo(ANSWERING);
        assertThat(complaint.reopened()).isEqualTo(1);
        assertThat(complaint.closedAt()).isNull();
        assertThat(complaint.duplicateOf()).isNull();
    }

    @Test
    void aClosedCaseIsNotScoredAgain() {
        Complaint complaint = in(CLOSED);
        refused(
                Refusal.Kind.CONFLICT,
                () -> complaint.scored(new Suggestion("major", 70, 7, 5, 4, 140, 5, "because"), NOW));
    }

    private static Complaint in(ComplaintState state) {
        Complaint c = registered();
        switch (state) {
            case REGISTERED -> {}
            case INVESTIGATING -> c.triaged(decision("investigate", "minor"), null, null, "handler", NOW);
            case NOT_A_COMPLAINT -> {
                c.triaged(decision("not-a-complaint", null), TEXT, null, "handler", NOW);
                c.closedWithoutAnswer(NOW);
            }
            case DUPLICATE -> {
                c.triaged(decision("duplicate", null), TEXT, UUID.randomUUID(), "handler", NOW);
                c.closedWithoutAnswer(NOW);
            }
            case ANSWERING -> c.triaged(decision("complaint", "minor"), null, null, "handler", NOW);
            case APPROVING -> {
                c.triaged(decision("complaint", "minor"), null, null, "handler", NOW);
                c.answerWritten(TEXT, "handler", NOW);
                c.answerSubmitted(NOW);
            }
            case DELIVERING, CLOSED -> {
                c.triaged(decision("complaint", "minor"), null, null, "handler", NOW);
                c.answerWritten(TEXT, "handler", NOW);
                c.answerSubmitted(NOW);
                c.answerDecided(true, null, "quality", NOW);
                if (state == CLOSED) {
                    c.answerSent(NOW);
                    c.closed(NOW);
                }
            }
        }
        return c;
    }

    private static Complaint registered() {
        return new Complaint(
                "C-2026-000001",
                new RegisterComplaint(
                        "phone", null, null, null, "en", null, List.of(), "performance", "It leaks", null, null),
                new Registration.Origin(UUID.randomUUID(), null, LocalDate.of(2026, 11, 20), "en", "agent", NOW, false),
                UUID.randomUUID(),
                null);
    }

    private static TriageDecision decision(String outcome, String severity) {
        return new TriageDecision(outcome, severity, null, null);
    }

    private static void refused(Refusal.Kind kind, ThrowingCallable step) {
        assertThatThrownBy(step).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.kind())
                .isEqualTo(kind));
    }
}
