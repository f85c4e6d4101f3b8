package io.redress.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.f4b6a3.uuid.UuidCreator;
import io.redress.audit.LedgerFormat.ActorSnapshot;
import io.redress.audit.LedgerFormat.Model;
import io.redress.audit.LedgerFormat.Reason;
import io.redress.audit.LedgerFormat.SealedFact;
import io.redress.core.Actor;
import io.redress.core.ModelDigests;
import io.redress.core.ModelRef;
import io.redress.core.PrintedNames;
import io.redress.core.PrintedNames.PrintedName;
import io.redress.core.QualityEvent;
import io.redress.party.PersonStore;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.stereotype.Component;

/**
 * Writes one entry per case for the facts of one transaction, on that transaction's connection, in two statements
 * however many cases and facts there are (one more for reasons, which go to the person store).
 */
@Component
class LedgerWriter {

    /**
     * Makes missing heads and locks all of them, row by row in the order given. In one statement, because making the
     * missing ones first and locking the others after would be two orders, in which two transactions can meet.
     */
    private static final String LOCK_HEADS = "insert into ledger_head (chain, seq, hash)"
            + " select chain, 0, ? from unnest(?::text[]) with ordinality as wanted (chain, place) order by place"
            + " on conflict (chain) do update set seq = ledger_head.seq"
            + " returning chain, seq, hash";

    /** Most transactions are about one case that is known already: nobody can meet another with a single lock. */
    private static final String LOCK_HEAD = "select chain, seq, hash from ledger_head where chain = ? for update";

    private static final String ADD_ENTRIES_AND_MOVE_HEADS =
            "with entry as (select * from unnest(?::uuid[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[])"
                    + " as entry (id, chain, seq, previous_hash, hash, body)),"
                    + " moved as (update ledger_head set seq = entry.seq, hash = entry.hash from entry"
                    + " where ledger_head.chain = entry.chain)"
                    + " insert into ledger_entry (id, chain, seq, previous_hash, hash, body, occurred_at)"
                    + " select id, chain, seq, previous_hash, hash, body, ? from entry";

    private final JdbcTemplate database;
    private final EntityManager entities;
    private final PersonStore persons;
    private final ObjectProvider<ModelDigests> digests;
    private final ObjectProvider<PrintedNames> names;
    private final Clock clock;
    private final Cache<String, String> knownDigests =
            Caffeine.newBuilder().maximumSize(2_000).build();

    LedgerWriter(
            JdbcTemplate database,
            EntityManagerFactory entities,
            PersonStore persons,
            ObjectProvider<ModelDigests> digests,
            ObjectProvider<PrintedNames> names,
            Clock clock) {
        this.database = database;
        this.entities = SharedEntityManagerCreator.createSharedEntityManager(entities);
        this.persons = persons;
        this.digests = digests;
        this.names = names;
        this.clock = clock;
    }

    void seal(List<PendingFact> facts) {
        // What Hibernate still holds back goes out first: once the heads are locked nothing may wait for another row.
        entities.flush();
        SortedMap<String, List<PendingFact>> byChain = new TreeMap<>();
        for (PendingFact fact : facts) {
            byChain.computeIfAbsent(fact.event().caseRef().chain(), chain -> new ArrayList<>())
                    .add(fact);
        }
        Map<PendingFact, Reason> reasons = keepReasons(facts);
        SortedMap<String, List<SealedFact>> sealed = new TreeMap<>();
        Map<Actor, ActorSnapshot> actors = new HashMap<>();
        byChain.forEach((chain, ofChain) -> sealed.put(
                chain,
                ofChain.stream()
                        .map(fact ->
                                sealed(fact, actors.computeIfAbsent(fact.actor(), this::snapshot), reasons.get(fact)))
                        .toList()));
        append(sealed);
    }

    private void append(SortedMap<String, List<SealedFact>> factsByChain) {
        String[] chains = factsByChain.keySet().toArray(String[]::new);
        Map<String, Head> heads = lock(chains);
        UUID transaction = UuidCreator.getTimeOrderedEpoch();
        // Taken behind the lock, so that time runs with the sequence.
        Instant now = clock.instant();
        Timestamp at = Timestamp.from(now);
        UUID[] ids = new UUID[chains.length];
        Long[] sequences = new Long[chains.length];
        String[] previous = new String[chains.length];
        String[] hashes = new String[chains.length];
        String[] bodies = new String[chains.length];
        for (int i = 0; i < chains.length; i++) {
            Head head = heads.get(chains[i]);
            List<SealedFact> facts = factsByChain.get(chains[i]);
            if (head == null || facts == null) {
                throw new IllegalStateException("No head of the ledger for " + chains[i]);
            }
            ids[i] = UuidCreator.getTimeOrderedEpoch();
            sequences[i] = head.sequence + 1;
            previous[i] = head.hash;
            bodies[i] = LedgerFormat.body(
                    ids[i],
                    transaction,
                    chains[i],
                    sequences[i],
                    head.hash,
                    now,
                    facts.get(0).actor(),
                    facts);
            hashes[i] = LedgerFormat.hash(bodies[i]);
        }
        database.update(ADD_ENTRIES_AND_MOVE_HEADS, ids, chains, sequences, previous, hashes, bodies, at);
    }

    private Map<String, Head> lock(String[] chains) {
        Map<String, Head> heads = new HashMap<>();
        RowCallbackHandler keep = row -> heads.put(row.getString(1), new Head(row.getLong(2), row.getString(3)));
        if (chains.length == 1) {
            database.query(LOCK_HEAD, keep, chains[0]);
        }
        if (heads.isEmpty()) {
            database.query(LOCK_HEADS, keep, LedgerFormat.GENESIS, chains);
        }
        return heads;
    }

    /** The words go under the person's key; the entry gets their id and a commitment to them. */
    private Map<PendingFact, Reason> keepReasons(List<PendingFact> facts) {
        Map<PendingFact, Reason> reasons = new IdentityHashMap<>();
        List<PendingFact> ofPersons = new ArrayList<>();
        List<PersonStore.Piece> pieces = new ArrayList<>();
        for (PendingFact fact : facts) {
            String words = fact.event().reason();
            UUID subject = fact.event().subject();
            if (words != null && subject != null) {
                ofPersons.add(fact);
                pieces.add(new PersonStore.Piece(subject, "reason", words));
            } else if (words != null) {
                reasons.put(fact, new Reason(words, null, null, null));
            }
        }
        List<UUID> ids = persons.putAll(pieces);
        for (int i = 0; i < ids.size(); i++) {
            PersonStore.Piece piece = pieces.get(i);
            reasons.put(
                    ofPersons.get(i),
                    new Reason(null, ids.get(i), piece.subject(), persons.commitment(piece.subject(), piece.text())));
        }
        return reasons;
    }

    private SealedFact sealed(PendingFact fact, ActorSnapshot actor, @Nullable Reason reason) {
        QualityEvent event = fact.event();
        return new SealedFact(
                event.type(), fact.at(), actor, reason, event.changes(), event.details(), model(event.governedBy()));
    }

    /** The name itself is a person's data: the entry commits to it without holding it. */
    private ActorSnapshot snapshot(Actor actor) {
        PrintedNames source = actor.kind() == Actor.Kind.PERSON ? names.getIfAvailable() : null;
        PrintedName name = source == null ? null : source.of(actor.id());
        return name == null
                ? new ActorSnapshot(actor, null, null)
                : new ActorSnapshot(actor, name.subject(), persons.commitment(name.subject(), name.name()));
    }

    private @Nullable Model model(@Nullable ModelRef ref) {
        return ref == null ? null : new Model(ref.definitionId(), ref.element(), digest(ref.definitionId()));
    }

    /** A definition never changes, so its digest is asked for once. */
    private @Nullable String digest(String definitionId) {
        String known = knownDigests.getIfPresent(definitionId);
        if (known != null) {
            return known;
        }
        ModelDigests source = digests.getIfAvailable();
        String digest = source == null ? null : source.sha256(definitionId);
        if (digest != null) {
            knownDigests.put(definitionId, digest);
        }
        return digest;
    }

    private record Head(long sequence, String hash) {}
}
