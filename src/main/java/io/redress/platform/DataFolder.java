package io.redress.platform;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of one installation, held by one process at a time: the application, a backup of it, or a restore. */
public final class DataFolder implements Closeable {

    private static final String LOCK = "redress.lock";
    private static final String UNFINISHED = "restore-unfinished";

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the folder, made when it is not there; null when another process has it.
     *
     * @throws IOException when it cannot be made or written
     */
    public static @Nullable DataFolder tryLock(Path data) throws IOException {
        Path path = data.toAbsolutePath().normalize();
        Files.createDirectories(path);
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DataFolder(path, channel, lock);
            }
        } catch (OverlappingFileLockException e) {
            // taken by this very process
        }
        channel.close();
        return null;
    }

    /**
     * As {@link #tryLock}.
     *
     * @throws StartRefused when another process has it
     */
    public static DataFolder lock(Path data) throws IOException {
        DataFolder folder = tryLock(data);
        if (folder == null) {
            throw new StartRefused("Another Redress is running on the data folder "
                    + data.toAbsolutePath().normalize()
                    + ". Stop it, or give this one its own folder with REDRESS_DATA=<folder>.");
        }
        return folder;
    }

    public Path path() {
        return path;
    }

    /** The files of the embedded database. */
    public Path postgres() {
        return postgres(path);
    }

    public Path keys() {
        return keys(path);
    }

    public static Path postgres(Path data) {
        return data.toAbsolutePath().normalize().resolve("postgres");
    }

    public static Path keys(Path data) {
        return data.toAbsolutePath().normalize().resolve("keys");
    }

    /** What lies in it besides its lock. */
    public List<String> content() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.equals(LOCK))
                    .sorted()
                    .toList();
        }
    }

    /** From here until {@link #restored()} no application starts on this folder. */
    public void restoring() throws IOException {
        Files.writeString(path.resolve(UNFINISHED), "A restore into this folder has begun and did not end.\n");
    }

    public void restored() throws IOException {
        Files.deleteIfExists(path.resolve(UNFINISHED));
    }

    boolean restoreUnfinished() {
        return Files.exists(path.resolve(UNFINISHED));
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            // The end of this process lets go of it.
        }
    }
}
