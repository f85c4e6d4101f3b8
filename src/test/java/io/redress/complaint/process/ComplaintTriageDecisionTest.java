package io.redress.complaint.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnDecisionResult;
import org.camunda.bpm.dmn.engine.DmnDecisionResultEntries;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationListener;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** The table that suggests severity, priority and time to answer, and the ratings below it, rule by rule. */
class ComplaintTriageDecisionTest {

    private static final Path FILE = Path.of("processes/complaint/complaint-triage.dmn");

    private static final List<String> CATEGORIES = List.of(
            "performance",
            "safety",
            "packaging",
            "delivery",
            "documentation",
            "service",
            "software",
            "billing",
            "contamination",
            "other");
    private static final List<String> CHANNELS =
            List.of("phone", "email", "web", "letter", "visit", "crm", "social", "other");

    private static final Map<String, List<String>> MATCHED = new LinkedHashMap<>();
    private static final DmnEngine ENGINE = engine();
    private static final DmnModelInstance MODEL = Dmn.readModelFromFile(FILE.toFile());
    private static final DmnDecision TRIAGE = decision();

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/decisions/complaint-triage.csv", useHeadersInDisplayName = true, nullValues = "none")
    void eachRuleAnswersAsItsOwnerWroteIt(
            String rule,
            String category,
            boolean safety,
            int similarComplaints,
            String channel,
            int severityRating,
            int occurrenceRating,
            int detectabilityRating,
            int riskPriorityNumber,
            String severity,
            int priority,
            int answerWithinDays) {
        DmnDecisionResultEntries answer =
                evaluate(category, safety, similarComplaints, channel).getSingleResult();

        assertThat(answer.getEntryMap())
                .containsEntry("severity", severity)
                .containsEntry("priority", priority)
                .containsEntry("answerWithinDays", answerWithinDays)
                .containsEntry("severityRating", severityRating)
                .containsEntry("occurrenceRating", occurrenceRating)
                .containsEntry("detectabilityRating", detectabilityRating)
                .containsEntry("riskPriorityNumber", riskPriorityNumber);
        assertThat((String) answer.getEntry("ratingReason")).isNotBlank();
        assertThat(MATCHED.get("complaint-triage")).containsExactly("Rule_Triage_" + rule);
    }

    @ParameterizedTest(name = "category {0}")
    @CsvSource(
            nullValues = "none",
            value = {"other", "none", "warranty", "Performance"})
    void aCategoryThatTheTableDoesNotKnowIsLeftToAPerson(String category) {
        assertThat(evaluate(category, false, 12, "phone")).isEmpty();
        assertThat(MATCHED.get("complaint-severity-rating")).isEmpty();
        assertThat(MATCHED.get("complaint-occurrence-rating")).hasSize(1);
    }

    @ParameterizedTest(name = "category {0}")
    @CsvSource(
            nullValues = "none",
            value = {"other", "none", "warranty"})
    void aDangerIsSeriousWhateverItIsFiledUnder(String category) {
        DmnDecisionResultEntries answer = evaluate(category, true, 0, "email").getSingleResult();

        assertThat(answer.<String>getEntry("severity")).isEqualTo("major");
        assertThat(answer.<Integer>getEntry("severityRating")).isEqualTo(8);
        assertThat(answer.<Integer>getEntry("riskPriorityNumber")).isEqualTo(8 * 2 * 5);
    }

    @Test
    void anUnknownChannelCountsAsNotSeenByOurOwnPeople() {
        assertThat(evaluate("performance", false, 0, null).getSingleResult().<Integer>getEntry("detectabilityRating"))
                .isEqualTo(6);
    }

    @Test
    void everyRuleCanBeReachedAndNoCaseHasTwoAnswers() {
        Set<String> reached = new HashSet<>();
        List<String> twice = new ArrayList<>();
        List<String> without = new ArrayList<>();
        List<String> categories = new ArrayList<>(CATEGORIES);
        categories.add("warranty");
        categories.add(null);
        for (String category : categories) {
            for (boolean safety : new boolean[] {true, false}) {
                for (int similar : new int[] {0, 1, 2, 3, 5, 6, 9, 10, 500}) {
                    for (String channel : Arrays.asList("phone", "visit", null)) {
                        DmnDecisionResult answer = evaluate(category, safety, similar, channel);
                        MATCHED.values().forEach(reached::addAll);
                        String facts = category + " " + safety + " " + similar + " " + channel;
                        if (answer.size() > 1 || MATCHED.values().stream().anyMatch(rules -> rules.size() > 1)) {
                            twice.add(facts + " " + MATCHED);
                        }
                        boolean known = category != null && CATEGORIES.contains(category) && !category.equals("other");
                        boolean knowable = safety || known;
                        if (answer.isEmpty() == knowable) {
                            without.add(facts + " " + answer);
                        }
                    }
                }
            }
        }
        assertThat(twice).as("cases with more than one answer").isEmpty();
        assertThat(without)
                .as("cases with an answer that nobody can know, or without one that is owed")
                .isEmpty();
        assertThat(reached).as("rules that can be reached").containsExactlyInAnyOrderElementsOf(allRules());
    }

    @Test
    void everyChannelAndCategoryHasADetectability() {
        for (String category : CATEGORIES) {
            for (String channel : CHANNELS) {
                evaluate(category, false, 0, channel);
                assertThat(MATCHED.get("complaint-detectability-rating"))
                        .as(category + " by " + channel)
                        .hasSize(1);
            }
        }
    }

    /** A row that nobody proves is a row that anybody may break. */
    @Test
    void theExamplesNameEveryRuleOfTheTable() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("src/test/resources/decisions/complaint-triage.csv"));
        Set<String> named = new HashSet<>();
        rows.stream().skip(1).forEach(row -> named.add("Rule_Triage_" + row.substring(0, row.indexOf(','))));

        DecisionTable table = MODEL.getModelElementById("DecisionTable_Triage");
        assertThat(named)
                .isEqualTo(
                        new HashSet<>(table.getRules().stream().map(Rule::getId).toList()));
    }

    private static Set<String> allRules() {
        Set<String> rules = new HashSet<>();
        Collection<DecisionTable> tables = MODEL.getModelElementsByType(DecisionTable.class);
        tables.forEach(table -> table.getRules().forEach(rule -> rules.add(rule.getId())));
        return rules;
    }

    private static DmnDecisionResult evaluate(String category, boolean safety, int similarComplaints, String channel) {
        VariableMap facts = Variables.createVariables()
                .putValue("category", category)
                .putValue("safety", safety)
                .putValue("similarComplaints", similarComplaints)
                .putValue("channel", channel);
        MATCHED.clear();
        return ENGINE.evaluateDecision(TRIAGE, facts);
    }

    private static DmnEngine engine() {
        DefaultDmnEngineConfiguration configuration = new DefaultDmnEngineConfiguration();
        List<DmnDecisionTableEvaluationListener> listeners = new ArrayList<>();
        listeners.add(ComplaintTriageDecisionTest::remember);
        configuration.setCustomPostDecisionTableEvaluationListeners(listeners);
        return configuration.buildEngine();
    }

    private static void remember(DmnDecisionTableEvaluationEvent event) {
        MATCHED.put(
                event.getDecision().getKey(),
                event.getMatchingRules().stream().map(rule -> rule.getId()).toList());
    }

    private static DmnDecision decision() {
        try (InputStream file = Files.newInputStream(FILE)) {
            return ENGINE.parseDecision("complaint-triage", file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
