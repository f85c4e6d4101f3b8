package io.redress.engine;

import io.redress.core.Actor;
import io.redress.identity.Actors;
import io.redress.platform.StartRefused;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Deploys {@code processes/} at start, all files in one deployment, and only when one of them changed. A model that a
 * person deployed is never overridden: it is kept, left out, and the difference is reported. When a release ships
 * exactly what the person deployed, start-up owns it again.
 */
@Component
class StartUpDeployment implements SmartInitializingSingleton {

    static final String NAME = "Redress";

    private static final Logger log = LoggerFactory.getLogger(StartUpDeployment.class);

    private final ModelFiles files;
    private final ModelStore store;
    private final Models models;
    private final RepositoryService repository;
    private final Actors actors;

    StartUpDeployment(ModelFiles files, ModelStore store, Models models, RepositoryService repository, Actors actors) {
        this.files = files;
        this.store = store;
        this.models = models;
        this.repository = repository;
        this.actors = actors;
    }

    /** After every bean is there (expressions name them), before the first request is taken. */
    @Override
    public void afterSingletonsInstantiated() {
        actors.as(Actor.system(ModelCarryOver.START_UP), () -> deploy(files.read()));
    }

    /**
     * Deploys these files but for what a person owns.
     *
     * @throws StartRefused with file, element and reason when one of them is broken or unsafe
     */
    void deploy(Map<String, byte[]> ours) {
        List<ModelDifference> kept = new ArrayList<>();
        Map<String, byte[]> toDeploy = new TreeMap<>();
        ours.forEach((name, content) -> {
            List<ModelDifference> differences = differences(name, content, ours);
            if (differences.isEmpty()) {
                toDeploy.put(name, content);
            }
            kept.addAll(differences);
        });
        models.differences(kept);
        kept.forEach(StartUpDeployment::report);
        if (toDeploy.isEmpty()) {
            log.warn("There is no model to deploy in {}", files.origin());
            return;
        }
        DeploymentBuilder builder = repository
                .createDeployment()
                .name(NAME)
                .source(ModelCarryOver.START_UP)
                // Over the whole set: a changed diagram alone would lose its forms and texts.
                .enableDuplicateFiltering(false);
        toDeploy.forEach((name, content) -> builder.addInputStream(name, new ByteArrayInputStream(content)));
        try {
            DeploymentWithDefinitions deployment = builder.deployWithResult();
            int processes = count(deployment.getDeployedProcessDefinitions());
            log.info(
                    processes == 0
                            ? "The models of {} are deployed already ({} files)"
                            : "Deployed the models of {} ({} files)",
                    files.origin(),
                    toDeploy.size());
        } catch (RuntimeException e) {
            throw new StartRefused(
                    "A model in " + files.origin() + " was refused, so Redress does not start: " + explain(e), e);
        }
    }

    /** What differs between the person's version and ours, for each process or decision in our file. */
    private List<ModelDifference> differences(String name, byte[] content, Map<String, byte[]> ours) {
        List<ModelDifference> found = new ArrayList<>();
        for (String key : ModelIds.of(name, content)) {
            ModelStore.Deployed latest = store.latest(name, key).orElse(null);
            if (latest == null || !latest.byPerson()) {
                continue;
            }
            List<String> differing = differing(latest, name, ours);
            if (!differing.isEmpty()) {
                found.add(new ModelDifference(
                        name,
                        key,
                        latest.version(),
                        String.valueOf(latest.deployedBy()),
                        latest.deployedAt(),
                        differing));
            }
        }
        return found;
    }

    private List<String> differing(ModelStore.Deployed latest, String name, Map<String, byte[]> ours) {
        Map<String, String> oursByBaseName = new HashMap<>();
        ours.forEach((file, bytes) -> oursByBaseName.put(ModelFiles.baseName(file), ModelStore.sha256(bytes)));
        List<String> differing = new ArrayList<>();
        for (ModelStore.Recorded theirs : store.recorded(latest.deploymentId())) {
            boolean itself = theirs.name().equals(latest.resource());
            boolean beside = name.endsWith(".bpmn")
                    && (theirs.name().endsWith(".form") || theirs.name().endsWith(".md"));
            String oursHash = itself
                    ? ModelStore.sha256(ours.getOrDefault(name, new byte[0]))
                    : oursByBaseName.get(ModelFiles.baseName(theirs.name()));
            if (theirs.ownedByPerson() && (itself || beside) && !theirs.sha256().equals(oursHash)) {
                differing.add(ModelFiles.baseName(theirs.name()));
            }
        }
        return differing;
    }

    private static void report(ModelDifference difference) {
        log.warn(
                "{} (version {}) was deployed by {} at {} and differs from processes/{} in: {}. The deployed one stays;"
                        + " to make ours count again, deploy it from Modeler or take the deployed change over into the"
                        + " file",
                difference.definition(),
                difference.version(),
                difference.deployedBy(),
                difference.deployedAt(),
                difference.file(),
                String.join(", ", difference.resources()));
    }

    private static String explain(RuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ParseException parse
                    && !parse.getResorceReports().isEmpty()) {
                return parse.getResorceReports().stream()
                        .flatMap(report -> report.getErrors().stream()
                                .map(problem -> report.getResourceName() + ", line " + problem.getLine() + ", "
                                        + String.join(" ", problem.getElementIds()) + ": "
                                        + problem.getMessage()))
                        .collect(Collectors.joining("; "));
            }
        }
        return e instanceof ProcessEngineException || e.getMessage() != null
                ? String.valueOf(e.getMessage())
                : e.toString();
    }

    private static int count(@Nullable List<?> definitions) {
        return definitions == null ? 0 : definitions.size();
    }
}
