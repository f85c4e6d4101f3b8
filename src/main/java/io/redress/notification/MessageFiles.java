package io.redress.notification;

import org.jspecify.annotations.Nullable;

/** A port: the message files that were deployed together with a diagram. */
public interface MessageFiles {

    /**
     * @param definitionId the engine's id of the process definition
     * @param fileName the file's base name: {@code acknowledgement.de.md}
     * @return its text, or null when this deployment has no such file
     */
    @Nullable
    String read(String definitionId, String fileName);
}
