package io.redress.intake;

import io.redress.intake.table.ByteSource;
import io.redress.party.PersonStore;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the file of an import in the database, in sealed pieces, so that whichever node goes on with it has it; one
 * piece at a time is in memory.
 */
@Component
class ImportFiles {

    private static final String KIND = "import-file";
    private static final int PIECE = 1 << 20;

    private final JdbcTemplate database;
    private final PersonStore persons;

    ImportFiles(JdbcTemplate database, PersonStore persons) {
        this.database = database;
        this.persons = persons;
    }

    /** @param importId of a row of {@code import} in this transaction */
    @Transactional(propagation = Propagation.MANDATORY)
    Stored store(UUID importId, UUID subject, ByteSource content) throws IOException {
        MessageDigest digest = sha256();
        long bytes = 0;
        try (InputStream in = content.open()) {
            int position = 0;
            while (true) {
                byte[] piece = in.readNBytes(PIECE);
                if (piece.length == 0) {
                    break;
                }
                digest.update(piece);
                bytes += piece.length;
                database.update(
                        "insert into import_chunk (import_id, position, sealed) values (?, ?, ?)",
                        importId,
                        position,
                        persons.seal(subject, place(importId, position), KIND, piece));
                position++;
            }
        }
        return new Stored(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    ByteSource source(UUID importId, UUID subject) {
        return () -> new Pieces(importId, subject, new AtomicLong());
    }

    /** @param taken hears how many bytes were handed out so far */
    ByteSource source(UUID importId, UUID subject, AtomicLong taken) {
        return () -> new Pieces(importId, subject, taken);
    }

    void remove(UUID importId) {
        database.update("delete from import_chunk where import_id = ?", importId);
    }

    private byte @Nullable [] piece(UUID importId, UUID subject, int position) {
        return database
                .query(
                        "select sealed from import_chunk where import_id = ? and position = ?",
                        (row, n) -> row.getBytes(1),
                        importId,
                        position)
                .stream()
                .findFirst()
                .map(closed -> persons.open(subject, place(importId, position), KIND, closed))
                .orElse(null);
    }

    /** Where a piece lies; it opens nowhere else. */
    private static UUID place(UUID importId, int position) {
        return new UUID(importId.getMostSignificantBits(), importId.getLeastSignificantBits() + position);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    record Stored(long bytes, String sha256) {}

    /** One piece after the other. */
    private final class Pieces extends InputStream {

        private final UUID importId;
        private final UUID subject;
        private byte[] current = new byte[0];
        private final AtomicLong taken;
        private int next;
        private int at;

        Pieces(UUID importId, UUID subject, AtomicLong taken) {
            this.importId = importId;
            this.subject = subject;
            this.taken = taken;
            taken.set(0);
        }

        private boolean more() {
            if (at == current.length) {
                byte[] piece = piece(importId, subject, next);
                if (piece == null) {
                    return false;
                }
                current = piece;
                at = 0;
                next++;
            }
            return true;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (!more()) {
                return -1;
            }
            int count = Math.min(length, current.length - at);
            System.arraycopy(current, at, target, offset, count);
            at += count;
            taken.addAndGet(count);
            return count;
        }

        @Override
        public int available() {
            return current.length - at;
        }
    }
}
