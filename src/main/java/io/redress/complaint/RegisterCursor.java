package io.redress.complaint;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in the register's order, newest first, the id breaking ties. What callers hold is opaque to them and stays
 * valid whatever is registered meanwhile.
 */
record RegisterCursor(Instant registeredAt, UUID id) {

    private static final int BYTES = 3 * Long.BYTES;

    /** Year 1900 to 9999 in microseconds, the precision of the database; beyond it nothing was registered. */
    private static final long FIRST = micros(Instant.parse("1900-01-01T00:00:00Z"));

    private static final long LAST = micros(Instant.parse("9999-12-31T23:59:59Z"));

    /** Null when the text is none of ours. */
    static @Nullable RegisterCursor read(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        if (bytes.length != BYTES) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long micros = buffer.getLong();
        return micros < FIRST || micros > LAST
                ? null
                : new RegisterCursor(
                        Instant.EPOCH.plus(micros, ChronoUnit.MICROS), new UUID(buffer.getLong(), buffer.getLong()));
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(BYTES)
                        .putLong(micros(registeredAt))
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array());
    }

    private static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000), at.getNano() / 1_000);
    }
}
