package io.redress.intake;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is to happen to the rows of a file. */
public enum ImportMode {
    /** Each becomes an open complaint, and its process starts. */
    OPEN,
    /**
     * A register that was kept elsewhere is taken over: what has an outcome becomes a closed complaint without process
     * and without any message; what has none is open, and its process starts.
     */
    HISTORY;

    /** The name in JSON, forms and the database; it never changes. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ImportMode> of(String key) {
        return Arrays.stream(values()).filter(mode -> mode.key().equals(key)).findFirst();
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(ImportMode::key).toList();
    }
}
