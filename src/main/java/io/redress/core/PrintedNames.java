package io.redress.core;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A port: whoever keeps the persons tells the ledger under which name somebody acts at this moment. */
public interface PrintedNames {

    /**
     * Asked for each entry of the ledger, so expected to be cheap.
     *
     * @param personId a person's immutable id
     * @return null when there is no such person, their name is under no key, or they were erased
     */
    @Nullable
    PrintedName of(String personId);

    /**
     * A name as it is printed under what the person did.
     *
     * @param subject whose key protects it
     */
    record PrintedName(UUID subject, String name) {}
}
