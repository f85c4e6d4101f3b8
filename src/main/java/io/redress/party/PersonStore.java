package io.redress.party;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.f4b6a3.uuid.UuidCreator;
import io.redress.core.Refusal;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where every person's data lies: encrypted under a key per person (the subject), whose own key is wrapped by the
 * installation's master key. Everybody else holds ids. Destroying a subject's key erases the person and leaves every
 * record, event and ledger entry whole.
 */
@Service
public class PersonStore {

    private static final int TOKEN_BYTES = 8;
    private static final int LONGEST_KIND = 40;

    /** One id is asked for with "=": PostgreSQL plans a list of ids anew each time, which takes longer than the answer. */
    private static final String READ = "select d.id, d.subject, d.kind, d.sealed, k.wrapped_key from person_data d"
            + " join person_key k on k.subject = d.subject where k.wrapped_key is not null";

    private static final String NEW_KEY =
            "insert into person_key (subject, wrapped_key, master_fingerprint, created_at) values (?, ?, ?, ?)";
    private static final String NEW_DATA =
            "insert into person_data (id, subject, kind, sealed, created_at) values (?, ?, ?, ?, ?)";

    private final JdbcTemplate database;
    private final MasterKey masterKey;
    private final Erasures erasures;
    private final Clock clock;

    /**
     * Spares a look-up before a write. Reading asks the database each time whether the key still exists, so that an
     * erasure on another node counts at once.
     */
    private final Cache<UUID, SubjectKey> keys = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(5))
            .build();

    PersonStore(JdbcTemplate database, MasterKey masterKey, Erasures erasures, Clock clock) {
        this.database = database;
        this.masterKey = masterKey;
        this.erasures = erasures;
        this.clock = clock;
    }

    /** A new subject with a key of its own. */
    @Transactional
    public UUID newSubject() {
        return newSubjects(1).get(0);
    }

    /** As {@link #newSubject}, for many at once. */
    @Transactional
    public List<UUID> newSubjects(int count) {
        Timestamp now = Timestamp.from(clock.instant());
        List<UUID> subjects = new ArrayList<>(count);
        List<Object[]> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            UUID subject = UuidCreator.getTimeOrderedEpoch();
            rows.add(newKey(subject, now).row);
            subjects.add(subject);
        }
        database.batchUpdate(NEW_KEY, rows);
        return subjects;
    }

    /**
     * A new subject, a first text about it, and whatever refers to both: one statement instead of three.
     *
     * @param insert SQL that finds the text as {@code data (id, subject)}
     * @param values its parameters
     */
    UUID newSubject(String kind, String text, String insert, @Nullable Object... values) {
        Timestamp now = Timestamp.from(clock.instant());
        UUID subject = UuidCreator.getTimeOrderedEpoch();
        NewKey key = newKey(subject, now);
        // not by way of the cache, which may have let go of it
        Object[] data = dataRow(key.key, new Piece(subject, kind, text), now);
        database.update(
                "with key as (" + NEW_KEY + "), data as (" + NEW_DATA + " returning id, subject) " + insert,
                Stream.of(key.row, data, values).flatMap(Arrays::stream).toArray());
        return subject;
    }

    private NewKey newKey(UUID subject, Timestamp now) {
        byte[] dataKey = Cryptography.randomKey();
        Object[] row = {subject, masterKey.wrap(subject, dataKey), masterKey.fingerprint(), now};
        SubjectKey key = new SubjectKey(dataKey); // which wipes what it is made of
        keys.put(subject, key);
        return new NewKey(row, key);
    }

    private static Object[] dataRow(SubjectKey key, Piece piece, Timestamp now) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        return new Object[] {
            id, piece.subject(), piece.kind(), key.seal(id, piece.subject(), piece.kind(), piece.text()), now
        };
    }

    /**
     * Keeps a text under the subject's key, in the caller's transaction.
     *
     * @param kind what it is, for the record of erasure: {@code customer}, {@code description}, {@code answer}
     * @return the id under which others refer to it
     * @throws Refusal when the person was erased
     */
    @Transactional
    public UUID put(UUID subject, String kind, String text) {
        return putAll(List.of(new Piece(subject, kind, text))).get(0);
    }

    /**
     * As {@link #put}, for many at once.
     *
     * @return the ids in the order of the pieces
     */
    @Transactional
    public List<UUID> putAll(List<Piece> pieces) {
        if (pieces.isEmpty()) {
            return List.of();
        }
        Timestamp now = Timestamp.from(clock.instant());
        Map<UUID, SubjectKey> known = keys(pieces.stream().map(Piece::subject).toList());
        List<UUID> ids = new ArrayList<>(pieces.size());
        List<Object[]> rows = new ArrayList<>(pieces.size());
        for (Piece piece : pieces) {
            Object[] row = dataRow(existing(known, piece.subject()), piece, now);
            rows.add(row);
            ids.add((UUID) row[0]);
        }
        database.batchUpdate(NEW_DATA, rows);
        return ids;
    }

    /** The text, or null when the person was erased. */
    public @Nullable String read(UUID dataId) {
        return readAll(List.of(dataId)).get(dataId);
    }

    /** As {@link #read}, for many at once; the erased ones are absent. */
    public Map<UUID, String> readAll(Collection<UUID> dataIds) {
        if (dataIds.isEmpty()) {
            return Map.of();
        }
        Map<UUID, String> texts = new LinkedHashMap<>();
        UUID[] ids = dataIds.stream().distinct().toArray(UUID[]::new);
        database.query(
                READ + (ids.length == 1 ? " and d.id = ?" : " and d.id = any (?)"),
                row -> {
                    UUID id = row.getObject(1, UUID.class);
                    UUID subject = row.getObject(2, UUID.class);
                    SubjectKey key = unwrapped(subject, row.getBytes(5));
                    texts.put(id, key.open(id, subject, row.getString(3), row.getBytes(4)));
                },
                ids.length == 1 ? ids[0] : (Object) ids);
        return texts;
    }

    /**
     * HMAC-SHA-256 of the text under the subject's key, as hex: proves a text to who knows it, tells nobody else.
     *
     * @throws Refusal when the person was erased
     */
    public String commitment(UUID subject, String text) {
        return existing(keys(List.of(subject)), subject).commit(text);
    }

    /** As {@link #commitment(UUID, String)}, for many at once, in their order; empty where the person was erased. */
    public List<String> commitments(List<Piece> pieces) {
        Map<UUID, SubjectKey> known = keys(pieces.stream().map(Piece::subject).toList());
        return pieces.stream()
                .map(piece -> {
                    SubjectKey key = known.get(piece.subject());
                    return key == null ? "" : key.commit(piece.text());
                })
                .toList();
    }

    /**
     * Encrypts content that is too large for {@link #put}: the caller keeps it in a table of its own.
     *
     * @param id of the place where it will lie; it opens there only
     * @throws Refusal when the person was erased
     */
    public byte[] seal(UUID subject, UUID id, String kind, byte[] content) {
        return existing(keys(List.of(subject)), subject).seal(id, subject, kind, content);
    }

    /** What {@link #seal} made. @throws Refusal when the person was erased */
    public byte[] open(UUID subject, UUID id, String kind, byte[] sealed) {
        return existing(keys(List.of(subject)), subject).openBytes(id, subject, kind, sealed);
    }

    /** A keyed hash of a text that is nobody's in particular, the same for the same text everywhere here, as hex. */
    public String fingerprint(String text) {
        return HexFormat.of()
                .formatHex(
                        Cryptography.hmac(masterKey.index(), ("fingerprint:" + text).getBytes(StandardCharsets.UTF_8)));
    }

    /** Keyed hashes of the words of a text, for an index that does not hold the words. */
    public Set<String> searchTokens(String text) {
        Mac mac = Cryptography.mac(masterKey.search());
        Set<String> tokens = new LinkedHashSet<>();
        for (String word : SearchWords.of(text)) {
            byte[] hash = mac.doFinal(word.getBytes(StandardCharsets.UTF_8));
            tokens.add(HexFormat.of().formatHex(Arrays.copyOf(hash, TOKEN_BYTES)));
        }
        return tokens;
    }

    /**
     * Destroys the subject's key. Nothing happens when that was done before.
     *
     * @param reason why; kept under a key of its own, for the words may name the person
     * @throws Refusal when a legal hold or a retention rule forbids it
     */
    @Transactional
    public void erase(UUID subject, String reason) {
        if (erasures.lock(subject)) {
            erasures.refuseWhatMustBeKept(subject);
            UUID act = newSubject();
            erasures.erase(subject, act, put(act, "erasure-reason", reason), reason, () -> keys.invalidate(subject));
        }
    }

    private static SubjectKey existing(Map<UUID, SubjectKey> known, UUID subject) {
        SubjectKey key = known.get(subject);
        if (key == null) {
            throw Refusal.conflict("This person's data was erased; nothing more can be kept about them.");
        }
        return key;
    }

    private SubjectKey unwrapped(UUID subject, byte[] wrapped) {
        return keys.get(subject, id -> masterKey.unwrap(id, wrapped));
    }

    /** At most one statement, none when all are in the cache. */
    private Map<UUID, SubjectKey> keys(Collection<UUID> subjects) {
        Map<UUID, SubjectKey> known = new LinkedHashMap<>();
        Set<UUID> unknown = new LinkedHashSet<>();
        for (UUID subject : subjects) {
            SubjectKey key = keys.getIfPresent(subject);
            if (key == null) {
                unknown.add(subject);
            } else {
                known.put(subject, key);
            }
        }
        if (!unknown.isEmpty()) {
            database.query(
                    "select subject, wrapped_key from person_key where subject = any (?) and wrapped_key is not null",
                    row -> {
                        UUID subject = row.getObject(1, UUID.class);
                        known.put(subject, unwrapped(subject, row.getBytes(2)));
                    },
                    (Object) unknown.toArray(UUID[]::new));
        }
        return known;
    }

    /** A key that was just made, and its row. */
    private record NewKey(Object[] row, SubjectKey key) {}

    /**
     * One text about one person.
     *
     * @param kind 1 to 40 characters, never itself about a person
     */
    public record Piece(UUID subject, String kind, String text) {

        public Piece {
            if (kind.isBlank() || kind.length() > LONGEST_KIND) {
                throw new IllegalArgumentException("A kind of person data has 1 to 40 characters");
            }
        }
    }
}
