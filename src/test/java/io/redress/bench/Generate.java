package io.redress.bench;

import io.redress.party.BulkPersons;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** {@code -Dbench.only=generate}: leaves a data folder on which the jar can be started, with the demo's people. */
final class Generate {

    private Generate() {}

    static void run(BenchSettings settings) throws IOException, SQLException {
        Path data = BenchSettings.data().toAbsolutePath();
        try (OurSide ours = OurSide.start(data, false)) {
            ours.jobs(false);
            double rate = new RegisterGenerator(
                            BulkPersons.of(ours.context()),
                            ours.database(),
                            settings.seed(),
                            LocalDate.now(ZoneOffset.UTC))
                    .closed(BenchSettings.size());
            System.out.printf("Generated %,d complaints at %,.0f/s. Start on them with:%n", BenchSettings.size(), rate);
            System.out.println("  REDRESS_DATA=" + data
                    + " REDRESS_DEMO_REGISTER=false java -jar target/redress.jar --spring.profiles.active=demo");
        }
    }
}
