package io.redress.identity;

import org.camunda.bpm.engine.impl.digest.PasswordEncryptor;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;

/**
 * How passwords are stored, whichever screen set them: PBKDF2 with HMAC-SHA-512, a salt of its own in each hash. The
 * cost is part of the algorithm's name, so that a later, dearer one can stand beside it.
 */
final class StoredPasswords implements PasswordEncryptor {

    static final int ITERATIONS = 210_000;
    private static final int SALT_BYTES = 16;

    private final Pbkdf2PasswordEncoder encoder =
            new Pbkdf2PasswordEncoder("", SALT_BYTES, ITERATIONS, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA512);

    @Override
    public String encrypt(String password) {
        return encoder.encode(password);
    }

    @Override
    public boolean check(String password, String encrypted) {
        return encoder.matches(password, encrypted);
    }

    @Override
    public String hashAlgorithmName() {
        return "PBKDF2-SHA-512-" + ITERATIONS;
    }
}
