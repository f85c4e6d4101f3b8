package io.redress.party;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.party.Cryptography.Tampered;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CryptographyTest {

    private final byte[] dataKey = Cryptography.randomKey();
    private final UUID id = UUID.randomUUID();
    private final UUID subject = UUID.randomUUID();

    @Test
    void aTextComesBackByteForByte() {
        String text = "Zoë Müller, 東京 \u0000 🙂 'quoted' \\ \r\n";
        byte[] sealed = key().seal(id, subject, "description", text);

        assertThat(key().open(id, subject, "description", sealed)).isEqualTo(text);
    }

    @Test
    void theSameTextIsNeverSealedTheSameWayTwice() {
        assertThat(key().seal(id, subject, "description", "twice"))
                .isNotEqualTo(key().seal(id, subject, "description", "twice"));
    }

    @Test
    void aCiphertextDoesNotOpenInAnotherRowForAnotherPersonOrAsAnotherKind() {
        byte[] sealed = key().seal(id, subject, "description", "words");

        assertThatThrownBy(() -> key().open(UUID.randomUUID(), subject, "description", sealed))
                .isInstanceOf(Tampered.class);
        assertThatThrownBy(() -> key().open(id, UUID.randomUUID(), "description", sealed))
                .isInstanceOf(Tampered.class);
        assertThatThrownBy(() -> key().open(id, subject, "answer", sealed)).isInstanceOf(Tampered.class);
    }

    @Test
    void oneChangedBitAnywhereIsNoticed() {
        byte[] sealed = key().seal(id, subject, "description", "words");
        for (int at = 0; at < sealed.length; at++) {
            byte[] changed = sealed.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> key().open(id, subject, "description", changed))
                    .as("byte %d", at)
                    .isInstanceOf(Tampered.class);
        }
        assertThatThrownBy(() -> key().open(id, subject, "description", new byte[5]))
                .isInstanceOf(Tampered.class);
    }

    @Test
    void anotherPersonsKeyOpensNothingAndCommitsToSomethingElse() {
        byte[] sealed = key().seal(id, subject, "description", "words");
        SubjectKey other = new SubjectKey(Cryptography.randomKey());

        assertThatThrownBy(() -> other.open(id, subject, "description", sealed)).isInstanceOf(Tampered.class);
        assertThat(other.commit("words")).isNotEqualTo(key().commit("words")).matches("[0-9a-f]{64}");
        assertThat(key().commit("words")).isEqualTo(key().commit("words"));
    }

    @Test
    void aDataKeyWrappedUnderOneMasterKeyIsOpenToNoOther() {
        MasterKey master = new MasterKey(Cryptography.randomKey());
        byte[] wrapped = master.wrap(subject, dataKey.clone());

        assertThat(master.unwrap(subject, wrapped).commit("x")).isEqualTo(key().commit("x"));
        assertThatThrownBy(() -> new MasterKey(Cryptography.randomKey()).unwrap(subject, wrapped))
                .isInstanceOf(Tampered.class);
        assertThatThrownBy(() -> master.unwrap(UUID.randomUUID(), wrapped)).isInstanceOf(Tampered.class);
    }

    @Test
    void keysForDifferentPurposesDiffer() {
        MasterKey master = new MasterKey(dataKey.clone());

        assertThat(master.search()).isNotEqualTo(master.index()).hasSize(32);
        assertThat(Cryptography.derive(dataKey, "search")).isEqualTo(master.search());
    }

    private SubjectKey key() {
        return new SubjectKey(dataKey.clone());
    }
}
