package io.redress.engine;

import io.redress.core.ModelDigests;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells the ledger the SHA-256 of the model that governed a fact. */
@Component
class DigestsForLedger implements ModelDigests {

    private final Models models;

    DigestsForLedger(Models models) {
        this.models = models;
    }

    @Override
    public @Nullable String sha256(String definitionId) {
        return models.sha256(definitionId).orElse(null);
    }
}
