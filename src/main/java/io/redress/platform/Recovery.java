package io.redress.platform;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a restored copy is to be replayed before it is opened. It always becomes a timeline of its own: what it
 * writes from then on must never pass for a continuation of what the original wrote.
 *
 * @param archive where the log after the backup lies; null: the copy ends where the backup ended
 * @param until the last moment to be replayed; null: all there is
 */
public record Recovery(@Nullable Path archive, @Nullable Instant until) {

    /** The server's own words on the restore, in the data folder. */
    public static final String LOG = "restore-postgres.log";

    /** An offset in digits: the server does not know the letter Z yet when it reads its settings. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSxxx", Locale.ROOT);

    Map<String, String> settings(Path data) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("restore_command", archive == null ? "exit 1" : fetch(archive));
        settings.put("recovery_target_timeline", archive == null ? "current" : "latest");
        if (until != null) {
            settings.put("recovery_target_time", TIME.format(until.atOffset(ZoneOffset.UTC)));
        }
        settings.put("recovery_target_action", "promote");
        // Whoever may connect finds it replayed and writable.
        settings.put("hot_standby", "off");
        settings.put("logging_collector", "on");
        settings.put("log_directory", data.toString());
        settings.put("log_filename", LOG);
        return settings;
    }

    private static String fetch(Path archive) {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        // In this setting a percent sign of a path is written twice.
        String folder = archive.toString().replace("%", "%%");
        return windows ? "copy \"" + folder + "\\%f\" \"%p\"" : "cp '" + folder.replace("'", "'\\''") + "/%f' '%p'";
    }
}
