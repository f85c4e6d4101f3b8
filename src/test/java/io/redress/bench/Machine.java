package io.redress.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** What the figures were measured on. */
final class Machine {

    private Machine() {}

    static String line() throws IOException {
        Path memory = Path.of("/proc/meminfo");
        String gigabytes = Files.exists(memory)
                ? ", " + Long.parseLong(Files.readAllLines(memory).get(0).replaceAll("\\D", "")) / 1_048_576 + " GB"
                : "";
        return LocalDate.now(ZoneOffset.UTC) + ": " + Runtime.getRuntime().availableProcessors() + " cores" + gigabytes
                + ", " + System.getProperty("os.name") + ", JDK " + System.getProperty("java.version") + ", heap "
                + Runtime.getRuntime().maxMemory() / 1_048_576 + " MB";
    }

    static String database(Database database) {
        return ", PostgreSQL " + database.show("server_version") + " (fsync " + database.show("fsync")
                + ", synchronous_commit " + database.show("synchronous_commit") + ", shared_buffers "
                + database.show("shared_buffers") + ")";
    }
}
