package io.redress.platform;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The settings of the embedded server that differ from start to start, kept in {@code postgresql.auto.conf}: a command
 * line would pass through a shell, and paths have blanks. What somebody else set there stays.
 */
final class ServerSettings {

    private static final Pattern OURS = Pattern.compile(
            "\\s*(archive_|basic_archive\\.|restore_command|recovery_target|hot_standby|logging_collector|log_directory"
                    + "|log_filename).*");

    private ServerSettings() {}

    /** Replaces those of the last start. */
    static void write(Path files, Map<String, String> settings) throws IOException {
        Path file = files.resolve("postgresql.auto.conf");
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (!OURS.matcher(line).matches()) {
                    lines.add(line);
                }
            }
        }
        settings.forEach((name, value) -> lines.add(name + " = " + quoted(value)));
        String text = String.join("\n", lines) + "\n";
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        Path whole = files.resolve("postgresql.auto.conf.redress");
        try (FileChannel channel = FileChannel.open(
                whole, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
