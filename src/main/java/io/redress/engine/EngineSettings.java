package io.redress.engine;

import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * How the engine is set: hardened, nothing that deletes history, retries with growing waits, and our own parts plugged
 * in. Authorizations and passwords are identity's, the check of models is the gate's.
 */
@Component
@Order(10)
class EngineSettings extends AbstractProcessEnginePlugin {

    /** After each failure: 1 minute, 5 minutes, 30 minutes, 2 hours, 12 hours; then an incident. */
    static final String RETRY_WAITS = "PT1M,PT5M,PT30M,PT2H,PT12H";

    /** Ten years; clean-up is off, so this only keeps the engine from asking. */
    static final String TIME_TO_LIVE = "P3650D";

    /** Tasklist asks for its filters 2,000 at a time and stays blank when that is refused. */
    private static final int MOST_RESULTS = 2_000;

    private final ClientCommands clientCommands;
    private final ModelCarryOver carryOver;
    private final ModelRecorder recorder;
    private final ApplicationEventPublisher events;
    private final ActPriority priority;

    EngineSettings(
            ClientCommands clientCommands,
            ModelCarryOver carryOver,
            ModelRecorder recorder,
            ApplicationEventPublisher events,
            ActPriority priority) {
        this.clientCommands = clientCommands;
        this.carryOver = carryOver;
        this.recorder = recorder;
        this.events = events;
        this.priority = priority;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        harden(engine);
        keepHistory(engine);
        DefaultDmnEngineConfiguration tables = new DefaultDmnEngineConfiguration();
        tables.setFeelEngineFactory(new LiteralTests.Factory());
        engine.setDmnEngineConfiguration(tables);

        engine.setFailedJobRetryTimeCycle(RETRY_WAITS);
        engine.setJobExecutorAcquireByPriority(true);
        engine.setJobPriorityProvider(priority);
        engine.setTaskMetricsEnabled(false);
        // Each caller logs what it could not handle; the engine would log every refusal as an error besides.
        engine.setEnableCmdExceptionLogging(false);

        List<CommandInterceptor> interceptors = listOf(engine.getCustomPostCommandInterceptorsTxRequired());
        interceptors.add(clientCommands);
        engine.setCustomPostCommandInterceptorsTxRequired(interceptors);

        // Before the gate, so that it sees the deployment as it will be.
        List<Deployer> before = listOf(engine.getCustomPreDeployers());
        before.add(0, carryOver);
        engine.setCustomPreDeployers(before);
        List<Deployer> after = listOf(engine.getCustomPostDeployers());
        after.add(recorder);
        engine.setCustomPostDeployers(after);

        // No bean: the Boot starter would plug that in a second time.
        engine.getCustomHistoryEventHandlers().add(new LedgerFeed(events));
    }

    private static void harden(ProcessEngineConfigurationImpl engine) {
        engine.setCmmnEnabled(false);
        engine.setJavaSerializationFormatEnabled(false);
        engine.setDeserializationTypeValidationEnabled(true);
        engine.setEnableXxeProcessing(false);
        engine.setEnableExpressionsInAdhocQueries(false);
        engine.setEnableFetchScriptEngineFromProcessApplication(false);
        engine.setEnableScriptEngineLoadExternalResources(false);
        engine.setStandaloneTasksEnabled(false);
        engine.setQueryMaxResultsLimit(MOST_RESULTS);
        engine.setWebappsAuthenticationLoggingEnabled(true);
    }

    private static void keepHistory(ProcessEngineConfigurationImpl engine) {
        engine.setHistoryTimeToLive(TIME_TO_LIVE);
        engine.setHistoryCleanupEnabled(false);
        // A date of removal would be written into every row of a case's history when it ends; nothing here is removed.
        engine.setHistoryRemovalTimeStrategy(ProcessEngineConfiguration.HISTORY_REMOVAL_TIME_STRATEGY_NONE);
        engine.setHistoryCleanupStrategy(ProcessEngineConfigurationImpl.HISTORY_CLEANUP_STRATEGY_END_TIME_BASED);
        engine.setRestrictUserOperationLogToAuthenticatedUsers(false);
        engine.setLogEntriesPerSyncOperationLimit(MOST_RESULTS);
    }

    private static <T> List<T> listOf(@Nullable List<T> present) {
        return present == null ? new ArrayList<>() : new ArrayList<>(present);
    }
}
