package io.redress.engine.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/**
 * Puts the gate and the guard into the engine. Comes after every other part of the configuration, so that the gate reads
 * what will really be deployed, and nothing replaces the guard; the engine does not start when it is not so.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class GatePlugin extends AbstractProcessEnginePlugin {

    /** Ten years; a model may ask for more, never for less. */
    static final int MINIMUM_DAYS = 3_650;

    private static final Pattern DAYS = Pattern.compile("P?(\\d+)D?");

    private final Supplier<PublishedBeans> published;
    private final Function<String, Object> beans;
    private final ApplicationEventPublisher events;
    private @Nullable GateDeployer deployer;
    private @Nullable GuardedExpressions expressions;

    @Autowired
    GatePlugin(ListableBeanFactory beans, ApplicationEventPublisher events) {
        this(SingletonSupplier.of(() -> PublishedBeans.in(beans)), beans::getBean, events);
    }

    GatePlugin(Supplier<PublishedBeans> published, Function<String, Object> beans, ApplicationEventPublisher events) {
        this.published = published;
        this.beans = beans;
        this.events = events;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        guard(configuration);
        gate(configuration);
    }

    /** Package-private, so that a test can have the one without the other. */
    void gate(ProcessEngineConfigurationImpl configuration) {
        List<Deployer> before = new ArrayList<>();
        if (configuration.getCustomPreDeployers() != null) {
            before.addAll(configuration.getCustomPreDeployers());
        }
        deployer = new GateDeployer(new ModelGate(published.get(), policy(configuration)), events);
        before.add(deployer);
        configuration.setCustomPreDeployers(before);
    }

    void guard(ProcessEngineConfigurationImpl configuration) {
        expressions = new GuardedExpressions(published, beans);
        configuration.setExpressionManager(expressions);
        configuration.setArtifactFactory(new GuardedBehaviors.NoClasses());
        configuration.setFormValidators(new GuardedBehaviors.NoValidatorClasses());
        configuration.setScriptEngineResolver(new GuardedBehaviors.NoScripts());
        List<BpmnParseListener> listeners = new ArrayList<>();
        if (configuration.getCustomPostBPMNParseListeners() != null) {
            listeners.addAll(configuration.getCustomPostBPMNParseListeners());
        }
        listeners.add(new GuardedBehaviors());
        configuration.setCustomPostBPMNParseListeners(listeners);
        configuration.setEnableXxeProcessing(false);
    }

    @Override
    public void postInit(ProcessEngineConfigurationImpl configuration) {
        List<Deployer> before = configuration.getCustomPreDeployers();
        if (before == null || before.isEmpty() || before.get(before.size() - 1) != deployer) {
            throw new IllegalStateException("The gate for models must be the last deployer before the engine's own");
        }
        if (configuration.getExpressionManager() != expressions) {
            throw new IllegalStateException("The engine's expressions are not guarded: somebody replaced the guard");
        }
    }

    private static int policy(ProcessEngineConfigurationImpl configuration) {
        String configured = configuration.getHistoryTimeToLive();
        Matcher days = DAYS.matcher(configured == null ? "" : configured);
        return days.matches() ? Math.min(MINIMUM_DAYS, Integer.parseInt(days.group(1))) : MINIMUM_DAYS;
    }
}
