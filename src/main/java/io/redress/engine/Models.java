package io.redress.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The deployed models, for every module that needs to read one: a text that lies beside a diagram, the diagram itself,
 * its SHA-256, who deployed it. What is deployed never changes, so all of it is cached.
 */
@Component
public class Models {

    private static final int MOST_CACHED = 500;

    /**
     * One deployed version of a process or a decision.
     *
     * @param id the engine's id of this version
     * @param resource the deployed file's name
     * @param deployedBy a person's id or a part of the system ({@code start-up}); null when nobody recorded it
     * @param byPerson whether a person deployed it
     */
    public record Definition(
            String id,
            String key,
            int version,
            String deploymentId,
            String resource,
            Instant deployedAt,
            @Nullable String deployedBy,
            boolean byPerson) {}

    private record TextKey(String definitionId, String baseName) {}

    private final ModelStore store;
    private final Cache<String, Definition> definitions =
            Caffeine.newBuilder().maximumSize(MOST_CACHED).build();
    private final Cache<String, byte[]> contents =
            Caffeine.newBuilder().maximumSize(MOST_CACHED).build();
    private final Cache<TextKey, String> texts =
            Caffeine.newBuilder().maximumSize(MOST_CACHED).build();
    private volatile List<ModelDifference> differences = List.of();

    Models(ModelStore store) {
        this.store = store;
    }

    /** The process or decision definition with the engine's id. */
    public Optional<Definition> definition(String definitionId) {
        Definition known = definitions.getIfPresent(definitionId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Definition> found = store.definition(definitionId).map(Models::definition);
        found.ifPresent(definition -> definitions.put(definitionId, definition));
        return found;
    }

    /** The newest version of a process, by its id in the diagram. */
    public Optional<Definition> latestProcess(String key) {
        return store.latest(".bpmn", key).map(Models::definition);
    }

    /** The newest version of a decision, by its id in the table. */
    public Optional<Definition> latestDecision(String key) {
        return store.latest(".dmn", key).map(Models::definition);
    }

    /**
     * A text that was deployed together with this version: an instance keeps the texts it was started with.
     *
     * @param baseName the file's name without folders, such as {@code acknowledgement.en.md}
     */
    public Optional<String> text(String definitionId, String baseName) {
        TextKey key = new TextKey(definitionId, baseName);
        String known = texts.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> found = definition(definitionId)
                .flatMap(definition -> store.resourceNames(definition.deploymentId()).stream()
                        .filter(name -> ModelFiles.baseName(name).equals(baseName))
                        .findFirst()
                        .flatMap(name -> store.content(definition.deploymentId(), name)))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        found.ifPresent(text -> texts.put(key, text));
        return found;
    }

    /** The BPMN or DMN of a definition, as it was deployed. */
    public Optional<String> xml(String definitionId) {
        return content(definitionId).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /** SHA-256 over the bytes of the definition's file, in lower-case hexadecimal. */
    public Optional<String> sha256(String definitionId) {
        return content(definitionId).map(ModelStore::sha256);
    }

    /** What start-up left in place because a person deployed it; as of this start. */
    public List<ModelDifference> differences() {
        return differences;
    }

    void differences(List<ModelDifference> found) {
        differences = List.copyOf(found);
    }

    private Optional<byte[]> content(String definitionId) {
        byte[] known = contents.getIfPresent(definitionId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<byte[]> found = definition(definitionId)
                .flatMap(definition -> store.content(definition.deploymentId(), definition.resource()));
        found.ifPresent(bytes -> contents.put(definitionId, bytes));
        return found;
    }

    private static Definition definition(ModelStore.Deployed deployed) {
        return new Definition(
                deployed.definitionId(),
                deployed.key(),
                deployed.version(),
                deployed.deploymentId(),
                deployed.resource(),
                deployed.deployedAt(),
                deployed.deployedBy(),
                deployed.byPerson());
    }
}
