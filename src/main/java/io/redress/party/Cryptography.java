package io.redress.party;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The few primitives the store stands on, all from the JDK: HKDF-SHA-256 (RFC 5869), HMAC-SHA-256 and AES-256-GCM with
 * a random nonce. Knows nothing of persons or tables.
 */
final class Cryptography {

    static final int KEY_BYTES = 32;

    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Cryptography() {}

    static byte[] randomKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    /** HKDF without salt, one block: a key for one purpose, from which the others cannot be told. */
    static byte[] derive(byte[] key, String purpose) {
        byte[] extracted = hmac(new byte[KEY_BYTES], key);
        byte[] info = ("redress/" + purpose).getBytes(StandardCharsets.UTF_8);
        byte[] block = Arrays.copyOf(info, info.length + 1);
        block[info.length] = 1;
        return hmac(extracted, block);
    }

    static byte[] hmac(byte[] key, byte[] message) {
        return mac(key).doFinal(message);
    }

    /** For many messages under one key; not for several threads. */
    static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }

    /** Format version, nonce, ciphertext with tag. */
    static byte[] seal(byte[] key, byte[] associated, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] ciphertext =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, associated).doFinal(plain);
            return ByteBuffer.allocate(1 + NONCE_BYTES + ciphertext.length)
                    .put(FORMAT)
                    .put(nonce)
                    .put(ciphertext)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Encryption failed", e);
        }
    }

    /** @throws Tampered when key, associated data or a single bit is not what it was */
    static byte[] open(byte[] key, byte[] associated, byte[] sealed) {
        if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != FORMAT) {
            throw new Tampered(null);
        }
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, associated)
                    .doFinal(sealed, 1 + NONCE_BYTES, sealed.length - 1 - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new Tampered(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Decryption failed", e);
        }
    }

    /** What a ciphertext is bound to, so that nobody can put it in another row's place. */
    static byte[] associated(UUID id, UUID subject, String kind) {
        byte[] name = kind.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(32 + name.length)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(subject.getMostSignificantBits())
                .putLong(subject.getLeastSignificantBits())
                .put(name)
                .array();
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] associated)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }

    /** A ciphertext is not the one that was written here; somebody changed the database, or a backup was mixed up. */
    static final class Tampered extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Tampered(@Nullable Throwable cause) {
            super("Person data does not match its key, row and kind: it was changed outside Redress", cause);
        }
    }
}
