package io.redress.complaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.complaint.process.CaseTasks;
import io.redress.core.Refusal;
import io.redress.identity.Actors;
import io.redress.testing.RedressTest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Complaints on the whole application: the register, its rules, and the process from registration to closure. */
@RedressTest
class ComplaintHandlingIT {

    @Autowired
    Complaints complaints;

    @Autowired
    CaseTasks tasks;

    @Autowired
    Actors actors;

    @Autowired
    JdbcTemplate jdbc;

    Cases cases;

    @BeforeEach
    void people() {
        cases = new Cases(complaints, tasks, actors);
    }

    @Test
    void aComplaintGoesFromRegistrationThroughInvestigationToClosure() {
        String product = "P-" + UUID.randomUUID();
        String reference = cases.registered(Cases.about(product, "It leaks."));
        assertThat(reference).matches("C-[0-9]{4}-[0-9]{6}");

        cases.task(reference, Cases.TRIAGE);
        ComplaintView scored = cases.view(reference);
        assertThat(scored.score()).isNotNull();
        assertThat(scored.score().similarComplaints()).isZero();
        assertThat(scored.score().safety()).isFalse();
        assertThat(scored.score().reasons()).isNotEmpty();

        cases.complete(
                reference,
                Cases.TRIAGE,
                Cases.HANDLER,
                Map.of("outcome", "investigate", "chosenSeverity", scored.severity()));
        String investigate = cases.task(reference, Cases.INVESTIGATE);
        assertThatThrownBy(() -> cases.as(Cases.INVESTIGATOR, () -> tasks.complete(investigate, Map.of())))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("finding");
        cases.as(Cases.INVESTIGATOR, () -> complaints.recordInvestigation(reference, "Seal worn", "Photo 4", null));
        cases.complete(reference, Cases.INVESTIGATE, Cases.INVESTIGATOR, Map.of());

        cases.answered(reference, "We replace the seal.");
        assertThat(cases.view(reference).state()).isEqualTo(ComplaintState.APPROVING);
        cases.approved(reference);

        ComplaintView closed = cases.state(reference, ComplaintState.CLOSED);
        assertThat(closed.closedAt()).isNotNull();
        assertThat(closed.triage().decidedBy()).isEqualTo("handler");
        assertThat(closed.investigation().cause()).isEqualTo("Seal worn");
        assertThat(closed.answers()).singleElement().satisfies(answer -> {
            assertThat(answer.state()).isEqualTo("sent");
            assertThat(answer.author()).isEqualTo("handler");
            assertThat(answer.decidedBy()).isEqualTo("quality");
            assertThat(answer.text()).isEqualTo("We replace the seal.");
        });
        assertThat(closed.acknowledgedBy()).isEqualTo("email");
        assertThat(closed.reports()).singleElement().satisfies(report -> assertThat(report.kind())
                .isEqualTo("promoted"));
    }

    @Test
    void whoCannotBeReachedByMailIsReachedByAPersonAndTheNoteIsKept() {
        String reference = cases.registered(Cases.about("P-reach", "It squeaks.", null));
        String reach = cases.task(reference, Cases.REACH);

        assertThatThrownBy(() ->
                        cases.as(Cases.HANDLER, () -> tasks.complete(reach, Map.of("reachedBy", "not-reachable"))))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.problems())
                        .extracting("field")
                        .containsExactly("reachNote"));
        cases.as(
                Cases.HANDLER,
                () -> tasks.complete(
                        reach,
                        Map.of(
                                "reachedBy",
                                "phone",
                                "reachedOn",
                                LocalDate.now().toString(),
                                "reachNote",
                                "")));
        assertThat(cases.view(reference).acknowledgedBy()).isEqualTo("phone");

        cases.toApproval(reference, "It is oiled now.");
        cases.approved(reference);
        cases.complete(
                reference,
                Cases.DELIVER,
                Cases.HANDLER,
                Map.of("reachedBy", "not-reachable", "reachNote", "Three letters came back"));
        ComplaintView closed = cases.state(reference, ComplaintState.CLOSED);
        assertThat(closed.answers().get(0).state()).isEqualTo("approved");
    }

    @Test
    void theSuggestedSeverityIsOverriddenOnlyWithAReason() {
        String reference = cases.registered(Cases.about("P-override", "It is loud."));
        String triage = cases.task(reference, Cases.TRIAGE);
        String suggested = cases.view(reference).severity();
        String other = Severity.ALL.stream()
                .filter(s -> !s.equals(suggested))
                .findFirst()
                .orElseThrow();

        Map<String, Object> fields = new HashMap<>(Map.of("outcome", "complaint", "chosenSeverity", other));
        assertThatThrownBy(() -> cases.as(Cases.HANDLER, () -> tasks.complete(triage, fields)))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.problems())
                        .extracting("field")
                        .containsExactly("reason"));
        fields.put("reason", "A second unit failed in the same ward");
        cases.as(Cases.HANDLER, () -> tasks.complete(triage, fields));

        ComplaintView view = cases.view(reference);
        assertThat(view.severity()).isEqualTo(other);
        assertThat(view.triage().overridden()).isTrue();
        assertThat(view.triage().reason()).isEqualTo("A second unit failed in the same ward");
    }

    @Test
    void whatIsNoComplaintIsClosedWithAReasonAndTheDecidersName() {
        String reference = cases.registered(Cases.about("P-none", "When do you open?"));
        String triage = cases.task(reference, Cases.TRIAGE);

        assertThatThrownBy(() ->
                        cases.as(Cases.HANDLER, () -> tasks.complete(triage, Map.of("outcome", "not-a-complaint"))))
                .isInstanceOf(Refusal.class);
        cases.as(
                Cases.HANDLER,
                () -> tasks.complete(triage, Map.of("outcome", "not-a-complaint", "reason", "A question")));

        ComplaintView closed = cases.state(reference, ComplaintState.NOT_A_COMPLAINT);
        assertThat(closed.triage().decidedBy()).isEqualTo("handler");
        assertThat(closed.triage().severity()).isNull();
        assertThat(closed.answers()).isEmpty();
    }

    @Test
    void aDuplicateNamesAnotherExistingCaseAndMakesNoCircle() {
        String first = cases.registered(Cases.about("P-dup", "It broke."));
        String second = cases.registered(Cases.about("P-dup", "It broke, as I said."));
        String triage = cases.task(second, Cases.TRIAGE);
        for (String wrong : List.of(second, "C-2026-999999", "", "first")) {
            assertThatThrownBy(() -> cases.as(
                            Cases.HANDLER,
                            () -> tasks.complete(
                                    triage,
                                    Map.of("outcome", "duplicate", "reason", "same call", "duplicateOf", wrong))))
                    .as(wrong)
                    .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.problems())
                            .extracting("field")
                            .containsExactly("duplicateOf"));
        }
        cases.as(
                Cases.HANDLER,
                () -> tasks.complete(
                        triage, Map.of("outcome", "duplicate", "reason", "same call", "duplicateOf", first)));

        String back = cases.task(first, Cases.TRIAGE);
        assertThatThrownBy(() -> cases.as(
                        Cases.HANDLER,
                        () -> tasks.complete(
                                back, Map.of("outcome", "duplicate", "reason", "circle", "duplicateOf", second))))
                .isInstanceOf(Refusal.class);

        assertThat(cases.state(second, ComplaintState.DUPLICATE).duplicateOf()).isEqualTo(first);
        assertThat(cases.view(first).duplicates()).containsExactly(second);
        assertThat(cases.view(first).reports())
                .extracting(ComplaintView.ReportLink::kind)
                .contains("joined");
    }

    @Test
    void nobodyApprovesTheirOwnAnswerWhicheverWayTheyTry() {
        String reference = cases.registered(Cases.about("P-four", "It rattles."));
        cases.toApproval(reference, "We tightened the screws.");
        String approve = cases.task(reference, Cases.APPROVE);

        assertThatThrownBy(() -> cases.as(Cases.HANDLER, () -> complaints.decideAnswer(reference, true, null)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
        assertThatThrownBy(() ->
                        cases.as(Cases.HANDLER, () -> complaints.decideAnswer(reference, false, "I changed my mind")))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> cases.as(
                        io.redress.core.Actor.person("handler", java.util.Set.of("quality-managers")),
                        () -> tasks.complete(approve, Map.of("approved", true))))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> jdbc.update("""
                        update complaint_answer set state = 'approved', decided_by = author, decided_at = written_at
                        where complaint_id = (select id from complaint where reference = ?)""", reference))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("complaint_answer_approver_is_not_its_author");

        cases.approved(reference);
        cases.state(reference, ComplaintState.CLOSED);
    }

    @Test
    void anAnswerIsSentBackWithAReasonAndComesAgainAsANewVersion() {
        String reference = cases.registered(Cases.about("P-back", "It is bent."));
        cases.toApproval(reference, "Bend it back.");
        cases.task(reference, Cases.APPROVE);
        assertThatThrownBy(() -> cases.as(Cases.QUALITY, () -> complaints.decideAnswer(reference, false, " ")))
                .isInstanceOf(Refusal.class);
        cases.as(Cases.QUALITY, () -> complaints.decideAnswer(reference, false, "Too short"));
        cases.complete(reference, Cases.APPROVE, Cases.QUALITY, Map.of("approved", false));

        cases.answered(reference, "We are sorry. A new one is on its way.");
        cases.approved(reference);
        ComplaintView closed = cases.state(reference, ComplaintState.CLOSED);
        assertThat(closed.answers()).extracting(ComplaintView.Answer::state).containsExactly("rejected", "sent");
        assertThat(closed.answers().get(0).rejection()).isEqualTo("Too short");
    }

    @Test
    void aCustomerWhoObjectsReopensTheCaseUnderTheSameReference() {
        String reference = cases.registered(Cases.about("P-again", "It stopped."));
        assertThatThrownBy(() -> cases.as(Cases.HANDLER, () -> complaints.reopen(reference, "why", true)))
                .isInstanceOf(Refusal.class);
        cases.toApproval(reference, "Press the button.");
        cases.approved(reference);
        String firstInstance = cases.state(reference, ComplaintState.CLOSED).processInstanceId();

        cases.as(Cases.HANDLER, () -> complaints.reopen(reference, "The button is what broke", true));
        ComplaintView reopened = cases.view(reference);
        assertThat(reopened.state()).isEqualTo(ComplaintState.INVESTIGATING);
        assertThat(reopened.reopened()).isEqualTo(1);
        assertThat(reopened.processInstanceId()).isNotEqualTo(firstInstance);

        cases.task(reference, Cases.INVESTIGATE);
        cases.as(Cases.INVESTIGATOR, () -> complaints.recordInvestigation(reference, null, null, "Unit is lost"));
        cases.complete(reference, Cases.INVESTIGATE, Cases.INVESTIGATOR, Map.of());
        cases.answered(reference, "Here is a new unit.");
        cases.approved(reference);
        assertThat(cases.state(reference, ComplaintState.CLOSED).answers()).hasSize(2);
    }

    @Test
    void similarComplaintsAndNamedDangersRaiseTheScore() {
        String product = "P-" + UUID.randomUUID();
        cases.registered(Cases.about(product, "It drips."));
        String reference = cases.registered(Cases.about(product, "There was smoke and my hand was burned."));
        cases.task(reference, Cases.TRIAGE);
        ComplaintView.Score score = cases.view(reference).score();
        assertThat(score.similarComplaints()).isEqualTo(1);
        assertThat(score.safety()).isTrue();
        assertThat(score.reasons()).anyMatch(reason -> reason.contains("smoke"));
    }

    @Test
    void theRegisterIsSearchedByOurWordsInPartsAndByPeoplesWordsWhole() {
        String product = "PX-" + UUID.randomUUID().toString().substring(0, 8);
        String word = "zq" + UUID.randomUUID().toString().replace("-", "");
        String email = word + "@example.org";
        String reference = cases.registered(Cases.about(product, "The " + word + " came off.", email));

        assertThat(found(product.substring(1, 9))).containsExactly(reference);
        assertThat(found(word)).containsExactly(reference);
        assertThat(found(word.toUpperCase(Locale.ROOT) + " " + product)).containsExactly(reference);
        assertThat(found(word.substring(0, 20))).isEmpty();
        assertThat(found(product.replace('-', '%')))
                .as("% is a character, not a joker")
                .isEmpty();
        assertThat(found(product.replace('-', '_')))
                .as("_ is a character, not a joker")
                .isEmpty();
        assertThat(found(product + " nosuchword" + word)).isEmpty();
        assertThat(rows(new ComplaintFilter(null, "open", product, null, null))).containsExactly(reference);
        assertThat(rows(new ComplaintFilter(null, "closed", product, null, null)))
                .isEmpty();
        assertThat(rows(new ComplaintFilter(null, null, product, LocalDate.now().plusDays(2), null)))
                .isEmpty();
        assertThatThrownBy(() -> rows(new ComplaintFilter(null, "lost", null, null, null)))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void pagesAreInAStableOrderNewestFirst() {
        String product = "PP-" + UUID.randomUUID();
        List<String> registered = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            registered.add(0, cases.registered(Cases.about(product, "Number " + i)));
        }
        ComplaintFilter filter = new ComplaintFilter(null, null, product, null, null);
        List<String> paged = new ArrayList<>();
        for (int page = 0; page < 3; page++) {
            int number = page;
            Complaints.Page found = cases.as(Cases.AUDITOR, () -> complaints.search(filter, number, 2));
            assertThat(found.total()).isEqualTo(5);
            found.content().forEach(row -> paged.add(row.reference()));
        }
        assertThat(paged).isEqualTo(registered);
        assertThatThrownBy(() -> cases.as(Cases.AUDITOR, () -> complaints.search(filter, 0, 101)))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void anAuditorReadsAndChangesNothing() {
        assertThatThrownBy(() -> cases.as(Cases.AUDITOR, () -> complaints.register(Cases.about("P-a", "No."))))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
        String reference = cases.registered(Cases.about("P-a", "Yes."));
        assertThat(cases.view(reference).reference()).isEqualTo(reference);
        assertThatThrownBy(() -> cases.as(Cases.AUDITOR, () -> complaints.writeAnswer(reference, "No")))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void theRulesThatMustNeverBeBrokenAreTheDatabasesToo() {
        String reference = cases.registered(Cases.about("P-sql", "It is cold."));
        for (String broken : List.of(
                "update complaint set duplicate_of = id where reference = ?",
                "update complaint set state = 'closed' where reference = ?",
                "update complaint set state = 'duplicate', closed_at = registered_at where reference = ?",
                "update complaint set severity = 'terrible' where reference = ?",
                "delete from complaint where reference = ?",
                "update report set channel = 'email' where id = (select report_id from complaint_report l"
                        + " join complaint c on c.id = l.complaint_id where c.reference = ?)")) {
            assertThatThrownBy(() -> jdbc.update(broken, reference))
                    .as(broken)
                    .isInstanceOf(org.springframework.dao.DataAccessException.class);
        }
    }

    private List<String> found(String q) {
        return rows(new ComplaintFilter(q, null, null, null, null));
    }

    private List<String> rows(ComplaintFilter filter) {
        return cases.as(Cases.AUDITOR, () -> complaints.search(filter, 0, 100)).content().stream()
                .map(Complaints.Row::reference)
                .toList();
    }
}
