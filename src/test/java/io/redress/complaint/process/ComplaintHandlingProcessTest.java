package io.redress.complaint.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.init;

import io.redress.engine.Decisions;
import io.redress.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.pvm.process.TransitionImpl;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every path of the diagram, with its real tables, forms and texts, on a bare engine. The beans behind the tasks are
 * stand-ins that remember their calls; what they do has tests of its own. Jobs are run by hand and the clock is moved.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComplaintHandlingProcessTest {

    private static final Path FOLDER = Path.of("processes/complaint");
    private static final Path DIAGRAM = FOLDER.resolve("complaint-handling.bpmn");
    private static final String KEY = "complaint-handling";
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    private static final Set<String> COVERED = new HashSet<>();
    private static final Tasks TASKS = new Tasks();
    private static final Score SCORE = new Score();
    private static final Notify NOTIFY = new Notify();

    private static ProcessEngine engine;
    private static RuntimeService runtime;
    private static TaskService tasks;
    private static HistoryService history;
    private static ManagementService management;
    private static int counter;

    private String reference;

    @BeforeAll
    static void startEngine() throws IOException {
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        configuration.setProcessEngineName("complaint-handling-test");
        configuration.setJdbcUrl(TestPostgres.newDatabase());
        configuration.setJdbcDriver("org.postgresql.Driver");
        configuration.setJdbcUsername("postgres");
        configuration.setJdbcPassword("postgres");
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setJobExecutorActivate(false);
        configuration.setMetricsEnabled(false);
        configuration.setHistory("full");
        configuration.setBeans(Map.of(
                "complaintTasks", TASKS, "scoreComplaint", SCORE, "notify", NOTIFY, "decisions", new Decisions()));
        configuration.setCustomPostBPMNParseListeners(new ArrayList<BpmnParseListener>(List.of(new Coverage())));
        engine = configuration.buildProcessEngine();
        runtime = engine.getRuntimeService();
        tasks = engine.getTaskService();
        history = engine.getHistoryService();
        management = engine.getManagementService();
        DeploymentBuilder deployment =
                engine.getRepositoryService().createDeployment().name("test");
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                deployment.addString(
                        Path.of("processes").relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        deployment.deploy();
        init(engine);
    }

    @AfterAll
    static void stopEngine() {
        engine.close();
    }

    @BeforeEach
    void aNewCase() {
        ClockUtil.setCurrentTime(Date.from(NOW));
        reference = "C-2026-%06d".formatted(++counter);
        TASKS.calls.clear();
        NOTIFY.sent.clear();
        NOTIFY.unreachable.clear();
        SCORE.facts = facts("performance", false, 3);
        SCORE.broken = false;
    }

    @AfterEach
    void noteWhatWasPassed() {
        history.createHistoricActivityInstanceQuery().finished().list().forEach(activity -> {
            if (!activity.isCanceled()) {
                COVERED.add(activity.getActivityId());
            }
        });
        ClockUtil.reset();
    }

    @Test
    void aComplaintIsAcknowledgedTriagedAnsweredAndClosed() {
        ProcessInstance complaint = register();
        assertThat(openTasks()).containsExactly("UserTask_TriageComplaint");
        assertThat(NOTIFY.sent).containsExactly("acknowledgement to customer");

        complete("UserTask_TriageComplaint", Map.of("outcome", "complaint", "chosenSeverity", "major"));
        assertThat(complaint).isWaitingAtExactly("UserTask_AnswerCustomer");
        complete("UserTask_AnswerCustomer", Map.of());
        assertThat(complaint).isWaitingAtExactly("UserTask_ApproveAnswer");
        complete("UserTask_ApproveAnswer", Map.of("approved", true));

        assertThat(complaint)
                .isEnded()
                .hasPassedInOrder(
                        "ServiceTask_ScoreComplaint",
                        "BusinessRuleTask_PrioritiseComplaint",
                        "ServiceTask_RecordScore",
                        "UserTask_TriageComplaint",
                        "UserTask_AnswerCustomer",
                        "UserTask_ApproveAnswer",
                        "ServiceTask_SendAnswer",
                        "ServiceTask_CloseComplaint",
                        "EndEvent_ComplaintClosed");
        assertThat(NOTIFY.sent).containsExactly("acknowledgement to customer", "answer to customer");
        assertThat(TASKS.calls)
                .containsExactly(
                        "recordScore major",
                        "triaged complaint",
                        "answerSubmitted",
                        "answerDecided true",
                        "close " + reference);
    }

    @Test
    void theTableSuggestsAndTheTaskOffersTheSuggestion() {
        ProcessInstance complaint = register();

        assertThat(complaint)
                .variables()
                .containsEntry("severity", "major")
                .containsEntry("priority", 70)
                .containsEntry("severityRating", 6)
                .containsEntry("occurrenceRating", 6)
                .containsEntry("detectabilityRating", 6)
                .containsEntry("riskPriorityNumber", 216)
                .containsEntry("answerWithinDays", 5)
                .containsEntry("customerReached", true);
        Task triage = task("UserTask_TriageComplaint");
        assertThat(triage.getPriority()).isEqualTo(70);
        assertThat(triage.getDueDate()).isEqualTo(Date.from(NOW.plus(Duration.ofDays(2))));
        assertThat(triage.getDescription()).contains("Check the suggested severity");
        assertThat(tasks.getVariables(triage.getId())).containsEntry("chosenSeverity", "major");
        assertThat(tasks.createTaskQuery()
                        .taskId(triage.getId())
                        .initializeFormKeys()
                        .singleResult()
                        .getCamundaFormRef()
                        .getBinding())
                .isEqualTo("deployment");
    }

    @Test
    void whatAPersonTypesStaysWithTheTaskAndOnlyTheDecisionGoesOn() {
        ProcessInstance complaint = register();
        complete(
                "UserTask_TriageComplaint",
                Map.of("outcome", "complaint", "chosenSeverity", "minor", "reason", "seen on a picture"));

        assertThat(runtime.getVariables(complaint.getId()))
                .containsEntry("triageOutcome", "complaint")
                .doesNotContainKeys("outcome", "chosenSeverity", "reason", "duplicateOf", "notified", "template");
        assertThat(TASKS.typed).containsEntry("reason", "seen on a picture").containsEntry("chosenSeverity", "minor");
    }

    @Test
    void aCustomerWithoutAnAddressIsATaskAndNotAnIncident() {
        NOTIFY.unreachable.add("acknowledgement");
        ProcessInstance complaint = register();
        assertThat(complaint).isWaitingAtExactly("UserTask_TriageComplaint", "UserTask_ReachCustomer");
        assertThat(history.createHistoricIncidentQuery()
                        .processInstanceId(complaint.getId())
                        .count())
                .isZero();

        complete("UserTask_TriageComplaint", Map.of("outcome", "complaint"));
        assertThat(complaint).isWaitingAt("UserTask_ReachCustomer");
        assertThat(task("UserTask_AnswerCustomer")).isNull();

        complete("UserTask_ReachCustomer", Map.of("reachedBy", "phone", "reachedOn", "2026-11-23"));
        assertThat(complaint).isWaitingAtExactly("UserTask_AnswerCustomer");
        assertThat(TASKS.calls).contains("customerReached phone");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"not-a-complaint", "duplicate"})
    void whatIsNoComplaintIsClosedWithoutAnAnswer(String outcome) {
        ProcessInstance complaint = register();
        complete("UserTask_TriageComplaint", Map.of("outcome", outcome, "reason", "because"));

        assertThat(complaint)
                .isEnded()
                .hasPassed("EndEvent_ClosedWithoutAnswer")
                .hasNotPassed("UserTask_AnswerCustomer", "ServiceTask_SendAnswer", "ServiceTask_CloseComplaint");
        assertThat(TASKS.calls).endsWith("closeWithoutAnswer " + reference);
    }

    @Test
    void whatIsNoComplaintIsClosedOnlyWhenTheCustomerWasToldOrTried() {
        NOTIFY.unreachable.add("acknowledgement");
        ProcessInstance complaint = register();
        complete("UserTask_TriageComplaint", Map.of("outcome", "not-a-complaint", "reason", "praise"));
        assertThat(complaint).isNotEnded();

        complete("UserTask_ReachCustomer", Map.of("reachedBy", "not-reachable", "reachNote", "number is dead"));
        assertThat(complaint).isEnded();
    }

    @Test
    void aCauseThatIsUnknownIsInvestigatedBeforeTheAnswer() {
        ProcessInstance complaint = register();
        complete("UserTask_TriageComplaint", Map.of("outcome", "investigate", "chosenSeverity", "major"));
        assertThat(complaint).isWaitingAtExactly("UserTask_InvestigateComplaint");

        complete("UserTask_InvestigateComplaint", Map.of());
        assertThat(complaint).isWaitingAtExactly("UserTask_AnswerCustomer");
        assertThat(TASKS.calls).endsWith("investigated");
    }

    @Test
    void anAnswerThatIsNotApprovedGoesBackToItsAuthorUntilItIs() {
        ProcessInstance complaint = register();
        complete("UserTask_TriageComplaint", Map.of("outcome", "complaint"));
        for (int i = 0; i < 2; i++) {
            complete("UserTask_AnswerCustomer", Map.of());
            complete("UserTask_ApproveAnswer", Map.of("approved", false));
            assertThat(complaint).isWaitingAtExactly("UserTask_AnswerCustomer");
        }
        assertThat(NOTIFY.sent).containsExactly("acknowledgement to customer");

        complete("UserTask_AnswerCustomer", Map.of());
        complete("UserTask_ApproveAnswer", Map.of("approved", true));
        assertThat(complaint).isEnded();
        assertThat(TASKS.calls)
                .containsSubsequence(
                        "answerDecided false", "answerDecided false", "answerDecided true", "close " + reference);
    }

    @Test
    void anAnswerThatCannotBeSentIsDeliveredByAPerson() {
        NOTIFY.unreachable.add("answer");
        ProcessInstance complaint = register();
        complete("UserTask_TriageComplaint", Map.of("outcome", "complaint"));
        complete("UserTask_AnswerCustomer", Map.of());
        complete("UserTask_ApproveAnswer", Map.of("approved", true));
        assertThat(complaint).isWaitingAtExactly("UserTask_DeliverAnswer");

        complete("UserTask_DeliverAnswer", Map.of("reachedBy", "letter", "reachedOn", "2026-11-24"));
        assertThat(complaint).isEnded().hasPassed("EndEvent_ComplaintClosed");
        assertThat(TASKS.calls).endsWith("answerDelivered letter", "close " + reference);
    }

    @ParameterizedTest(name = "investigate again: {0}")
    @CsvSource({"true,UserTask_InvestigateComplaint", "false,UserTask_AnswerCustomer"})
    void aCustomerWhoObjectsGetsANewAnswer(boolean again, String first) {
        ProcessInstance complaint = runtime.createMessageCorrelation("customer-objected")
                .processInstanceBusinessKey(reference)
                .setVariable("complaintReference", reference)
                .setVariable("investigateAgain", again)
                .correlateStartMessage();
        runJobs(complaint);
        assertThat(complaint).hasBusinessKey(reference).isWaitingAtExactly(first);

        if (again) {
            complete("UserTask_InvestigateComplaint", Map.of());
        }
        complete("UserTask_AnswerCustomer", Map.of());
        complete("UserTask_ApproveAnswer", Map.of("approved", true));
        assertThat(complaint).isEnded().hasPassed("EndEvent_ComplaintClosed").hasNotPassed("UserTask_TriageComplaint");
        assertThat(NOTIFY.sent).containsExactly("answer to customer");
    }

    /** A reopened case starts with nothing but its reference: no task may need what only scoring writes. */
    @Test
    void aReopenedCaseWhoseAnswerCannotBeSentIsDeliveredByAPersonToo() {
        NOTIFY.unreachable.add("answer");
        ProcessInstance complaint = runtime.createMessageCorrelation("customer-objected")
                .processInstanceBusinessKey(reference)
                .setVariable("complaintReference", reference)
                .setVariable("investigateAgain", false)
                .correlateStartMessage();
        runJobs(complaint);
        complete("UserTask_AnswerCustomer", Map.of());
        complete("UserTask_ApproveAnswer", Map.of("approved", true));
        assertThat(complaint).isWaitingAtExactly("UserTask_DeliverAnswer");
    }

    @Test
    void whereNoRuleMatchesAPersonDecides() {
        SCORE.facts = facts("other", false, 0);
        ProcessInstance complaint = register();

        assertThat(openTasks()).containsExactly("UserTask_TriageComplaint");
        assertThat(runtime.getVariables(complaint.getId()))
                .containsEntry("severity", null)
                .containsEntry("priority", null)
                .containsEntry("riskPriorityNumber", null)
                .containsEntry("ratingReason", null);
        assertThat(task("UserTask_TriageComplaint").getPriority()).isEqualTo(Task.PRIORITY_NORMAL);
        assertThat(TASKS.calls).containsExactly("recordScore null");

        complete("UserTask_TriageComplaint", Map.of("outcome", "complaint", "chosenSeverity", "moderate"));
        assertThat(complaint).isWaitingAtExactly("UserTask_AnswerCustomer");
    }

    @Test
    void aFaultInScoringIsAnIncidentAndNeverALostComplaint() {
        SCORE.broken = true;
        ProcessInstance complaint = runtime.startProcessInstanceByKey(KEY, reference, start());
        Job job =
                management.createJobQuery().processInstanceId(complaint.getId()).singleResult();
        for (int i = job.getRetries(); i > 0; i--) {
            try {
                management.executeJob(job.getId());
            } catch (IllegalStateException e) {
                assertThat(e).hasMessage("the register is away");
            }
        }
        assertThat(runtime.createIncidentQuery()
                        .processInstanceId(complaint.getId())
                        .count())
                .isOne();

        SCORE.broken = false;
        management.setJobRetries(job.getId(), 1);
        runJobs(complaint);
        assertThat(openTasks()).containsExactly("UserTask_TriageComplaint");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "UserTask_TriageComplaint,complaint-handlers",
        "UserTask_ReachCustomer,complaint-handlers",
        "UserTask_InvestigateComplaint,investigators",
        "UserTask_AnswerCustomer,complaint-handlers",
        "UserTask_ApproveAnswer,quality-managers",
        "UserTask_DeliverAnswer,complaint-handlers"
    })
    void eachTaskIsOfferedToTheRoleThatDoesIt(String task, String role) {
        org.camunda.bpm.model.bpmn.instance.UserTask element = model().getModelElementById(task);
        assertThat(element.getCamundaCandidateGroupsList()).containsExactly(role);
        assertThat(element.getDocumentations()).as("instructions for staff").isNotEmpty();
        assertThat(element.getCamundaDueDate()).startsWith("${complaintTasks.");
        assertThat(element.getCamundaPriority()).isEqualTo("${complaintTasks.priority(execution)}");
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void theDiagramHasElementsToCover() {
        assertThat(elements()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("elements")
    @Order(Integer.MAX_VALUE)
    void thePathsAboveVisitEveryElementOfTheDiagram(String element) {
        assertThat(COVERED).contains(element);
    }

    static List<String> elements() {
        BpmnModelInstance model = model();
        return Stream.concat(
                        model.getModelElementsByType(FlowNode.class).stream(),
                        model.getModelElementsByType(SequenceFlow.class).stream())
                .map(FlowElement::getId)
                .sorted()
                .toList();
    }

    private static BpmnModelInstance model() {
        return Bpmn.readModelFromFile(DIAGRAM.toFile());
    }

    private ProcessInstance register() {
        ProcessInstance complaint = runtime.startProcessInstanceByKey(KEY, reference, start());
        runJobs(complaint);
        return complaint;
    }

    private Map<String, Object> start() {
        return Map.of("complaintReference", reference);
    }

    private Task task(String key) {
        return tasks.createTaskQuery()
                .processInstanceBusinessKey(reference)
                .taskDefinitionKey(key)
                .singleResult();
    }

    private List<String> openTasks() {
        return tasks.createTaskQuery().processInstanceBusinessKey(reference).list().stream()
                .map(Task::getTaskDefinitionKey)
                .toList();
    }

    private void complete(String key, Map<String, Object> variables) {
        Task task = task(key);
        assertThat(task).as(key).isNotNull();
        tasks.complete(task.getId(), variables);
        runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(reference)
                .list()
                .forEach(ComplaintHandlingProcessTest::runJobs);
    }

    private static void runJobs(ProcessInstance complaint) {
        List<Job> due;
        do {
            due = management
                    .createJobQuery()
                    .processInstanceId(complaint.getId())
                    .executable()
                    .list();
            due.forEach(job -> management.executeJob(job.getId()));
        } while (!due.isEmpty());
    }

    private static Map<String, Object> facts(String category, boolean safety, int similarComplaints) {
        Map<String, Object> facts = new HashMap<>();
        facts.put("category", category);
        facts.put("safety", safety);
        facts.put("similarComplaints", similarComplaints);
        facts.put("channel", "phone");
        return facts;
    }

    /** In place of {@code complaintTasks}. */
    public static class Tasks {

        final List<String> calls = new ArrayList<>();
        Map<String, Object> typed = Map.of();

        public Date dueInWorkingDays(int days) {
            return Date.from(ClockUtil.getCurrentTime().toInstant().plus(Duration.ofDays(days)));
        }

        public Integer priority(DelegateExecution execution) {
            return (Integer) execution.getVariable("priority");
        }

        public Date answerDue(DelegateExecution execution) {
            return dueInWorkingDays(10);
        }

        public void recordScore(DelegateExecution execution) {
            calls.add("recordScore " + execution.getVariable("severity"));
        }

        public void customerReached(DelegateTask task) {
            calls.add("customerReached " + task.getVariable("reachedBy"));
        }

        public void triaged(DelegateTask task) {
            calls.add("triaged " + task.getVariable("outcome"));
            typed = new HashMap<>(task.getVariables());
        }

        public void investigated(DelegateTask task) {
            calls.add("investigated");
        }

        public void answerSubmitted(DelegateTask task) {
            calls.add("answerSubmitted");
        }

        public void answerDecided(DelegateTask task) {
            calls.add("answerDecided " + task.getVariable("approved"));
        }

        public void answerDelivered(DelegateTask task) {
            calls.add("answerDelivered " + task.getVariable("reachedBy"));
        }

        public void closeWithoutAnswer(String complaintReference) {
            calls.add("closeWithoutAnswer " + complaintReference);
        }

        public void close(String complaintReference) {
            calls.add("close " + complaintReference);
        }
    }

    /** In place of {@code scoreComplaint}. */
    public static class Score implements JavaDelegate {

        Map<String, Object> facts = Map.of();
        boolean broken;

        @Override
        public void execute(DelegateExecution execution) {
            if (broken) {
                throw new IllegalStateException("the register is away");
            }
            assertThat(execution.getVariableLocal("windowDays")).isEqualTo("90");
            execution.getProcessInstance().setVariables(Variables.fromMap(facts));
        }
    }

    /** In place of {@code notify}. */
    public static class Notify implements JavaDelegate {

        final List<String> sent = new ArrayList<>();
        final Set<String> unreachable = new HashSet<>();

        @Override
        public void execute(DelegateExecution execution) {
            String template = (String) execution.getVariableLocal("template");
            boolean reached = !unreachable.contains(template);
            if (reached) {
                sent.add(template + " to " + execution.getVariableLocal("recipient"));
            }
            execution.setVariableLocal("notified", reached);
        }
    }

    /** Remembers which sequence flows were taken; history knows only nodes. */
    private static final class Coverage extends AbstractBpmnParseListener {

        @Override
        public void parseSequenceFlow(Element element, ScopeImpl scope, TransitionImpl transition) {
            transition.addListener(
                    ExecutionListener.EVENTNAME_TAKE, (ExecutionListener) execution -> COVERED.add(transition.getId()));
        }
    }
}
