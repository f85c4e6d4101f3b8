package io.redress.operations;

import io.redress.platform.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The way of a backup's files into a data folder; each is compared with the manifest while it is read. */
final class RestoredFiles {

    private static final int NAMED = 5;

    private final Path backup;
    private final Manifest manifest;

    RestoredFiles(Path backup, Manifest manifest) {
        this.backup = backup;
        this.manifest = manifest;
    }

    Path backup() {
        return backup;
    }

    Manifest manifest() {
        return manifest;
    }

    /** @throws CommandRefused naming where to put them */
    void refuseMissingKeys(String masterKeySetting) {
        Path keys = backup.resolve(Backups.KEYS);
        if (manifest.masterKey() != null && masterKeySetting.isBlank() && !Files.exists(keys.resolve("master.key"))) {
            throw new CommandRefused("The master key is missing. Put the key with the fingerprint "
                    + manifest.masterKey() + " to " + keys.resolve("master.key")
                    + ", or set REDRESS_MASTER_KEY. Nothing was changed.");
        }
        if (!manifest.dump() && !Files.exists(keys.resolve("database.password"))) {
            throw new CommandRefused("The password of the embedded database is missing. Put it to "
                    + keys.resolve("database.password")
                    + "; it lay in the folder keys/ of the installation. Nothing was changed.");
        }
    }

    /** The server's files and the keys. */
    void allInto(DataFolder folder, Findings findings) throws IOException {
        Path data = folder.path();
        try {
            for (String made : manifest.folders()) {
                if (!made.equals(Backups.KEYS)) {
                    DiskFiles.createFolder(data.resolve(made));
                }
            }
            verified(data, BaseBackup.FOLDER + "/", findings);
            keys(data);
            DiskFiles.sync(data);
        } catch (CommandRefused | IOException e) {
            DiskFiles.delete(data.resolve(BaseBackup.FOLDER));
            DiskFiles.delete(data.resolve(Backups.KEYS));
            folder.restored();
            throw e;
        }
    }

    /** For a dump: everything is verified, only the keys are copied. */
    void keysInto(Path data, Findings findings) throws IOException {
        verified(data, "nothing else/", findings);
        keys(data);
    }

    private void verified(Path data, String copied, Findings findings) throws IOException {
        List<String> wrong = new ArrayList<>();
        long bytes = 0;
        for (Manifest.Entry entry : manifest.files()) {
            Path source = backup.resolve(entry.file());
            MessageDigest digest = DiskFiles.sha256();
            try (InputStream in = Files.newInputStream(source);
                    OutputStream out = new DigestOutputStream(
                            entry.file().startsWith(copied)
                                    ? DiskFiles.create(data.resolve(entry.file()))
                                    : OutputStream.nullOutputStream(),
                            digest)) {
                bytes += in.transferTo(out);
            } catch (NoSuchFileException e) {
                wrong.add(entry.file() + " is missing");
                continue;
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(entry.sha256())) {
                wrong.add(entry.file() + " is not what was backed up (size "
                        + (Files.size(source) == entry.size() ? "equal" : "different") + ", hash different)");
            }
        }
        if (!wrong.isEmpty()) {
            throw new CommandRefused("The backup in " + backup + " is damaged: "
                    + String.join("; ", wrong.subList(0, Math.min(NAMED, wrong.size())))
                    + (wrong.size() > NAMED ? "; and " + (wrong.size() - NAMED) + " more" : "")
                    + ". Nothing was restored. Take another backup.");
        }
        findings.ok(
                "Files",
                String.format(
                        Locale.ROOT,
                        "%d files, %.1f MB, each as recorded",
                        manifest.files().size(),
                        bytes / 1e6));
    }

    /** Those of the backup, and those that somebody put there because the backup was taken without them. */
    private void keys(Path data) throws IOException {
        Path keys = backup.resolve(Backups.KEYS);
        Path target = DataFolder.keys(data);
        if (!Files.isDirectory(keys)) {
            return;
        }
        if (!Files.exists(target)) {
            DiskFiles.createFolder(target);
        }
        try (Stream<Path> files = Files.list(keys)) {
            for (Path key : files.filter(Files::isRegularFile).toList()) {
                Path there = target.resolve(key.getFileName().toString());
                if (!Files.exists(there)) {
                    try (OutputStream out = DiskFiles.create(there)) {
                        Files.copy(key, out);
                    }
                    DiskFiles.syncFile(there);
                } else if (Files.mismatch(key, there) >= 0) {
                    throw new CommandRefused("There is another " + key.getFileName() + " in " + target
                            + " already. Move it away, or name an empty data folder with REDRESS_DATA.");
                }
            }
        }
    }
}
