package io.redress.audit;

import io.redress.core.Actor;
import io.redress.core.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One chain of the ledger, for rows that are loaded in bulk: the same format as {@link LedgerWriter}, no database. */
public final class BulkLedger {

    private final String chain;
    private final Actor actor;
    private final List<Entry> entries = new ArrayList<>();
    private String hash = LedgerFormat.GENESIS;

    public BulkLedger(String chain, Actor actor) {
        this.chain = chain;
        this.actor = actor;
    }

    public String chain() {
        return chain;
    }

    /** One entry, for the facts of one transaction. */
    public void append(UUID id, UUID transaction, Instant at, List<Fact> facts) {
        LedgerFormat.ActorSnapshot who = new LedgerFormat.ActorSnapshot(actor, null, null);
        long sequence = entries.size() + 1L;
        String body = LedgerFormat.body(
                id,
                transaction,
                chain,
                sequence,
                hash,
                at,
                who,
                facts.stream()
                        .map(fact ->
                                new LedgerFormat.SealedFact(fact.type, at, who, null, fact.changes, fact.details, null))
                        .toList());
        String previous = hash;
        hash = LedgerFormat.hash(body);
        entries.add(new Entry(id, sequence, previous, hash, body, at));
    }

    public List<Entry> entries() {
        return entries;
    }

    /** Of the last entry. */
    public String hash() {
        return hash;
    }

    /** What happened. */
    public record Fact(String type, List<Change> changes, Map<String, String> details) {}

    /** One row of {@code ledger_entry}. */
    public record Entry(UUID id, long sequence, String previousHash, String hash, String body, Instant at) {}
}
