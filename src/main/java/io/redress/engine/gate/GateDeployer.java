package io.redress.engine.gate;

import io.redress.core.CaseRef;
import io.redress.core.QualityEvent;
import io.redress.core.RefusedAct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Stands in front of the engine's own deployers, whichever door a deployment came through. What was deployed before is
 * parsed again without being asked: it passed the rules of its day, and the guard watches it.
 */
final class GateDeployer implements Deployer {

    private final ModelGate gate;
    private final ApplicationEventPublisher events;

    GateDeployer(ModelGate gate, ApplicationEventPublisher events) {
        this.gate = gate;
        this.events = events;
    }

    @Override
    public void deploy(DeploymentEntity deployment) {
        if (!deployment.isNew()) {
            return;
        }
        Map<String, byte[]> files = new HashMap<>();
        deployment.getResources().forEach((name, resource) -> files.put(name, resource.getBytes()));
        List<ModelProblem> problems = gate.check(files, new InEngine());
        if (!problems.isEmpty()) {
            ModelRefused refused = new ModelRefused(problems);
            record(files, problems, refused);
            throw refused;
        }
    }

    /** What was refused and where, never what the files held: that may be anything. */
    private void record(Map<String, byte[]> files, List<ModelProblem> problems, ModelRefused refused) {
        String places =
                problems.stream().limit(20).map(ModelProblem::place).distinct().collect(Collectors.joining("; "));
        Map<String, String> facts = Map.of(
                "files",
                cut(new ArrayList<>(files.keySet()).stream().sorted().collect(Collectors.joining(", "))),
                "problems",
                String.valueOf(problems.size()),
                "places",
                cut(places));
        try {
            events.publishEvent(new RefusedAct(QualityEvent.of(CaseRef.system("models"), "engine.model-refused")
                    .with(facts)));
        } catch (RuntimeException e) {
            refused.addSuppressed(e);
        }
    }

    private static String cut(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}]", " ");
        return plain.length() <= 2_000 ? plain : plain.substring(0, 2_000) + "…";
    }

    /** Asks within the deployment's own command. */
    private static final class InEngine implements Bundle.Deployed {

        @Override
        public boolean decision(String id) {
            CommandContext context = Context.getCommandContext();
            return context.getDecisionDefinitionManager().findLatestDecisionDefinitionByKey(id) != null;
        }

        @Override
        public boolean process(String id) {
            CommandContext context = Context.getCommandContext();
            return context.getProcessDefinitionManager().findLatestProcessDefinitionByKey(id) != null;
        }
    }
}
