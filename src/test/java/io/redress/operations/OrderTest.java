package io.redress.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {

    @Test
    void onlyBackupAndRestoreAreCommandsEverythingElseStartsTheApplication() {
        assertThat(Order.given(new String[] {"backup"})).isTrue();
        assertThat(Order.given(new String[] {"restore", "x"})).isTrue();
        assertThat(Order.given(new String[] {})).isFalse();
        assertThat(Order.given(new String[] {"--server.port=1", "backup"})).isFalse();
    }

    @Test
    void aBackupKnowsItsOptionsAndHandsSettingsOn() {
        Order order =
                Order.of(new String[] {"backup", "--dump", "--redress.data=/srv/data", "target/b", "--without-keys"});

        assertThat(order)
                .isEqualTo(new Order.Backup(
                        Path.of("target/b").toAbsolutePath(), true, true, List.of("--redress.data=/srv/data")));
    }

    @Test
    void aRestoreTakesItsOptionsWithABlankOrAnEqualsSign() {
        Order expected =
                new Order.Restore(Path.of("/b"), Path.of("/wal"), Instant.parse("2026-03-01T08:30:00Z"), List.of());

        assertThat(Order.of(new String[] {"restore", "/b", "--wal", "/wal", "--until", "2026-03-01T08:30:00Z"}))
                .isEqualTo(expected);
        assertThat(Order.of(new String[] {"restore", "--wal=/wal", "--until=2026-03-01T08:30:00Z", "/b"}))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "backup",
                "restore",
                "backup a b",
                "backup a --wal w",
                "restore a --without-keys",
                "restore a --wal",
                "restore a --until 2026-03-01T08:30:00Z",
                "restore a --wal w --until yesterday",
                "backup a --wihtout-keys"
            })
    void whatIsNotUnderstoodIsRefusedAndNeverGuessed(String line) {
        assertThatThrownBy(() -> Order.of(line.split(" "))).isInstanceOf(CommandRefused.class);
    }
}
