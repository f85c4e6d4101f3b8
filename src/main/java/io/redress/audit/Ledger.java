package io.redress.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The hash-chained record of everything that happened: recomputes chains and says where the first one is broken. It
 * proves that nobody changed the past of a chain; that a whole chain or its newest entries were cut off together with
 * the head is proved by anchors outside the database only.
 */
@Service
public class Ledger {

    private static final int FETCH_SIZE = 500;

    /** Heads and entries in one statement, so that both are of one moment while others write. */
    private static final String CHAINS = "select chain, 0::bigint as place, seq, null::text as id, null::text as"
            + " previous_hash, hash, null::text as body, null::timestamptz as occurred_at from ledger_head %1$s"
            + " union all select chain, seq as place, seq, id::text, previous_hash, hash, body, occurred_at"
            + " from ledger_entry %1$s order by chain, place";

    private final JdbcTemplate database;

    public Ledger(JdbcTemplate database) {
        // Its own: the fetch size must not be everybody's.
        this.database = new JdbcTemplate(database.getDataSource());
        this.database.setFetchSize(FETCH_SIZE);
    }

    /**
     * Recomputes one chain.
     *
     * @param chain as {@link io.redress.core.CaseRef#chain()} spells it
     */
    @Transactional(readOnly = true)
    public Verification verify(String chain) {
        List<Verification> found = new ArrayList<>();
        ChainReader reader = new ChainReader(found::add);
        database.query(String.format(CHAINS, "where chain = ?"), reader::row, chain, chain);
        reader.end();
        return found.isEmpty() ? new Verification(chain, 0, LedgerFormat.GENESIS, null) : found.get(0);
    }

    /**
     * Recomputes every chain, in the order of their names, in constant memory.
     *
     * @param result told each chain as it is done
     */
    @Transactional(readOnly = true)
    public void verifyAll(Consumer<Verification> result) {
        ChainReader reader = new ChainReader(result);
        database.query(String.format(CHAINS, ""), reader::row);
        reader.end();
    }

    /**
     * What the recomputation of a chain showed.
     *
     * @param entries how many entries it has
     * @param hash of its last sound entry
     * @param broken null when the chain is whole
     */
    public record Verification(
            String chain,
            long entries,
            String hash,
            @Nullable Broken broken) {

        public boolean whole() {
            return broken == null;
        }
    }

    /**
     * The first place that is not as it was written.
     *
     * @param sequence the place in the chain, from 1
     * @param message for an auditor
     */
    public record Broken(long sequence, Damage damage, String message) {}

    /** What was done to the chain. */
    public enum Damage {
        /** The entry does not match its hash, or its columns do not match what was hashed. */
        CHANGED,
        /** An entry that was written is not there. */
        MISSING,
        /** The entry was written for another place, or does not continue the one before. */
        REORDERED,
        /** The head does not name the last entry. */
        HEAD
    }

    /** Follows the rows of chain after chain: first the head, then the entries. */
    private static final class ChainReader {

        private final Consumer<Verification> result;
        private @Nullable String chain;
        private @Nullable Long headSequence;
        private @Nullable String headHash;
        private long count;
        private long last;
        private String hash = LedgerFormat.GENESIS;
        private @Nullable Broken broken;

        ChainReader(Consumer<Verification> result) {
            this.result = result;
        }

        void row(ResultSet row) throws SQLException {
            String name = row.getString("chain");
            if (!name.equals(chain)) {
                end();
                chain = name;
                headSequence = null;
                headHash = null;
                count = 0;
                last = 0;
                hash = LedgerFormat.GENESIS;
                broken = null;
            }
            if (row.getString("body") == null) {
                headSequence = row.getLong("seq");
                headHash = row.getString("hash");
                return;
            }
            count++;
            if (broken == null) {
                broken = check(name, row);
            }
            if (broken == null) {
                last = row.getLong("seq");
                hash = row.getString("hash");
            }
        }

        void end() {
            String done = chain;
            if (done != null) {
                result.accept(new Verification(done, count, hash, broken == null ? checkHead() : broken));
            }
            chain = null;
        }

        private @Nullable Broken check(String name, ResultSet row) throws SQLException {
            long sequence = row.getLong("seq");
            long expected = last + 1;
            if (sequence != expected) {
                return new Broken(expected, Damage.MISSING, "Entry " + expected + " is missing");
            }
            String body = row.getString("body");
            JsonNode entry = LedgerFormat.parse(body);
            if (entry == null || !LedgerFormat.hash(body).equals(row.getString("hash"))) {
                return new Broken(sequence, Damage.CHANGED, "Entry " + sequence + " does not match its hash");
            }
            if (!entry.path("chain").asText().equals(name)
                    || !entry.path("seq").asText().equals(Long.toString(sequence))) {
                return new Broken(
                        sequence,
                        Damage.REORDERED,
                        "Entry " + sequence + " was written as entry "
                                + entry.path("seq").asText() + " of "
                                + entry.path("chain").asText());
            }
            if (!entry.path("prev").asText().equals(hash)
                    || !row.getString("previous_hash").equals(hash)) {
                return new Broken(
                        sequence,
                        Damage.REORDERED,
                        "Entry " + sequence + " does not continue entry " + last + " as it stands there now");
            }
            Instant at = row.getTimestamp("occurred_at").toInstant();
            if (!entry.path("id").asText().equals(row.getString("id"))
                    || !entry.path("at").asText().equals(at.toString())) {
                return new Broken(
                        sequence, Damage.CHANGED, "The id or time of entry " + sequence + " is not what was hashed");
            }
            return null;
        }

        private @Nullable Broken checkHead() {
            Long head = headSequence;
            if (head == null) {
                return new Broken(last, Damage.HEAD, "The chain has no head");
            }
            if (head > last) {
                return new Broken(
                        last + 1,
                        Damage.MISSING,
                        "The head stands at entry " + head + ", but the last one there is " + last);
            }
            if (head < last) {
                return new Broken(head + 1, Damage.HEAD, "There are entries after " + head + ", where the head stands");
            }
            return hash.equals(headHash)
                    ? null
                    : new Broken(last, Damage.HEAD, "The head does not carry the hash of entry " + last);
        }
    }
}
