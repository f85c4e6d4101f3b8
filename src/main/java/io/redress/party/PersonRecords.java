package io.redress.party;

import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A port: each module that holds records about persons tells which, so that retention comes before erasure. */
public interface PersonRecords {

    /** The records in which this person's data is needed. */
    Collection<Held> about(UUID subject);

    /**
     * One record about a person.
     *
     * @param recordClass the class of its retention rule: {@code complaint}
     * @param reference as people know it
     * @param closedAt when its retention began; null while it is open
     */
    record Held(
            String recordClass, String reference, @Nullable Instant closedAt) {}
}
