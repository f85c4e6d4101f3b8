package io.redress.operations;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * A backup while it is written: under a name that ends in {@code .partial} until all of it is on the disk, so that
 * nobody takes an interrupted one for a whole one. Notes size and hash of what goes in.
 */
final class BackupFolder implements Closeable {

    private final Path target;
    private final Path partial;
    private final List<Manifest.Entry> files = new ArrayList<>();
    private final TreeSet<String> folders = new TreeSet<>();
    private boolean finished;

    private BackupFolder(Path target, Path partial) {
        this.target = target;
        this.partial = partial;
    }

    /** @throws CommandRefused when something is there already */
    static BackupFolder begin(Path target) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw new CommandRefused(target + " is a file. A backup wants a folder of its own.");
        }
        try {
            Files.deleteIfExists(target);
        } catch (DirectoryNotEmptyException e) {
            throw new CommandRefused("The folder " + target + " is not empty. A backup wants one of its own.", e);
        }
        Path parent = target.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            DiskFiles.createFolder(partial);
        } catch (FileAlreadyExistsException e) {
            throw new CommandRefused(
                    partial + " is there: another backup is being written, or one was interrupted. Delete it when no"
                            + " other backup is running.",
                    e);
        }
        return new BackupFolder(target, partial);
    }

    Path path(String name) {
        return partial.resolve(name);
    }

    void folder(String name) throws IOException {
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            folder(name.substring(0, slash));
        }
        if (folders.add(name)) {
            DiskFiles.createFolder(path(name));
        }
    }

    /**
     * Copies what stands in the file while it is read.
     *
     * @return false when the file is gone
     */
    boolean copy(Path source, String name) throws IOException {
        try (InputStream in = Files.newInputStream(source)) {
            write(name, in::transferTo);
            return true;
        } catch (NoSuchFileException e) {
            if (e.getFile() != null && e.getFile().equals(source.toString())) {
                return false;
            }
            throw e;
        }
    }

    void write(String name, String text) throws IOException {
        write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    void write(String name, Content content) throws IOException {
        int slash = name.lastIndexOf('/');
        if (slash > 0) {
            folder(name.substring(0, slash));
        }
        MessageDigest digest = DiskFiles.sha256();
        Path file = path(name);
        try (OutputStream out = new DigestOutputStream(DiskFiles.create(file), digest)) {
            content.to(out);
        }
        files.add(new Manifest.Entry(name, Files.size(file), HexFormat.of().formatHex(digest.digest())));
    }

    /** Takes in a file that somebody else wrote under {@link #path}. */
    void note(String name) throws IOException {
        Path file = path(name);
        MessageDigest digest = DiskFiles.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        }
        files.add(new Manifest.Entry(name, Files.size(file), HexFormat.of().formatHex(digest.digest())));
    }

    List<Manifest.Entry> files() {
        return List.copyOf(files);
    }

    List<String> folders() {
        return List.copyOf(folders);
    }

    long bytes() {
        return files.stream().mapToLong(Manifest.Entry::size).sum();
    }

    /** Everything to the disk, then the manifest, then the name. */
    void finish(Manifest manifest) throws IOException {
        DiskFiles.sync(partial);
        try (OutputStream out = DiskFiles.create(path(Manifest.NAME))) {
            out.write(manifest.json().getBytes(StandardCharsets.UTF_8));
        }
        DiskFiles.syncFile(path(Manifest.NAME));
        DiskFiles.syncFolder(partial);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        Path parent = target.getParent();
        if (parent != null) {
            DiskFiles.syncFolder(parent);
        }
        finished = true;
    }

    /** What did not come to its end is taken away; only a killed process leaves it. */
    @Override
    public void close() throws IOException {
        if (!finished) {
            DiskFiles.delete(partial);
        }
    }

    /** Writes a file's content. */
    interface Content {
        void to(OutputStream out) throws IOException;
    }
}
