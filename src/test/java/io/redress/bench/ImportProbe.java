package io.redress.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.redress.intake.web.ImportCaller;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures an import as who sends it sees it: from the moment the file is accepted until its last row is a report, and
 * until the last report is a complaint. Every sixth row has a narrative of 150 words, as in real files.
 */
final class ImportProbe {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WORDS = 4_000;

    private ImportProbe() {}

    /**
     * @param reports rows per second until all of them are reports
     * @param complaints rows per second until all of them are closed complaints
     */
    record Rates(double reports, double complaints) {}

    static Rates measure(OurSide side, int rows, long seed) throws Exception {
        ImportCaller caller = new ImportCaller("http://localhost:" + side.port());
        HttpResponse<String> sent =
                caller.send("quality", "bench.csv", file(rows, seed), Map.of("mapping", mapping(), "mode", "history"));
        if (sent.statusCode() != 202) {
            throw new IllegalStateException("The import was not accepted: " + sent.body());
        }
        long begun = System.nanoTime();
        String location = sent.headers().firstValue("Location").orElseThrow();
        double reports = 0;
        while (true) {
            JsonNode view = JSON.readTree(caller.get("quality", location).body());
            double seconds = (System.nanoTime() - begun) / 1e9;
            if (reports == 0 && view.path("read").asInt() == rows) {
                reports = rows / seconds;
            }
            if (view.path("state").asText().equals("done")) {
                if (view.path("promoted").asInt() != rows) {
                    throw new IllegalStateException("Not every row became a complaint: " + view);
                }
                return new Rates(reports, rows / seconds);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static byte[] file(int rows, long seed) {
        Random random = new Random(seed);
        StringBuilder file = new StringBuilder("Ticket,Received,Product,Problem,Result\n");
        for (int i = 1; i <= rows; i++) {
            file.append(i)
                    .append(",2025-0")
                    .append(1 + random.nextInt(9))
                    .append("-1")
                    .append(random.nextInt(9));
            file.append(",Product ").append(random.nextInt(40)).append(',');
            int words = i % 6 == 0 ? 150 : 8;
            for (int w = 0; w < words; w++) {
                file.append(w == 0 ? "" : " ").append("word").append(random.nextInt(WORDS));
            }
            file.append(",Closed with explanation\n");
        }
        return file.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String mapping() {
        return """
                id: bench
                title: Benchmark
                source: bench-%s
                language: en
                channel: web
                dates: YMD
                fields:
                  externalReference: Ticket
                  receivedOn: Received
                  outcome: Result
                  description: Problem
                  products:
                    - code: Product
                """.formatted(UUID.randomUUID());
    }
}
