package io.redress.party;

import io.redress.platform.RedressProperties;
import io.redress.platform.SecretFiles;
import io.redress.platform.StartRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The installation's master key, from {@code REDRESS_MASTER_KEY} or {@code <data>/keys/master.key}, and the keys
 * derived from it. Refuses the start when the database was made with another one: what was written under two keys can
 * be read with neither.
 */
@Component
class MasterKey {

    private static final Logger log = LoggerFactory.getLogger(MasterKey.class);
    private static final String SETTING = "REDRESS_MASTER_KEY";

    private final byte[] wrapping;
    private final byte[] search;
    private final byte[] index;
    private final String fingerprint;

    @Autowired
    MasterKey(
            RedressProperties properties,
            @Value("${redress.master-key:}") String setting,
            JdbcTemplate database,
            Clock clock) {
        this(obtain(properties.data(), setting.strip(), PersonDataCheck.madeWith(database)));
        database.update(
                "insert into master_key (fingerprint, created_at) values (?, ?) on conflict do nothing",
                fingerprint,
                Timestamp.from(clock.instant()));
        String made = PersonDataCheck.madeWith(database);
        if (!fingerprint.equals(made)) {
            throw new StartRefused("The person data in this database was encrypted with another master key (" + made
                    + ", this one is " + fingerprint + "). Nothing was changed. "
                    + (setting.isBlank()
                            ? "Put the right file back at " + file(properties.data()) + " from your backup, or set "
                                    + SETTING + "."
                            : "Set " + SETTING + " to the key that this database was made with."));
        }
    }

    MasterKey(byte[] key) {
        wrapping = Cryptography.derive(key, "wrapping");
        search = Cryptography.derive(key, "search");
        index = Cryptography.derive(key, "index");
        fingerprint = HexFormat.of().formatHex(Arrays.copyOf(Cryptography.derive(key, "fingerprint"), 8));
        Arrays.fill(key, (byte) 0);
    }

    /** Names the key without telling anything of it. */
    String fingerprint() {
        return fingerprint;
    }

    /** For keyed hashes of words. */
    byte[] search() {
        return search;
    }

    /** For keyed hashes of whole values by which somebody is found again. */
    byte[] index() {
        return index;
    }

    byte[] wrap(UUID subject, byte[] dataKey) {
        return Cryptography.seal(wrapping, Cryptography.associated(subject, subject, "person-key"), dataKey);
    }

    SubjectKey unwrap(UUID subject, byte[] wrapped) {
        return new SubjectKey(
                Cryptography.open(wrapping, Cryptography.associated(subject, subject, "person-key"), wrapped));
    }

    /** Setting before file; a new file only for a database that holds nothing under any key. */
    static byte[] obtain(Path data, String setting, @Nullable String madeWith) {
        if (!setting.isEmpty()) {
            return decode(setting, "The setting " + SETTING);
        }
        Path file = file(data);
        try {
            if (Files.exists(file)) {
                return decode(Files.readString(file).strip(), "The file " + file);
            }
            if (madeWith != null) {
                throw new StartRefused("The master key of this database is missing: there is neither the setting "
                        + SETTING + " nor the file " + file + ". Without the key with the fingerprint " + madeWith
                        + " its person data cannot be read. Put the file back from your backup, or set " + SETTING
                        + " (base64 of 32 bytes). Nothing was changed.");
            }
            byte[] key = Cryptography.randomKey();
            SecretFiles.write(file, Base64.getEncoder().encodeToString(key));
            log.info("A new master key lies in {}; keep a copy apart from the backup of the database", file);
            return key;
        } catch (IOException e) {
            throw new StartRefused(
                    "The master key " + file + " cannot be read or written: " + e.getMessage()
                            + ". Give the user that runs Redress access to it, or set " + SETTING + ".",
                    e);
        }
    }

    private static byte[] decode(String text, String where) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new StartRefused(where + " is not base64. Expected: 32 random bytes, as base64.", e);
        }
        if (key.length != Cryptography.KEY_BYTES) {
            throw new StartRefused(
                    where + " has " + key.length + " bytes. Expected: 32 random bytes, as base64 (44 characters).");
        }
        return key;
    }

    private static Path file(Path data) {
        return data.toAbsolutePath().normalize().resolve("keys").resolve("master.key");
    }
}
