package io.redress.operations;

import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The installation that a command is about, as the application itself would find it.
 *
 * @param data its data folder, absolute
 * @param masterKey the value of {@code REDRESS_MASTER_KEY}, blank when the key lies in the data folder
 * @param external the database of one's own; null: the embedded one
 * @param tools folder of PostgreSQL's client tools ({@code REDRESS_PG_BIN}); null: those on the path
 * @param version of this Redress
 */
record Installation(
        Path data,
        String masterKey,
        @Nullable PostgresUrl external,
        @Nullable Path tools,
        String version,
        Clock clock,
        Console console) {

    /** Where a command says what it does. */
    interface Console {
        void say(String line);
    }

    void say(String line) {
        console.say(line);
    }
}
