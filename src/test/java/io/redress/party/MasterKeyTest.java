package io.redress.party;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redress.platform.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {

    @TempDir
    Path data;

    @Test
    void aNewInstallationMakesItsKeyForItsOwnerOnlyAndFindsItAgain() throws IOException {
        byte[] made = MasterKey.obtain(data, "", null);
        Path file = data.resolve("keys/master.key");

        assertThat(made).hasSize(32);
        assertThat(MasterKey.obtain(data, "", "whatever")).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void theSettingComesBeforeTheFile() {
        MasterKey.obtain(data, "", null);
        byte[] key = new byte[32];
        key[0] = 7;

        assertThat(MasterKey.obtain(data, Base64.getEncoder().encodeToString(key), null))
                .isEqualTo(key);
    }

    @Test
    void aDatabaseWhoseKeyIsMissingGetsNoNewOne() {
        assertThatThrownBy(() -> MasterKey.obtain(data, "", "00ff"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("REDRESS_MASTER_KEY")
                .hasMessageContaining("master.key")
                .hasMessageContaining("00ff");
        assertThat(data.resolve("keys/master.key")).doesNotExist();
    }

    @Test
    void aKeyOfTheWrongShapeIsRefusedWithWhatWasExpected() {
        assertThatThrownBy(() -> MasterKey.obtain(data, "not base64!", null))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("base64");
        assertThatThrownBy(() -> MasterKey.obtain(data, "c2hvcnQ=", null))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("5 bytes")
                .hasMessageNotContaining("c2hvcnQ");
    }
}
