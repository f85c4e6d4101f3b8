package io.redress.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a backup says of itself. It is written last, so a folder without it is not a backup.
 *
 * @param format of this file and of the folder's order
 * @param redress version that took the backup
 * @param kind {@link #FILES} or {@link #DUMP}
 * @param postgres major version of the server
 * @param wal what of the log belongs to a copy of the files; null for a dump
 * @param keys whether {@code keys/} is in the backup
 * @param masterKey fingerprint of the key that the person data opens with; null when there was no person data
 * @param counts rows at the moment of the snapshot, see {@link Inventory}
 * @param heads where each chain of the ledger stood at that moment: they lie in a file, here is their digest
 * @param folders folders to be made, the empty ones too
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Manifest(
        int format,
        Instant createdAt,
        String redress,
        String kind,
        int postgres,
        String database,
        @Nullable Wal wal,
        boolean keys,
        @Nullable String masterKey,
        Map<String, Long> counts,
        Heads heads,
        List<String> folders,
        List<Entry> files) {

    static final int FORMAT = 1;
    static final String FILES = "files";
    static final String DUMP = "dump";
    static final String NAME = "manifest.json";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * @param file relative to the backup's folder, with slashes
     * @param sha256 of its content
     */
    record Entry(String file, long size, String sha256) {}

    /** From where to where the log has to be replayed before the copy is consistent. */
    record Wal(String startLsn, String stopLsn, String firstSegment, String lastSegment) {}

    /** @param sha256 over the lines of the file of heads */
    record Heads(long count, String sha256) {}

    boolean dump() {
        return kind.equals(DUMP);
    }

    /** @throws CommandRefused when there is none, it is not whole, or this version does not know its format */
    static Manifest read(Path backup) {
        Path file = backup.resolve(NAME);
        Manifest manifest;
        try {
            manifest = JSON.readValue(Files.readString(file), Manifest.class);
        } catch (NoSuchFileException e) {
            throw new CommandRefused(
                    "There is no " + NAME + " in " + backup + ": it is not a backup, or one that was interrupted.", e);
        } catch (JsonProcessingException e) {
            throw notWhole(file, e);
        } catch (IOException e) {
            throw new CommandRefused("The manifest " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
        if (manifest == null || manifest.format < 1) {
            throw notWhole(file, null);
        }
        if (manifest.format > FORMAT) {
            throw new CommandRefused("The backup in " + backup + " has format " + manifest.format
                    + ", this Redress reads format " + FORMAT + ". Restore it with the Redress that took it ("
                    + manifest.redress + ") or a newer one.");
        }
        if (!manifest.complete()) {
            throw notWhole(file, null);
        }
        return manifest;
    }

    private static CommandRefused notWhole(Path file, @Nullable Throwable cause) {
        return new CommandRefused(
                "The manifest " + file + " is damaged or cut off. Without it nothing proves that the backup is whole;"
                        + " take another backup.",
                cause);
    }

    /** Jackson leaves out what it does not find; and a path must not lead out of the data folder. */
    private boolean complete() {
        return (FILES.equals(kind) && wal != null || DUMP.equals(kind))
                && Objects.nonNull(createdAt)
                && Objects.nonNull(redress)
                && Objects.nonNull(database)
                && Objects.nonNull(counts)
                && Objects.nonNull(heads)
                && Objects.nonNull(folders)
                && Objects.nonNull(files)
                && !files.isEmpty()
                && files.stream().allMatch(entry -> inside(entry.file()) && Objects.nonNull(entry.sha256()))
                && folders.stream().allMatch(Manifest::inside);
    }

    private static boolean inside(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return false;
        }
        Path path = Path.of(name);
        return !path.isAbsolute() && path.normalize().equals(path) && !path.startsWith("..");
    }

    String json() throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }
}
