package io.redress.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.repository.ResourceTypes;
import org.springframework.stereotype.Component;

/**
 * Completes a deployment that brings a diagram without its forms and message texts, as Modeler's button does: those of
 * the version before are carried over unchanged, because forms and texts bind to the instance's own deployment.
 */
@Component
class ModelCarryOver implements Deployer {

    static final String START_UP = "start-up";

    private final ModelStore store;
    /** By deployment, until it is recorded at the end of the same transaction: name → whether a person owns it. */
    private final Cache<String, Map<String, Boolean>> carried =
            Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(5)).build();

    ModelCarryOver(ModelStore store) {
        this.store = store;
    }

    @Override
    public void deploy(DeploymentEntity deployment) {
        // An old deployment comes by again whenever the engine reads it into its cache.
        if (!deployment.isNew() || START_UP.equals(deployment.getSource())) {
            return;
        }
        Set<String> present = deployment.getResources().keySet().stream()
                .map(ModelFiles::baseName)
                .collect(Collectors.toCollection(HashSet::new));
        List<ResourceEntity> brought = List.copyOf(deployment.getResources().values());
        Map<String, Boolean> names = new TreeMap<>();
        for (ResourceEntity resource : brought) {
            if (!resource.getName().endsWith(".bpmn")) {
                continue;
            }
            for (String key : ModelIds.of(resource.getName(), resource.getBytes())) {
                store.latest(resource.getName(), key)
                        .ifPresent(before -> carryOver(before, deployment, present, names));
            }
        }
        if (!names.isEmpty()) {
            carried.put(deployment.getId(), names);
        }
    }

    /** What was carried over into this deployment; asked once. */
    Map<String, Boolean> takeCarried(String deploymentId) {
        Map<String, Boolean> names = carried.asMap().remove(deploymentId);
        return names == null ? Map.of() : names;
    }

    private void carryOver(
            ModelStore.Deployed before, DeploymentEntity deployment, Set<String> present, Map<String, Boolean> names) {
        String folder = before.resource().substring(0, before.resource().lastIndexOf('/') + 1);
        Map<String, Boolean> owned = store.recorded(before.deploymentId()).stream()
                .collect(Collectors.toMap(ModelStore.Recorded::name, ModelStore.Recorded::ownedByPerson));
        for (String name : store.resourceNames(before.deploymentId())) {
            boolean belongs = name.startsWith(folder) && (name.endsWith(".form") || name.endsWith(".md"));
            if (!belongs || !present.add(ModelFiles.baseName(name))) {
                continue;
            }
            byte[] content = store.content(before.deploymentId(), name).orElseThrow();
            ResourceEntity copy = new ResourceEntity();
            copy.setName(name);
            copy.setBytes(content);
            copy.setDeploymentId(deployment.getId());
            copy.setType(ResourceTypes.REPOSITORY.getValue());
            copy.setCreateTime(ClockUtil.getCurrentTime());
            Context.getCommandContext().getResourceManager().insertResource(copy);
            deployment.addResource(copy);
            names.put(name, owned.getOrDefault(name, false));
        }
    }
}
