package io.redress.party;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/** One person's key, unwrapped: encrypts what is kept about them and commits to what they said. */
final class SubjectKey {

    private final byte[] encryption;
    private final byte[] commitment;

    SubjectKey(byte[] dataKey) {
        encryption = Cryptography.derive(dataKey, "data");
        commitment = Cryptography.derive(dataKey, "commitment");
        Arrays.fill(dataKey, (byte) 0);
    }

    byte[] seal(UUID id, UUID subject, String kind, String text) {
        return seal(id, subject, kind, text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] seal(UUID id, UUID subject, String kind, byte[] content) {
        return Cryptography.seal(encryption, Cryptography.associated(id, subject, kind), content);
    }

    String open(UUID id, UUID subject, String kind, byte[] sealed) {
        return new String(openBytes(id, subject, kind, sealed), StandardCharsets.UTF_8);
    }

    byte[] openBytes(UUID id, UUID subject, String kind, byte[] sealed) {
        return Cryptography.open(encryption, Cryptography.associated(id, subject, kind), sealed);
    }

    String commit(String text) {
        return HexFormat.of().formatHex(Cryptography.hmac(commitment, text.getBytes(StandardCharsets.UTF_8)));
    }
}
