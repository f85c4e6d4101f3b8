package io.redress.engine;

import io.redress.core.Actor;
import io.redress.core.CaseRef;
import io.redress.core.QualityEvent;
import io.redress.identity.Actors;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Records, in the transaction of a deployment, who brought which content, for the ledger and for model ownership. */
@Component
class ModelRecorder implements Deployer {

    private final ModelStore store;
    private final ModelCarryOver carryOver;
    private final Actors actors;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    ModelRecorder(
            ModelStore store, ModelCarryOver carryOver, Actors actors, Clock clock, ApplicationEventPublisher events) {
        this.store = store;
        this.carryOver = carryOver;
        this.actors = actors;
        this.clock = clock;
        this.events = events;
    }

    @Override
    public void deploy(DeploymentEntity deployment) {
        if (!deployment.isNew()) {
            return;
        }
        Actor actor = actors.current();
        String engineUser = Context.getCommandContext().getAuthenticatedUserId();
        boolean byPerson = actor.kind() == Actor.Kind.PERSON || engineUser != null;
        String by = actor.kind() == Actor.Kind.PERSON || engineUser == null ? actor.id() : engineUser;
        store.record(deployment.getId(), clock.instant(), deployment.getSource(), by, byPerson);

        Map<String, Boolean> carried = carryOver.takeCarried(deployment.getId());
        Map<String, String> facts = new TreeMap<>();
        for (ResourceEntity resource : deployment.getResources().values()) {
            String name = resource.getName();
            String sha256 = ModelStore.sha256(resource.getBytes());
            boolean owned = carried.getOrDefault(name, byPerson);
            store.record(deployment.getId(), new ModelStore.Recorded(name, sha256, carried.containsKey(name), owned));
            facts.put(name, "sha256:" + sha256 + (carried.containsKey(name) ? " (carried over)" : ""));
        }
        facts.put("deployment", deployment.getId());
        facts.put("by", by);
        if (deployment.getSource() != null) {
            facts.put("source", deployment.getSource());
        }
        events.publishEvent(QualityEvent.of(CaseRef.system("models"), "engine.model-deployed")
                .with(facts));
    }
}
