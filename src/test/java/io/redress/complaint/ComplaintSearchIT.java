package io.redress.complaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.complaint.process.CaseTasks;
import io.redress.core.Refusal;
import io.redress.identity.Actors;
import io.redress.party.CustomerDetails;
import io.redress.party.Customers;
import io.redress.party.PersonStore;
import io.redress.testing.RedressTest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What the register finds, in which order, and how many it says there are. */
@RedressTest
class ComplaintSearchIT {

    @Autowired
    Complaints complaints;

    @Autowired
    CaseTasks tasks;

    @Autowired
    Actors actors;

    @Autowired
    PersonStore persons;

    @Autowired
    Customers customers;

    @Autowired
    ComplaintQuestions questions;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JdbcTemplate database;

    @Autowired
    TransactionTemplate transactions;

    Cases cases;
    final String product = "S-" + UUID.randomUUID();
    final String word = "wort" + UUID.randomUUID().toString().replace("-", "");

    @BeforeEach
    void cases() {
        cases = new Cases(complaints, tasks, actors);
    }

    @Test
    void wordsAndFiltersMustAllFit() {
        String open = cases.registered(Cases.about(product, "The " + word + " drips."));
        String closed = cases.registered(Cases.about(product, "The " + word + " whistles."));
        notAComplaint(closed);
        cases.registered(Cases.about(product, "Something else."));
        LocalDate today = database.queryForObject(
                        "select registered_at from complaint where reference = ?", java.sql.Timestamp.class, open)
                .toInstant()
                .atZone(java.time.ZoneId.of("Europe/Berlin"))
                .toLocalDate();

        assertThat(found(word, null, null, null, null)).containsExactly(closed, open);
        assertThat(found(word, "open", null, null, null)).containsExactly(open);
        assertThat(found(word, "closed", null, null, null)).containsExactly(closed);
        assertThat(found(word, "not-a-complaint", product, null, null)).containsExactly(closed);
        assertThat(found(word, "registered", null, today, today)).containsExactly(open);
        assertThat(found(word, "investigating", null, null, null)).isEmpty();
        assertThat(found(null, "open", product, today, null)).hasSize(2).doesNotContain(closed);
        assertThat(found(null, "not-a-complaint", product, null, today)).containsExactly(closed);
        assertThat(found(null, null, product, today.plusDays(1), null)).isEmpty();
        assertThat(found(null, null, product, null, today.minusDays(1))).isEmpty();
        assertThat(found(null, null, product.toUpperCase(java.util.Locale.ROOT) + "x", null, null))
                .isEmpty();
        assertThat(found(word + " whistles", null, product, null, null)).containsExactly(closed);
        assertThat(found(null, "registered", null, today, today)).contains(open).doesNotContain(closed);
        assertThat(found(word + " nobodywrotethis", "open", null, null, null)).isEmpty();
        assertThat(found("--- %%", null, product, null, null)).isEmpty();
    }

    @Test
    void partsOfOurWordsAreFoundFromThreeCharactersOnShorterOnesWhole() {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        String reference = cases.registered(new RegisterComplaint(
                "phone",
                null,
                "Äußeres/" + mark,
                null,
                "en",
                new CustomerDetails("Pat Example", null, null, null, null, "K-" + UUID.randomUUID()),
                List.of(
                        new RegisterComplaint.Product(product, "Kühl 2 東京ポンプ", "q7", "SN" + mark + "99", null),
                        new RegisterComplaint.Product("B-" + product, null, null, null, null)),
                "performance",
                "The " + word + " of zq failed.",
                null,
                null));

        for (String part : List.of(
                reference,
                reference.substring(2),
                mark.substring(2, 7),
                "n" + mark + "9",
                "KUHL",
                "ühl",
                "東",
                "京ポ",
                "q7",
                "2",
                "aussere",
                "s/" + mark,
                "zq",
                "\"failed,\"")) {
            assertThat(found(part + " " + word, null, null, null, null))
                    .as(part)
                    .containsExactly(reference);
        }
        for (String part : List.of("q", "7", "zqo", "faile", "s-" + mark, "s%" + mark, "x2", "大")) {
            assertThat(found(part + " " + word, null, null, null, null))
                    .as(part)
                    .isEmpty();
        }
        assertThat(found(null, null, "B-" + product, null, null)).containsExactly(reference);
    }

    @Test
    void cursorsVisitEachRowOnceInBothDirectionsWhateverIsAddedMeanwhile() {
        List<String> there = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            there.add(0, cases.registered(Cases.about(product, "The " + word + " is number " + i)));
        }
        for (ComplaintFilter filter :
                List.of(filter(word, null, null), filter(null, null, product), filter(word, "open", product))) {
            List<String> walked = new ArrayList<>();
            Complaints.Page page = search(filter, ComplaintPaging.first(3));
            assertThat(page.previous()).isNull();
            page.content().forEach(row -> walked.add(row.reference()));
            cases.registered(Cases.about(product, "The " + word + " comes meanwhile"));
            while (page.next() != null) {
                page = search(filter, new ComplaintPaging(3, 0, page.next(), null));
                page.content().forEach(row -> walked.add(row.reference()));
            }
            int added = walked.size() - there.size();
            assertThat(walked.subList(added, walked.size())).isEqualTo(there);
            assertThat(walked).doesNotHaveDuplicates();
            there.clear();
            there.addAll(found(word, null, null, null, null));

            List<String> back = new ArrayList<>();
            page.content().forEach(row -> back.add(row.reference()));
            while (page.previous() != null) {
                page = search(filter, new ComplaintPaging(3, 0, null, page.previous()));
                List<String> newer =
                        page.content().stream().map(Complaints.Row::reference).toList();
                assertThat(page.next()).isNotNull();
                back.addAll(0, newer);
            }
            assertThat(back).isEqualTo(there);
        }
    }

    @Test
    void theRegisterItselfIsWalkedByCursorInTheOrderOfRegistration() {
        String first = cases.registered(Cases.about(product, "First"));
        String second = cases.registered(Cases.about(product, "Second"));
        for (String state : new String[] {null, "open"}) {
            ComplaintFilter filter = filter(null, state, null);
            List<String> walked = new ArrayList<>();
            Complaints.Page page = search(filter, ComplaintPaging.first(100));
            page.content().forEach(row -> walked.add(row.reference()));
            while (page.next() != null) {
                page = search(filter, new ComplaintPaging(100, 0, page.next(), null));
                page.content().forEach(row -> walked.add(row.reference()));
            }
            assertThat(walked).doesNotHaveDuplicates().containsSubsequence(second, first);
            assertThat((long) walked.size()).isGreaterThanOrEqualTo(page.total());
        }
    }

    @Test
    void whatIsMoreThanIsCountedIsSaidToBeMoreAndEveryPageIsStillRight() {
        List<String> there = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            there.add(0, cases.registered(Cases.about(product, "The " + word + " is number " + i)));
        }
        notAComplaint(there.get(1));
        ComplaintSearch capped = new ComplaintSearch(jdbc, persons, customers, questions, 4);
        for (ComplaintFilter filter :
                List.of(filter(word, null, null), filter(null, null, product), filter(word, "open", null))) {
            Complaints.Page first = transactions.execute(status -> capped.find(filter, ComplaintPaging.first(2)));
            assertThat(first.total()).isEqualTo(4);
            assertThat(first.totalIsMinimum()).isTrue();
            List<String> expected = new ArrayList<>(there);
            if (filter.state() != null) {
                expected.remove(1);
            }
            List<String> walked = new ArrayList<>();
            Complaints.Page page = first;
            while (true) {
                page.content().forEach(row -> walked.add(row.reference()));
                if (page.next() == null) {
                    break;
                }
                ComplaintPaging next = new ComplaintPaging(2, 0, page.next(), null);
                page = transactions.execute(status -> capped.find(filter, next));
            }
            assertThat(walked).isEqualTo(expected);
            Complaints.Page byNumber =
                    transactions.execute(status -> capped.find(filter, new ComplaintPaging(2, 1, null, null)));
            assertThat(byNumber.content().stream().map(Complaints.Row::reference))
                    .isEqualTo(expected.subList(2, 4));
        }
        Complaints.Page exact =
                transactions.execute(status -> capped.find(filter(word, "closed", null), ComplaintPaging.first(2)));
        assertThat(exact.total()).isEqualTo(1);
        assertThat(exact.totalIsMinimum()).isFalse();
    }

    @Test
    void anErasedPersonsWordsFindNothingAndOurOwnStillDo() {
        String reference = cases.registered(Cases.about(product, "The " + word + " drips."));
        UUID subject =
                database.queryForObject("select subject from complaint where reference = ?", UUID.class, reference);
        assertThat(found(word, "open", null, null, null)).containsExactly(reference);
        database.update("update retention_rule set years = 0");
        try {
            notAComplaint(reference);
            persons.erase(subject, "asked for it");
        } finally {
            database.update("update retention_rule set years = 2");
        }
        assertThat(found(word, null, null, null, null)).isEmpty();
        assertThat(found(null, null, product, null, null)).containsExactly(reference);
        assertThat(found(product.substring(3, 20), null, null, null, null)).containsExactly(reference);
    }

    @Test
    void similarComplaintsAreCountedByAwarenessNotByTheHourOfAnImport() {
        for (String day : List.of("2020-03-01", "2020-03-20", "2020-06-01")) {
            cases.registered(aware(day));
        }
        String reference = cases.registered(aware("2020-04-01"));
        cases.task(reference, Cases.TRIAGE);
        ScoringFacts facts =
                cases.as(Cases.QUALITY, () -> complaints.gatherFacts(reference, language -> SafetySignals.none(), 30));
        assertThat(facts.similarComplaints()).isEqualTo(1);
        assertThat(facts.similarBy()).isEqualTo("product");
        ScoringFacts longer =
                cases.as(Cases.QUALITY, () -> complaints.gatherFacts(reference, language -> SafetySignals.none(), 31));
        assertThat(longer.similarComplaints()).isEqualTo(1);
        ScoringFacts longest =
                cases.as(Cases.QUALITY, () -> complaints.gatherFacts(reference, language -> SafetySignals.none(), 32));
        assertThat(longest.similarComplaints()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAA", "' or 1=1 --", "f39_f39_f39_f39_f39_f39_f39_f39_", "=+-@", "東京"})
    void aCursorThatIsNoneIsRefusedByItsName(String cursor) {
        assertThatThrownBy(() -> search(filter(null, null, null), new ComplaintPaging(10, 0, cursor, null)))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.problems())
                        .extracting("field")
                        .containsExactly("after"));
    }

    private RegisterComplaint aware(String day) {
        RegisterComplaint about = Cases.about(product, "The " + word + " drips.");
        return new RegisterComplaint(
                about.channel(),
                null,
                null,
                LocalDate.parse(day),
                "en",
                about.customer(),
                about.products(),
                about.category(),
                about.description(),
                null,
                null);
    }

    private void notAComplaint(String reference) {
        cases.complete(
                reference,
                Cases.TRIAGE,
                Cases.HANDLER,
                Map.of("outcome", "not-a-complaint", "reason", "A question about the manual."));
        cases.state(reference, ComplaintState.NOT_A_COMPLAINT);
    }

    private static ComplaintFilter filter(String q, String state, String product) {
        return new ComplaintFilter(q, state, product, null, null);
    }

    private List<String> found(String q, String state, String product, LocalDate from, LocalDate to) {
        return search(new ComplaintFilter(q, state, product, from, to), ComplaintPaging.first(100)).content().stream()
                .map(Complaints.Row::reference)
                .toList();
    }

    private Complaints.Page search(ComplaintFilter filter, ComplaintPaging paging) {
        return cases.as(Cases.AUDITOR, () -> complaints.search(filter, paging));
    }
}
