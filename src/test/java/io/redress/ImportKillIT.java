package io.redress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.redress.intake.web.ImportCaller;
import io.redress.testing.RunningJar;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import survives {@code kill -9} in its midst: every row is there once, and the second sending adds nothing. */
class ImportKillIT {

    private static final int ROWS = 3_000;
    private static final Map<String, String> DEMO =
            Map.of("SPRING_PROFILES_ACTIVE", "demo", "REDRESS_DEMO_REGISTER", "false");
    private static final String MAPPING = """
            id: killed
            title: Killed in its midst
            source: killed
            language: en
            channel: web
            dates: YMD
            fields:
              externalReference: Ticket
              receivedOn: Received
              outcome: Result
              description: Problem
            """;

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    Path data;

    @Test
    void everyRowIsThereOnceHoweverOftenItIsKilledAndSent() throws Exception {
        long seed = System.nanoTime();
        System.out.println("ImportKillIT seed " + seed);
        Random random = new Random(seed);
        StringBuilder file = new StringBuilder("Ticket,Received,Problem,Result\n");
        for (int i = 1; i <= ROWS; i++) {
            boolean wrong = i % 100 == 0;
            file.append(i)
                    .append(wrong ? ",yesterday," : ",2026-01-05,")
                    .append("\"Row ")
                    .append(i);
            file.append("\nhas two lines\",Refunded\n");
        }
        byte[] content = file.toString().getBytes(StandardCharsets.UTF_8);
        Map<String, String> fields = Map.of("mapping", MAPPING, "mode", "history");
        String location;
        try (RunningJar jar = RunningJar.start(data, DEMO).awaitReady(Duration.ofMinutes(3))) {
            HttpResponse<String> sent = caller(jar).send("quality", "rows.csv", content, fields);
            assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
            location = sent.headers().firstValue("Location").orElseThrow();
            killWhen(jar, location, "read", 400 + random.nextInt(1_500));
        }
        try (RunningJar jar = RunningJar.start(data, DEMO).awaitReady(Duration.ofMinutes(3))) {
            killWhen(jar, location, "promoted", 500 + random.nextInt(1_000));
        }
        try (RunningJar jar = RunningJar.start(data, DEMO).awaitReady(Duration.ofMinutes(3))) {
            JsonNode done = caller(jar).ended(location);
            assertThat(ImportCaller.counts(done))
                    .isEqualTo(ImportCaller.counts(ROWS, ROWS - 30, 0, 0, 30, ROWS - 30, 0));
            JsonNode again = caller(jar).taken("quality", "rows.csv", content, fields);
            assertThat(ImportCaller.counts(again)).isEqualTo(ImportCaller.counts(ROWS, 0, ROWS - 30, 0, 30, 0, 0));
            JsonNode register = caller(jar).json("/api/complaints?state=closed&size=1");
            assertThat(register.path("total").asLong()).isEqualTo(ROWS - 30);
        }
    }

    private static ImportCaller caller(RunningJar jar) {
        return new ImportCaller(jar.uri("").toString());
    }

    private void killWhen(RunningJar jar, String location, String count, int enough) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        JsonNode last = null;
        while (System.nanoTime() < end) {
            last = json.readTree(caller(jar).get("quality", location).body());
            if (last.path(count).asLong() >= enough
                    || !last.path("state").asText().equals("running")) {
                assertThat(last.path("state").asText())
                        .as("killed in its midst: %s", last)
                        .isEqualTo("running");
                jar.kill();
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        throw new AssertionError("Not enough of " + count + " in time, last seen: " + last);
    }
}
