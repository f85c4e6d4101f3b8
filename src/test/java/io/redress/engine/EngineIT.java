package io.redress.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.core.Actor;
import io.redress.core.QualityEvent;
import io.redress.core.Refusal;
import io.redress.identity.Actors;
import io.redress.platform.RedressClock;
import io.redress.testing.RedressTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.DispatcherServlet;

@RedressTest
class EngineIT {

    private static final Actor OWNER = Actor.person("owner", Set.of("process-owners"));

    @Autowired
    ProcessEngine engine;

    @Autowired
    RepositoryService repository;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    ManagementService management;

    @Autowired
    HistoryService history;

    @Autowired
    StartUpDeployment startUp;

    @Autowired
    Models models;

    @Autowired
    Actors actors;

    @Autowired
    RedressClock clock;

    @Autowired
    EngineProbe.Facts facts;

    @Autowired
    JdbcTemplate jdbc;

    @Test
    void twoStartsMakeOneVersion() {
        Map<String, byte[]> files = Map.of("twice/engine-twice.bpmn", bpmn("engine-twice", "Look"));

        startAgain(files);
        startAgain(files);

        assertThat(repository
                        .createProcessDefinitionQuery()
                        .processDefinitionKey("engine-twice")
                        .list())
                .singleElement()
                .satisfies(definition -> {
                    assertThat(definition.getVersion()).isEqualTo(1);
                    assertThat(definition.getResourceName()).isEqualTo("twice/engine-twice.bpmn");
                });
        assertThat(models.latestProcess("engine-twice").orElseThrow().deployedBy())
                .isEqualTo("start-up");
    }

    @Test
    void aChangedFileIsANewVersionOfItself() {
        startAgain(Map.of("engine-changed.bpmn", bpmn("engine-changed", "Look")));
        startAgain(Map.of("engine-changed.bpmn", bpmn("engine-changed", "Look again")));

        assertThat(models.latestProcess("engine-changed").orElseThrow().version())
                .isEqualTo(2);
    }

    @Test
    void startUpKeepsWhatAPersonDeployedUntilItShipsTheSame() {
        Map<String, byte[]> old = Map.of("own/engine-owned.bpmn", bpmn("engine-owned", "Look"));
        byte[] theirs = bpmn("engine-owned", "Look twice");
        startAgain(old);
        deployAsOwner("Modeler", Map.of("engine-owned.bpmn", theirs));

        startAgain(old);
        assertThat(models.latestProcess("engine-owned").orElseThrow().version()).isEqualTo(2);
        assertThat(models.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.file()).isEqualTo("own/engine-owned.bpmn");
            assertThat(difference.deployedBy()).isEqualTo("owner");
            assertThat(difference.resources()).containsExactly("engine-owned.bpmn");
        });

        startAgain(Map.of("own/engine-owned.bpmn", bpmn("engine-owned", "Look otherwise")));
        assertThat(models.latestProcess("engine-owned").orElseThrow().version())
                .as("a release with a third version does not override either")
                .isEqualTo(2);

        startAgain(Map.of("own/engine-owned.bpmn", theirs));
        assertThat(models.differences()).isEmpty();
        Models.Definition latest = models.latestProcess("engine-owned").orElseThrow();
        assertThat(latest.deployedBy()).isEqualTo("start-up");
        assertThat(latest.version()).isEqualTo(3);

        startAgain(old);
        assertThat(models.latestProcess("engine-owned").orElseThrow().version())
                .as("start-up owns it again")
                .isEqualTo(4);
    }

    @Test
    void aDiagramDeployedAloneKeepsItsTexts() {
        startAgain(Map.of(
                "alone/engine-alone.bpmn", bpmn("engine-alone", "Look"),
                "alone/messages/engine-alone.en.md", text("Subject: Hello\n\nFirst"),
                "other/engine-elsewhere.en.md", text("Subject: Other\n\nOther")));
        String before = models.latestProcess("engine-alone").orElseThrow().id();

        deployAsOwner("Modeler", Map.of("engine-alone.bpmn", bpmn("engine-alone", "Look twice")));

        Models.Definition now = models.latestProcess("engine-alone").orElseThrow();
        assertThat(now.id()).isNotEqualTo(before);
        assertThat(models.text(now.id(), "engine-alone.en.md")).contains("Subject: Hello\n\nFirst");
        assertThat(models.text(now.id(), "engine-elsewhere.en.md"))
                .as("another folder's text is not this process's")
                .isEmpty();
        assertThat(jdbc.queryForMap(
                        "select carried_over, owned_by_person from engine_deployed_resource"
                                + " where deployment_id = ? and name like '%.md'",
                        now.deploymentId()))
                .containsEntry("carried_over", true)
                .containsEntry("owned_by_person", false);
        assertThat(facts.of("models"))
                .filteredOn(fact -> now.deploymentId().equals(fact.details().get("deployment")))
                .singleElement()
                .satisfies(fact -> assertThat(fact.details())
                        .containsEntry("by", "owner")
                        .containsEntry(
                                "engine-alone.bpmn",
                                "sha256:" + models.sha256(now.id()).orElseThrow())
                        .hasEntrySatisfying("alone/messages/engine-alone.en.md", value -> assertThat(value)
                                .endsWith("(carried over)")));
    }

    @Test
    void aTextThatAPersonBroughtSurvivesADeploymentOfTheDiagramAndAStart() {
        byte[] diagram = bpmn("engine-text", "Look");
        Map<String, byte[]> ours =
                Map.of("text/engine-text.bpmn", diagram, "text/engine-text.en.md", text("Subject: Ours\n\nOurs"));
        startAgain(ours);
        deployAsOwner(
                "Modeler", Map.of("engine-text.bpmn", diagram, "engine-text.en.md", text("Subject: Theirs\n\nTheirs")));
        deployAsOwner("Modeler", Map.of("engine-text.bpmn", bpmn("engine-text", "Look more")));
        deployAsOwner("Modeler", Map.of("engine-text.bpmn", diagram));

        startAgain(ours);

        String latest = models.latestProcess("engine-text").orElseThrow().id();
        assertThat(models.text(latest, "engine-text.en.md").orElseThrow()).contains("Theirs");
        assertThat(models.differences()).singleElement().satisfies(difference -> assertThat(difference.resources())
                .containsExactly("engine-text.en.md"));
    }

    @Test
    void aRuleRefusesACompletionBeforeTheEngineDoesAnything() {
        Task task = startedTask(EngineProbe.RULED_PROCESS, ruled(), "C-2026-900001");

        assertThatThrownBy(() -> tasks.complete(task.getId())).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID);
            assertThat(refusal.problems()).singleElement().satisfies(problem -> assertThat(problem.field())
                    .isEqualTo("verdict"));
        });
        assertThatThrownBy(() -> engine.getFormService().submitTaskForm(task.getId(), Map.of("verdict", "mine")))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
        assertThatThrownBy(() -> tasks.resolveTask(task.getId())).isInstanceOf(Refusal.class);
        assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isEqualTo(1);

        tasks.complete(task.getId(), Map.of("verdict", "yes"));
        assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isZero();
    }

    @Test
    void textThatTheEngineCannotStoreIsRefusedWithItsField() {
        Task task = startedTask(EngineProbe.RULED_PROCESS, ruled(), "C-2026-900002");

        assertThatThrownBy(() -> tasks.complete(task.getId(), Map.of("verdict", "x".repeat(4001))))
                .hasMessageContaining("missing or wrong")
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> tasks.complete(task.getId(), Map.of("verdict", "a\0b")))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void aClientWritesOnlyTheFieldsOfTheForm() {
        Task task = startedTask(EngineProbe.RULED_PROCESS, ruled(), "C-2026-900003");

        asClient(() -> assertThatThrownBy(
                        () -> tasks.complete(task.getId(), Map.of("verdict", "yes", "answerApproved", true)))
                .isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.problems())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.field()).isEqualTo("answerApproved"))));
        asClient(() -> tasks.complete(task.getId(), Map.of("verdict", "yes", "shown", "as it was")));

        assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isZero();
    }

    @Test
    void noClientMovesACaseRoundItsRules() {
        Task task = startedTask("engine-denied", bpmn("engine-denied", "Look"), "C-2026-900004");
        String instance = task.getProcessInstanceId();

        List<Runnable> denied = List.of(
                () -> runtime.createProcessInstanceModification(instance)
                        .startBeforeActivity("UserTask_Look")
                        .execute(),
                () -> runtime.setVariable(instance, "severity", "minor"),
                () -> runtime.removeVariable(instance, "shown"),
                () -> tasks.setVariable(task.getId(), "severity", "minor"),
                () -> tasks.setVariableLocal(task.getId(), "severity", "minor"),
                () -> tasks.createComment(task.getId(), instance, "hello"),
                () -> tasks.createAttachment("file", task.getId(), instance, "name", "", "http://localhost/"),
                () -> tasks.saveTask(tasks.newTask()),
                () -> tasks.deleteTask(task.getId()),
                () -> tasks.handleBpmnError(task.getId(), "error"),
                () -> runtime.deleteProcessInstance(instance, "gone"),
                () -> runtime.createMessageCorrelation("customer-objected").correlate(),
                () -> runtime.signalEventReceived("signal"),
                () -> runtime.restartProcessInstances("x:1:1")
                        .processInstanceIds(instance)
                        .execute(),
                () -> history.deleteHistoricProcessInstance(instance),
                () -> history.cleanUpHistoryAsync(true),
                () -> history.deleteUserOperationLogEntry("1"),
                () -> repository.deleteDeployment("1", true),
                () -> repository.updateProcessDefinitionHistoryTimeToLive(task.getProcessDefinitionId(), 1));
        asClient(() -> denied.forEach(act -> assertThatThrownBy(act::run).isInstanceOf(AuthorizationException.class)));

        asOurController(() -> assertThatCode(() -> runtime.setVariable(instance, "severity", "minor"))
                .doesNotThrowAnyException());
        assertThatCode(() -> runtime.setVariable(instance, "severity", "major")).doesNotThrowAnyException();
        assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isEqualTo(1);
    }

    @Test
    void aProcessWithAPageOfItsOwnIsStartedThereOnly() {
        BpmnModelInstance model = Bpmn.createExecutableProcess("engine-paged")
                .camundaHistoryTimeToLiveString("P3650D")
                .startEvent("StartEvent_Come")
                .camundaFormKey("/complaints/new")
                .userTask("UserTask_Look")
                .name("Look")
                .endEvent("EndEvent_Done")
                .done();
        deploy("engine-paged", bytes(model));

        asClient(() -> assertThatThrownBy(() -> runtime.startProcessInstanceByKey("engine-paged"))
                .isInstanceOf(AuthorizationException.class)
                .hasMessageContaining("/complaints/new"));
        assertThatCode(() -> runtime.startProcessInstanceByKey("engine-paged", "C-2026-900005"))
                .doesNotThrowAnyException();
    }

    @Test
    void theLedgerHearsWhatTheEngineDoes() {
        Task task = startedTask("engine-told", bpmn("engine-told", "Look"), "C-2026-900006");
        tasks.claim(task.getId(), "handler");
        tasks.setAssignee(task.getId(), null);
        tasks.claim(task.getId(), "handler");
        tasks.complete(task.getId());

        assertThat(facts.typesOf("C-2026-900006"))
                .containsExactly(
                        "engine.process-started",
                        "engine.activity-ended",
                        "engine.task-created",
                        "engine.task-claimed",
                        "engine.task-released",
                        "engine.task-claimed",
                        "engine.task-completed",
                        "engine.activity-ended",
                        "engine.activity-ended",
                        "engine.process-ended");
        QualityEvent completed = facts.of("C-2026-900006").get(6);
        assertThat(completed.details()).containsEntry("assignee", "handler").containsEntry("task", "Look");
        assertThat(completed.governedBy()).isNotNull();
        assertThat(completed.governedBy().definitionId()).isEqualTo(task.getProcessDefinitionId());
        assertThat(completed.governedBy().element()).isEqualTo("UserTask_Look");
    }

    @Test
    void aDecisionIsToldWithItsRuleAndNoFreeText() {
        deployDecision();
        BpmnModelInstance model = Bpmn.createExecutableProcess("engine-decides")
                .camundaHistoryTimeToLiveString("P3650D")
                .startEvent("StartEvent_Come")
                .businessRuleTask("BusinessRuleTask_Judge")
                .name("Judge")
                .camundaDecisionRef("engine-table")
                .camundaOutputParameter("severity", "${decisions.value(decisionResult, 'severity')}")
                .camundaOutputParameter("priority", "${decisions.value(decisionResult, 'priority')}")
                .camundaOutputParameter("note", "${decisions.value(decisionResult, 'note')}")
                .userTask("UserTask_Look")
                .name("Look")
                .endEvent("EndEvent_Done")
                .done();
        deploy("engine-decides", bytes(model));

        ProcessInstance matched = runtime.startProcessInstanceByKey(
                "engine-decides", "C-2026-900007", Map.of("category", "leak", "words", "My name is Ada"));
        ProcessInstance unmatched = runtime.startProcessInstanceByKey(
                "engine-decides", "C-2026-900008", Map.of("category", "none", "words", "x"));

        assertThat(runtime.getVariables(matched.getId()))
                .containsEntry("severity", "major")
                .containsEntry("priority", 70);
        assertThat(runtime.getVariables(unmatched.getId()))
                .containsEntry("severity", null)
                .containsEntry("priority", null);
        assertThat(facts.of("C-2026-900007"))
                .filteredOn(fact -> fact.type().equals("engine.decision-evaluated"))
                .singleElement()
                .satisfies(fact -> assertThat(fact.details())
                        .containsEntry("decision", "engine-table")
                        .containsEntry("rules", "Rule_Leak")
                        .containsEntry("in.Category", "leak")
                        .containsEntry("out.severity", "major")
                        .containsEntry("out.priority", "70")
                        .doesNotContainKeys("in.Words", "out.note"));
    }

    @Test
    void moreThanOneRuleIsAnErrorThatNamesTheTable() {
        deployDecision();
        BpmnModelInstance model = Bpmn.createExecutableProcess("engine-decides-twice")
                .camundaHistoryTimeToLiveString("P3650D")
                .startEvent("StartEvent_Come")
                .businessRuleTask("BusinessRuleTask_Judge")
                .name("Judge")
                .camundaDecisionRef("engine-table")
                .camundaOutputParameter("severity", "${decisions.value(decisionResult, 'severity')}")
                .endEvent("EndEvent_Done")
                .done();
        deploy("engine-decides-twice", bytes(model));

        assertThatThrownBy(() -> runtime.startProcessInstanceByKey(
                        "engine-decides-twice", "C-2026-900009", Map.of("category", "both", "words", "x")))
                .hasStackTraceContaining("engine-table")
                .hasStackTraceContaining("answered with 2 rules");
    }

    @Test
    void aFailingJobWaitsLongerEachTimeAndThenSomebodyHears() {
        BpmnModelInstance model = Bpmn.createExecutableProcess("engine-fails")
                .camundaHistoryTimeToLiveString("P3650D")
                .startEvent("StartEvent_Come")
                .serviceTask("ServiceTask_Fail")
                .name("Fail")
                .camundaAsyncBefore()
                .camundaExpression("${engineProbe.fail()}")
                .endEvent("EndEvent_Done")
                .done();
        deploy("engine-fails", bytes(model));
        String instance = runtime.startProcessInstanceByKey("engine-fails", "C-2026-900010")
                .getId();

        await("first failure", () -> job(instance).getExceptionMessage() != null);
        Job failed = job(instance);
        assertThat(failed.getRetries()).isEqualTo(5);
        assertThat(Duration.between(clock.instant(), failed.getDuedate().toInstant()))
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
        assertThat(facts.typesOf("C-2026-900010")).doesNotContain("engine.incident-raised");

        management.setJobRetries(failed.getId(), 1);
        management.setJobDuedate(failed.getId(), Date.from(clock.instant()));

        await("an incident", () -> facts.typesOf("C-2026-900010").contains("engine.incident-raised"));
    }

    @Test
    void aTimerIsToldWhenItFires() {
        BpmnModelInstance model = Bpmn.createExecutableProcess("engine-timer")
                .camundaHistoryTimeToLiveString("P3650D")
                .startEvent("StartEvent_Come")
                .intermediateCatchEvent("Event_Waited")
                .name("A moment has passed")
                .timerWithDuration("PT1S")
                .userTask("UserTask_Look")
                .name("Look")
                .endEvent("EndEvent_Done")
                .done();
        deploy("engine-timer", bytes(model));
        runtime.startProcessInstanceByKey("engine-timer", "C-2026-900011");

        await("the timer", () -> facts.typesOf("C-2026-900011").contains("engine.timer-fired"));

        assertThat(facts.typesOf("C-2026-900011")).contains("engine.activity-started");
    }

    @Test
    void theEnginesClockFollowsOurs() {
        Instant held = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        clock.hold(held);
        try {
            assertThat(ClockUtil.getCurrentTime()).isEqualTo(Date.from(held));
            clock.advance(Duration.ofMillis(1500));
            assertThat(ClockUtil.getCurrentTime()).isEqualTo(Date.from(held.plus(Duration.ofMillis(1500))));
        } finally {
            clock.release();
        }
        assertThat(ClockUtil.getCurrentTime().toInstant()).isNotEqualTo(held.plus(Duration.ofMillis(1500)));
    }

    @Test
    void idsSortByTime() {
        ProcessInstance first = startedInstance();
        ProcessInstance second = startedInstance();

        assertThat(UUID.fromString(first.getId()).version()).isEqualTo(7);
        assertThat(first.getId()).isLessThan(second.getId());
    }

    @Test
    void aPersonsActGoesBeforeAnImports() {
        BpmnModelInstance model = Bpmn.createExecutableProcess("engine-priority")
                .camundaHistoryTimeToLiveString("P3650D")
                .startEvent("StartEvent_Come")
                .intermediateCatchEvent("Event_Waited")
                .timerWithDuration("P1D")
                .endEvent("EndEvent_Done")
                .done();
        deploy("engine-priority", bytes(model));
        actors.as(OWNER, () -> runtime.startProcessInstanceByKey("engine-priority", "C-2026-900012"));
        actors.as(Actor.system("import"), () -> runtime.startProcessInstanceByKey("engine-priority", "C-2026-900013"));

        assertThat(jobOf("C-2026-900012").getPriority())
                .isGreaterThan(jobOf("C-2026-900013").getPriority());
    }

    @Test
    void theIndexesForOpenWorkAreThere() {
        assertThat(jdbc.queryForList(
                        "select indexname from pg_indexes where indexname like 'redress_idx_%'", String.class))
                .contains("redress_idx_job_duedate", "redress_idx_task_parent");
    }

    private void startAgain(Map<String, byte[]> files) {
        actors.as(Actor.system("start-up"), () -> startUp.deploy(files));
    }

    private void deployAsOwner(String name, Map<String, byte[]> files) {
        actors.as(OWNER, () -> {
            DeploymentBuilder builder = repository
                    .createDeployment()
                    .name(name)
                    .source("Camunda Modeler")
                    .enableDuplicateFiltering(true);
            files.forEach((file, content) -> builder.addInputStream(file, new ByteArrayInputStream(content)));
            builder.deploy();
        });
    }

    private DeploymentWithDefinitions deploy(String key, byte[] content) {
        return repository
                .createDeployment()
                .name(key)
                .addInputStream(key + ".bpmn", new ByteArrayInputStream(content))
                .deployWithResult();
    }

    private void deployDecision() {
        repository
                .createDeployment()
                .name("engine-table")
                .enableDuplicateFiltering(true)
                .addClasspathResource("engine/engine-table.dmn")
                .deploy();
    }

    private Task startedTask(String key, byte[] content, String reference) {
        deploy(key, content);
        ProcessInstance instance = runtime.startProcessInstanceByKey(key, reference, Map.of("shown", "as it was"));
        return tasks.createTaskQuery().processInstanceId(instance.getId()).singleResult();
    }

    private ProcessInstance startedInstance() {
        deploy("engine-ids", bpmn("engine-ids", "Look"));
        return runtime.startProcessInstanceByKey("engine-ids");
    }

    private Job job(String instance) {
        return management.createJobQuery().processInstanceId(instance).singleResult();
    }

    private Job jobOf(String reference) {
        return job(runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(reference)
                .singleResult()
                .getId());
    }

    private static byte[] bpmn(String key, String label) {
        return bytes(Bpmn.createExecutableProcess(key)
                .camundaHistoryTimeToLiveString("P3650D")
                .startEvent("StartEvent_Come")
                .userTask("UserTask_Look")
                .name(label)
                .endEvent("EndEvent_Done")
                .done());
    }

    private static byte[] ruled() {
        return bytes(Bpmn.createExecutableProcess(EngineProbe.RULED_PROCESS)
                .camundaHistoryTimeToLiveString("P3650D")
                .startEvent("StartEvent_Come")
                .userTask(EngineProbe.RULED_TASK)
                .name("Judge")
                .camundaInputParameter("verdict", "")
                .endEvent("EndEvent_Done")
                .done());
    }

    private static byte[] bytes(BpmnModelInstance model) {
        return Bpmn.convertToString(model).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As a request on one of the engine's REST mounts would come. */
    private static void asClient(Runnable act) {
        inRequest(new MockHttpServletRequest("POST", "/engine-rest/anything"), act);
    }

    private static void asOurController(Runnable act) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/tasks/anything");
        request.setAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE, "set by Spring MVC");
        inRequest(request, act);
    }

    private static void inRequest(MockHttpServletRequest request, Runnable act) {
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        try {
            act.run();
        } finally {
            RequestContextHolder.resetRequestAttributes();
        }
    }

    private String lastSeen() {
        return management.createJobQuery().list().stream()
                        .map(job -> job + " due " + job.getDuedate() + " retries " + job.getRetries())
                        .toList()
                + ", now " + clock.instant();
    }

    private void await(String what, BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(30);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now())
                    .as("waiting for " + what + "; last seen: " + lastSeen())
                    .isBefore(end);
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
