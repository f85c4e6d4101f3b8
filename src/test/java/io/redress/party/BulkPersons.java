package io.redress.party;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** Seals person data for rows that are loaded in bulk: the same keys and formats as {@link PersonStore}, no database. */
public final class BulkPersons {

    private static final JsonMapper JSON = new JsonMapper();

    private final MasterKey masterKey;
    private final PersonStore store;

    private BulkPersons(MasterKey masterKey, PersonStore store) {
        this.masterKey = masterKey;
        this.store = store;
    }

    public static BulkPersons of(ApplicationContext context) {
        return new BulkPersons(context.getBean(MasterKey.class), context.getBean(PersonStore.class));
    }

    public String masterFingerprint() {
        return masterKey.fingerprint();
    }

    public Subject subject(UUID id) {
        byte[] wrapped = masterKey.wrap(id, Cryptography.randomKey());
        return new Subject(id, wrapped, masterKey.unwrap(id, wrapped));
    }

    public Set<String> searchTokens(String text) {
        return store.searchTokens(text);
    }

    public String emailIndex(String email) {
        return HexFormat.of()
                .formatHex(Cryptography.hmac(
                        masterKey.index(),
                        ("email:" + email.toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8)));
    }

    /** As {@link Customers} keeps them. */
    public static String details(CustomerDetails details) {
        try {
            return JSON.writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A person with a key of their own. */
    public static final class Subject {

        private final UUID id;
        private final byte[] wrapped;
        private final SubjectKey key;

        private Subject(UUID id, byte[] wrapped, SubjectKey key) {
            this.id = id;
            this.wrapped = wrapped;
            this.key = key;
        }

        public UUID id() {
            return id;
        }

        public byte[] wrappedKey() {
            return wrapped;
        }

        public byte[] seal(UUID dataId, String kind, String text) {
            return key.seal(dataId, id, kind, text);
        }

        public String commitment(String text) {
            return key.commit(text);
        }
    }
}
