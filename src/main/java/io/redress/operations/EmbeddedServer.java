package io.redress.operations;

import io.redress.platform.DataFolder;
import io.redress.platform.EmbeddedDatabase;
import io.redress.platform.ServerAddress;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The embedded server of an installation: that of the running application, or one of our own for a while. */
final class EmbeddedServer implements Closeable {

    private static final int SECONDS_TO_ANSWER = 30;

    private final ServerAddress address;
    private final @Nullable EmbeddedDatabase own;

    private EmbeddedServer(ServerAddress address, @Nullable EmbeddedDatabase own) {
        this.address = address;
        this.own = own;
    }

    /** @throws CommandRefused when there is no database, or another process has it and does not answer */
    static EmbeddedServer reach(Installation installation) throws IOException {
        Path data = installation.data();
        if (!Files.exists(DataFolder.postgres(data).resolve("PG_VERSION"))) {
            throw new CommandRefused("There is no embedded database in " + data
                    + ". Name the installation's data folder with REDRESS_DATA, or its database with"
                    + " SPRING_DATASOURCE_URL.");
        }
        DataFolder folder = DataFolder.tryLock(data);
        if (folder != null) {
            installation.say("The application is not running; its database is started for this backup.");
            EmbeddedDatabase own = EmbeddedDatabase.reopen(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(own::close, "embedded-database-end"));
            return new EmbeddedServer(own.address(), own);
        }
        return new EmbeddedServer(answering(data), null);
    }

    private static ServerAddress answering(Path data) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_ANSWER);
        String last = "it has no password or process file";
        do {
            ServerAddress address = ServerAddress.ofRunning(data);
            if (address != null) {
                try (Connection connection = address.connect(ServerAddress.SUPERUSER, ServerAddress.NAME)) {
                    return address;
                } catch (SQLException e) {
                    last = e.getMessage();
                }
            }
            pause();
        } while (System.nanoTime() < end);
        throw new CommandRefused("The application on " + data + " is just starting or stopping: its database does not"
                + " answer (" + last + "). Try again when it is ready.");
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    Connection connect(String database) throws SQLException {
        return address.connect(ServerAddress.SUPERUSER, database);
    }

    PostgresUrl url() {
        return new PostgresUrl(address.url(ServerAddress.NAME), ServerAddress.NAME, address.password());
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
