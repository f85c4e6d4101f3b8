package io.redress.party;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Where every person's data lies: encrypted under a key per person (the subject), whose own key is wrapped by the
 * installation's master key. Everybody else holds ids. Destroying a subject's key erases the person and leaves every
 * record, event and ledger entry whole.
 */
@Service
public class PersonStore {

    /** A new subject with a key of its own. */
    public UUID newSubject() {
        throw new UnsupportedOperationException();
    }

    /**
     * Keeps a text under the subject's key, in the caller's transaction.
     *
     * @param kind what it is, for the record of erasure: {@code customer}, {@code description}, {@code answer}
     * @return the id under which others refer to it
     */
    public UUID put(UUID subject, String kind, String text) {
        throw new UnsupportedOperationException();
    }

    /** The text, or null when the person was erased. */
    public @Nullable String read(UUID dataId) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #read}, for many at once; the erased ones are absent. */
    public Map<UUID, String> readAll(Collection<UUID> dataIds) {
        throw new UnsupportedOperationException();
    }

    /** HMAC-SHA-256 of the text under the subject's key, as hex: proves a text to who knows it, tells nobody else. */
    public String commitment(UUID subject, String text) {
        throw new UnsupportedOperationException();
    }

    /** Keyed hashes of the words of a text, for an index that does not hold the words. */
    public Set<String> searchTokens(String text) {
        throw new UnsupportedOperationException();
    }

    /** Destroys the subject's key. @throws io.redress.core.Refusal when a legal hold or a retention rule forbids it */
    public void erase(UUID subject, String reason) {
        throw new UnsupportedOperationException();
    }
}
