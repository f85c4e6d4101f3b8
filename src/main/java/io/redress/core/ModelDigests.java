package io.redress.core;

import org.jspecify.annotations.Nullable;

/** A port: whoever keeps the deployed models tells the ledger what a definition's source was. */
public interface ModelDigests {

    /**
     * SHA-256 over the bytes of the deployed file, as lower-case hex; it never changes for a definition.
     *
     * @param definitionId the engine's id of a process or decision definition
     * @return null when there is no such definition
     */
    @Nullable
    String sha256(String definitionId);
}
