package io.redress.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {

    private static final Manifest MANIFEST = new Manifest(
            1,
            Instant.parse("2026-03-01T08:30:00Z"),
            "0.1.0",
            Manifest.FILES,
            17,
            "redress",
            new Manifest.Wal("0/3000028", "0/3001860", "000000010000000000000003", "000000010000000000000003"),
            true,
            "f063b84993e3d086",
            Map.of("complaints", 20L),
            new Manifest.Heads(43, "df"),
            List.of("postgres"),
            List.of(new Manifest.Entry("postgres/PG_VERSION", 3, "54")));

    @TempDir
    Path backup;

    @Test
    void isReadAsItWasWritten() throws IOException {
        assertThat(read(MANIFEST.json())).isEqualTo(MANIFEST);
    }

    @Test
    void aFieldThatALaterVersionAddedIsNoObstacle() throws IOException {
        assertThat(read(MANIFEST.json().replaceFirst("\\{", "{\"later\": true,")))
                .isEqualTo(MANIFEST);
    }

    @Test
    void whereverItIsCutOffItIsRefused() throws IOException {
        String whole = MANIFEST.json();
        for (int end = 0; end < whole.length() - 1; end++) {
            String cut = whole.substring(0, end);
            assertThatThrownBy(() -> read(cut)).as(cut).isInstanceOf(CommandRefused.class);
        }
    }

    @Test
    void aLaterFormatIsRefusedWithTheVersionThatReadsIt() throws IOException {
        assertThatThrownBy(() -> read(MANIFEST.json().replace("\"format\" : 1", "\"format\" : 2")))
                .isInstanceOf(CommandRefused.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("0.1.0");
    }

    @Test
    void aPathThatLeadsOutOfTheFolderIsRefused() throws IOException {
        for (String path : List.of("../../etc/cron.d/x", "/etc/passwd", "postgres/../../x", "")) {
            String json = MANIFEST.json().replace("postgres/PG_VERSION", path);
            assertThatThrownBy(() -> read(json)).as(path).isInstanceOf(CommandRefused.class);
        }
    }

    @Test
    void aFolderWithoutOneIsNoBackup() {
        assertThatThrownBy(() -> Manifest.read(backup))
                .isInstanceOf(CommandRefused.class)
                .hasMessageContaining("interrupted");
    }

    private Manifest read(String json) throws IOException {
        Files.writeString(backup.resolve(Manifest.NAME), json);
        return Manifest.read(backup);
    }
}
