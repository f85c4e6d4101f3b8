package io.redress.operations;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. */
sealed interface Order {

    String USAGE = """
            Usage:
              java -jar redress.jar backup <folder> [--without-keys] [--dump]
                  <folder>          is made, or is there and empty
                  --without-keys    leaves out keys/: whoever restores has to bring them
                  --dump            by pg_dump instead of a copy of the files; for another PostgreSQL version or server
              java -jar redress.jar restore <folder> [--wal <archive folder>] [--until <instant>]
                  --wal             also replays what REDRESS_WAL_ARCHIVE received after the backup
                  --until           up to this moment only, such as 2026-03-01T08:30:00Z; needs --wal
            The installation is the one in REDRESS_DATA (or --redress.data=<folder>), or the database in
            SPRING_DATASOURCE_URL.""";

    Path folder();

    /** Arguments such as {@code --redress.data=<folder>}, for Spring. */
    List<String> settings();

    /** A copy of the installation into a folder. */
    record Backup(Path folder, boolean withoutKeys, boolean dump, List<String> settings) implements Order {}

    /** An installation from a copy. */
    record Restore(
            Path folder, @Nullable Path wal, @Nullable Instant until, List<String> settings) implements Order {}

    /** Whether these arguments are meant for this module at all. */
    static boolean given(String[] arguments) {
        return arguments.length > 0 && (arguments[0].equals("backup") || arguments[0].equals("restore"));
    }

    /** @throws CommandRefused with the usage */
    static Order of(String[] arguments) {
        boolean backup = arguments[0].equals("backup");
        List<String> settings = new ArrayList<>();
        Path folder = null;
        Path wal = null;
        Instant until = null;
        boolean withoutKeys = false;
        boolean dump = false;
        for (int i = 1; i < arguments.length; i++) {
            String argument = arguments[i];
            String value = null;
            if (argument.startsWith("--wal") || argument.startsWith("--until")) {
                int equals = argument.indexOf('=');
                if (equals > 0) {
                    value = argument.substring(equals + 1);
                    argument = argument.substring(0, equals);
                } else if (i + 1 < arguments.length) {
                    value = arguments[++i];
                }
            }
            if (backup && argument.equals("--without-keys")) {
                withoutKeys = true;
            } else if (backup && argument.equals("--dump")) {
                dump = true;
            } else if (!backup && argument.equals("--wal")) {
                wal = path(argument, value);
            } else if (!backup && argument.equals("--until")) {
                until = instant(value);
            } else if (argument.startsWith("--") && argument.contains(".")) {
                settings.add(argument);
            } else if (argument.startsWith("-") || folder != null) {
                throw new CommandRefused(arguments[0] + " does not know " + argument + ".\n" + USAGE);
            } else {
                folder = path("the folder", argument);
            }
        }
        if (folder == null) {
            throw new CommandRefused(arguments[0] + " needs the folder of the backup.\n" + USAGE);
        }
        if (until != null && wal == null) {
            throw new CommandRefused("--until needs --wal: a backup alone ends at one moment only.\n" + USAGE);
        }
        return backup ? new Backup(folder, withoutKeys, dump, settings) : new Restore(folder, wal, until, settings);
    }

    private static Path path(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new CommandRefused(name + " needs a folder.\n" + USAGE);
        }
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new CommandRefused(value + " is no folder's name on this machine: " + e.getReason() + ".", e);
        }
    }

    private static Instant instant(@Nullable String value) {
        try {
            return Instant.parse(value == null ? "" : value);
        } catch (DateTimeParseException e) {
            throw new CommandRefused(
                    "--until needs an instant in UTC, such as 2026-03-01T08:30:00Z, and not " + value + ".", e);
        }
    }
}
