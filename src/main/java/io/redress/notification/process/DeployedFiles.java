package io.redress.notification.process;

import io.redress.notification.MessageFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.camunda.bpm.engine.RepositoryService;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads message files from the deployment that a process definition came with, by base name. */
@Component
class DeployedFiles implements MessageFiles {

    private final RepositoryService repository;

    DeployedFiles(RepositoryService repository) {
        this.repository = repository;
    }

    @Override
    public @Nullable String read(String definitionId, String fileName) {
        String deployment = repository.getProcessDefinition(definitionId).getDeploymentId();
        List<String> names = repository.getDeploymentResourceNames(deployment).stream()
                .filter(name -> name.substring(name.lastIndexOf('/') + 1).equals(fileName))
                .toList();
        if (names.isEmpty()) {
            return null;
        }
        if (names.size() > 1) {
            throw new IllegalStateException(fileName + " lies in this deployment more than once: " + names);
        }
        try (InputStream in = repository.getResourceAsStream(deployment, names.get(0))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
