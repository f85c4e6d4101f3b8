package io.redress.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real inputs that lie beside the project, not in it. Tests that read them are skipped with a line that says so where
 * they are missing; the project builds and passes without them.
 */
public final class SharedData {

    private SharedData() {}

    /** The folder or file below the data folder; skips the calling test when it is not there. */
    public static Path of(String relative) {
        String configured = System.getenv("REDRESS_SHARED_DATA");
        Path root = configured == null ? Path.of("..", "shared", "data") : Path.of(configured);
        Path wanted = root.resolve(relative);
        boolean there = Files.exists(wanted);
        if (!there) {
            System.out.println("SKIPPED: no shared data at " + wanted + " (set REDRESS_SHARED_DATA to its folder)");
        }
        assumeTrue(there, () -> "no shared data at " + wanted);
        return wanted;
    }
}
