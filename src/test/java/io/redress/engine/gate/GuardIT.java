package io.redress.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.core.RefusedAct;
import io.redress.testing.TestPostgres;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.repository.Deployment;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationEventPublisher;

/**
 * The same hostile models against three engines on a real database: with the gate, with the guard alone, and with
 * nothing, which proves that the canary sings when it is not protected.
 */
class GuardIT {

    private static final TestBeans.SampleTasks SAMPLE = new TestBeans.SampleTasks();
    private static final Map<Object, Object> BEANS = Map.of(
            "sampleTasks",
            SAMPLE,
            "sampleDelegate",
            new TestBeans.SampleDelegate(),
            "privateBean",
            new TestBeans.PrivateBean());
    private static final List<Object> PUBLISHED = new ArrayList<>();

    private static ProcessEngine gated;
    private static ProcessEngine guarded;
    private static ProcessEngine bare;

    @BeforeAll
    static void start() {
        gated = engine("gated", true, true);
        guarded = engine("guarded", false, true);
        bare = engine("bare", false, false);
    }

    @AfterAll
    static void stop() {
        for (ProcessEngine engine : new ProcessEngine[] {gated, guarded, bare}) {
            if (engine != null) {
                engine.close();
            }
        }
        Canary.reset();
    }

    @BeforeEach
    void silence() {
        Canary.reset();
        SAMPLE.calls.clear();
        PUBLISHED.clear();
    }

    private static ProcessEngine engine(String name, boolean gate, boolean guard) {
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        configuration.setProcessEngineName(name);
        configuration.setJdbcUrl(TestPostgres.newDatabase());
        configuration.setJdbcDriver("org.postgresql.Driver");
        configuration.setJdbcUsername("postgres");
        configuration.setJdbcPassword("postgres");
        configuration.setDatabaseSchemaUpdate(ProcessEngineConfigurationImpl.DB_SCHEMA_UPDATE_TRUE);
        configuration.setJobExecutorActivate(false);
        configuration.setEnableCmdExceptionLogging(false);
        configuration.setEnableExpressionsInAdhocQueries(true);
        configuration.setHistoryTimeToLive("P3650D");
        configuration.setExpressionManager(new JuelExpressionManager(BEANS));
        ApplicationEventPublisher events = PUBLISHED::add;
        GatePlugin plugin = new GatePlugin(() -> TestBeans.PUBLISHED, BEANS::get, events);
        if (guard) {
            plugin.guard(configuration);
        }
        if (gate) {
            plugin.gate(configuration);
        }
        return configuration.buildProcessEngine();
    }

    @Test
    void theGateRefusesEachBeforeTheEngineReadsIt() {
        List<String> wrong = new ArrayList<>();
        for (HostileModels.Hostile hostile : HostileModels.all()) {
            PUBLISHED.clear();
            try {
                deploy(gated, hostile);
                wrong.add(hostile.name() + " was deployed");
            } catch (ModelRefused e) {
                if (!e.getMessage().contains(hostile.file()) || PUBLISHED.size() != 1) {
                    wrong.add(hostile.name() + ": " + PUBLISHED.size() + " events, " + e.getMessage());
                }
            } catch (RuntimeException e) {
                wrong.add(hostile.name() + " met " + e);
            }
            if (Canary.sang()) {
                wrong.add(hostile.name() + " sang");
                Canary.reset();
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(gated.getRepositoryService().createDeploymentQuery().count()).isZero();
    }

    @Test
    void theGuardAloneHoldsThoseThatGetThrough() {
        List<String> sang = new ArrayList<>();
        int deployed = 0;
        for (HostileModels.Hostile hostile : HostileModels.all()) {
            // Read while a diagram is parsed, where no guard can stand: the gate alone keeps it out.
            if (hostile.name().equals("a form handler class")) {
                continue;
            }
            deployed += play(guarded, hostile) ? 1 : 0;
            if (Canary.sang()) {
                sang.add(hostile.name());
                Canary.reset();
            }
        }
        assertThat(sang).isEmpty();
        assertThat(deployed).as("the engine lets these pass without a gate").isGreaterThan(30);
    }

    @Test
    void withoutBothTheCanarySings() {
        List<String> silent = new ArrayList<>();
        int expected = 0;
        for (HostileModels.Hostile hostile : HostileModels.all()) {
            if (!hostile.sings()) {
                continue;
            }
            expected++;
            play(bare, hostile);
            if (!Canary.sang()) {
                silent.add(hostile.name());
            }
            Canary.reset();
        }
        assertThat(silent).isEmpty();
        assertThat(expected).isGreaterThan(15);
    }

    @Test
    void aRefusedDeploymentIsReportedWithoutItsContent() {
        HostileModels.Hostile hostile = HostileModels.all().get(0);

        assertThatThrownBy(() -> deploy(gated, hostile)).isInstanceOf(ModelRefused.class);

        assertThat(PUBLISHED).singleElement().isInstanceOfSatisfying(RefusedAct.class, act -> {
            assertThat(act.event().type()).isEqualTo("engine.model-refused");
            assertThat(act.event().caseRef().chain()).isEqualTo("system:models");
            assertThat(act.event().details().toString())
                    .contains("hostile.bpmn", "Bad camunda:expression")
                    .doesNotContain("forName");
        });
    }

    @Test
    void publishedBeansVariablesAndOperatorsWork() {
        String process = HostileModels.process(
                "",
                HostileModels.around(
                        "<bpmn:serviceTask id=\"Bad\" camunda:expression=\"${sampleTasks.join(text, sampleTasks.twice('21'))}\""
                                + " camunda:resultVariable=\"answer\"><bpmn:extensionElements><camunda:inputOutput>"
                                + "<camunda:inputParameter name=\"nothing\">${sampleTasks.record(missing)}</camunda:inputParameter>"
                                + "<camunda:outputParameter name=\"sum\">${empty text ? 0 : 1 + 2 * 3}</camunda:outputParameter>"
                                + "</camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>"
                                + ""));
        Deployment deployment = gated.getRepositoryService()
                .createDeployment()
                .addString("hostile.bpmn", process)
                .deploy();

        ProcessInstance instance = gated.getRuntimeService()
                .startProcessInstanceByKey(
                        "hostile",
                        Variables.createVariables().putValue("text", "a").putValue("missing", null));

        assertThat(instance.isEnded()).isTrue();
        assertThat(SAMPLE.calls).containsExactly((Object) null);
        assertThat(gated.getHistoryService()
                        .createHistoricVariableInstanceQuery()
                        .processInstanceId(instance.getId())
                        .variableName("answer")
                        .singleResult()
                        .getValue())
                .isEqualTo("a|42");
        gated.getRepositoryService().deleteDeployment(deployment.getId(), true);
    }

    @Test
    void noVariableStandsInForAPublishedBean() {
        String process = HostileModels.process(
                "",
                HostileModels.around(
                        "<bpmn:serviceTask id=\"Bad\" camunda:expression=\"${sampleTasks.record('x')}\" />"));
        Deployment deployment = guarded.getRepositoryService()
                .createDeployment()
                .addString("hostile.bpmn", process)
                .deploy();

        guarded.getRuntimeService()
                .startProcessInstanceByKey(
                        "hostile", Variables.createVariables().putValue("sampleTasks", "mine"));

        assertThat(SAMPLE.calls).containsExactly("x");
        guarded.getRepositoryService().deleteDeployment(deployment.getId(), true);
    }

    @Test
    void storedFiltersKeepTheirFunctionsAndNothingElse() {
        Task task = guarded.getTaskService().newTask();
        task.setAssignee("handler");
        task.setDueDate(new Date(0));
        guarded.getTaskService().saveTask(task);
        guarded.getIdentityService().setAuthentication("handler", List.of("complaint-handlers"));
        try {
            assertThat(guarded.getTaskService()
                            .createTaskQuery()
                            .taskAssigneeExpression("${currentUser()}")
                            .dueBeforeExpression("${now()}")
                            .dueAfterExpression("${dateTime().withTimeAtStartOfDay().minusYears(99).toDate()}")
                            .count())
                    .isEqualTo(1);
            assertThat(guarded.getTaskService()
                            .createTaskQuery()
                            .taskCandidateGroupInExpression("${currentUserGroups()}")
                            .count())
                    .isZero();
            Filter filter = guarded.getFilterService()
                    .newTaskFilter("mine")
                    .setQuery(guarded.getTaskService().createTaskQuery().taskAssigneeExpression("${currentUser()}"));
            guarded.getFilterService().saveFilter(filter);
            assertThat(guarded.getFilterService().count(filter.getId())).isEqualTo(1);

            Filter evil = guarded.getFilterService()
                    .newTaskFilter("evil")
                    .setQuery(guarded.getTaskService()
                            .createTaskQuery()
                            .taskAssigneeLikeExpression(
                                    "${''.getClass().forName('io.redress.engine.gate.Canary').newInstance()}"));
            guarded.getFilterService().saveFilter(evil);
            assertThatThrownBy(() -> guarded.getFilterService().count(evil.getId()))
                    .isInstanceOf(ProcessEngineException.class)
                    .hasStackTraceContaining("the call of \"getClass\" with 0 arguments is not allowed");
            assertThatThrownBy(() -> guarded.getTaskService()
                            .createTaskQuery()
                            .taskAssigneeLikeExpression("${dateTime().getClass()}")
                            .count())
                    .isInstanceOf(ProcessEngineException.class);
            assertThat(Canary.sang()).isFalse();
        } finally {
            guarded.getIdentityService().clearAuthentication();
            guarded.getTaskService().deleteTask(task.getId(), true);
        }
    }

    private static Deployment deploy(ProcessEngine engine, HostileModels.Hostile hostile) {
        return engine.getRepositoryService()
                .createDeployment()
                .addInputStream(hostile.file(), new java.io.ByteArrayInputStream(hostile.content()))
                .deploy();
    }

    /** Deploys, starts, completes, submits and fires what there is; whatever fails on the way, fails. */
    private static boolean play(ProcessEngine engine, HostileModels.Hostile hostile) {
        Deployment deployment;
        try {
            deployment = deploy(engine, hostile);
        } catch (RuntimeException | StackOverflowError e) {
            return false;
        }
        try {
            attempt(() -> {
                if (hostile.file().endsWith(".dmn")) {
                    engine.getDecisionService()
                            .evaluateDecisionTableByKey(
                                    "hostile", Variables.createVariables().putValue("x", "a"));
                } else {
                    engine.getRuntimeService().startProcessInstanceByKey("hostile");
                }
            });
            for (Task task : engine.getTaskService().createTaskQuery().list()) {
                attempt(() -> engine.getFormService().getTaskFormVariables(task.getId()));
                attempt(() -> engine.getFormService().submitTaskForm(task.getId(), Map.of("f", "x")));
            }
            for (Job job : engine.getManagementService().createJobQuery().list()) {
                attempt(() -> engine.getManagementService().executeJob(job.getId()));
            }
        } finally {
            engine.getRepositoryService().deleteDeployment(deployment.getId(), true, true, true);
        }
        return true;
    }

    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            // the canary tells what happened
        }
    }
}
