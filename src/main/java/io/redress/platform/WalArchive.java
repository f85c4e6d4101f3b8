package io.redress.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder to which the embedded server copies its write-ahead log ({@code REDRESS_WAL_ARCHIVE}), so that the loss of
 * a disk costs minutes. One archive is the unbroken history of one data folder: a mark in both says so, because a gap
 * or two histories in one folder would only be noticed when it is too late.
 *
 * @param folder null when nothing is archived
 */
public record WalArchive(@Nullable Path folder) {

    /** Seconds after which a segment is copied though it is not full; the rest of the five minutes is for the copy. */
    public static final int TIMEOUT_SECONDS = 180;

    /** {@code 000000010000000A000000FF}: timeline and place. */
    public static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");

    private static final String MARK = "wal-archive.id";
    private static final Logger log = LoggerFactory.getLogger(WalArchive.class);

    public static WalArchive of(String setting) {
        return new WalArchive(
                setting.isBlank()
                        ? null
                        : Path.of(setting.strip()).toAbsolutePath().normalize());
    }

    /** What the server is to be started with; empty when nothing is archived. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        if (folder != null) {
            settings.put("archive_mode", "on");
            // PostgreSQL's own module: a temporary name, synced, renamed, never over other content; no shell in
            // between.
            settings.put("archive_library", "basic_archive");
            settings.put("basic_archive.archive_directory", folder.toString());
            settings.put("archive_timeout", Integer.toString(TIMEOUT_SECONDS));
        }
        return settings;
    }

    /**
     * Makes sure that this archive continues the history of this data folder.
     *
     * @throws StartRefused when it cannot
     */
    void begin(DataFolder data) throws IOException {
        Path ours = data.path().resolve(MARK);
        if (folder == null) {
            if (Files.deleteIfExists(ours)) {
                log.warn("The write-ahead log is no longer archived: REDRESS_WAL_ARCHIVE is not set. To archive again,"
                        + " name a new, empty folder, and take a backup");
            }
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new StartRefused("The archive of the write-ahead log is not there: " + folder
                    + " (REDRESS_WAL_ARCHIVE). Make the folder, or bring its disk back.");
        }
        if (folder.startsWith(data.path())) {
            throw new StartRefused("The archive of the write-ahead log lies in the data folder (" + folder
                    + ") and would be lost together with it. Choose a folder on another disk for REDRESS_WAL_ARCHIVE.");
        }
        String here = mark(ours);
        String there = mark(folder.resolve(MARK));
        if (there == null && !holdsSegments()) {
            String mark = UUID.randomUUID().toString();
            Files.writeString(folder.resolve(MARK), mark + "\n", StandardCharsets.UTF_8);
            Files.writeString(ours, mark + "\n", StandardCharsets.UTF_8);
            log.warn(
                    "A new archive of the write-ahead log begins in {}. It restores nothing without a backup taken"
                            + " from now on: java -jar redress.jar backup <folder>",
                    folder);
        } else if (there == null || !there.equals(here)) {
            throw new StartRefused("The archive of the write-ahead log in " + folder
                    + " does not continue this data folder: it belongs to another one, to what this one was before a"
                    + " restore, or archiving was off in between. Keep it as long as you keep the backups made with it;"
                    + " name a new, empty folder with REDRESS_WAL_ARCHIVE, and take a backup.");
        }
    }

    /** Whether the folder is still the one that archiving began in, and not the bare mount point of a lost disk. */
    public boolean present() {
        try {
            return folder == null || mark(folder.resolve(MARK)) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean holdsSegments() throws IOException {
        if (folder == null) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.anyMatch(
                    entry -> SEGMENT.matcher(entry.getFileName().toString()).matches());
        }
    }

    private static @Nullable String mark(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file).strip() : null;
    }
}
