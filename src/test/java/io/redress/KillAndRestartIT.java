package io.redress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.redress.testing.RunningJar;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "Accepted means kept": the real jar, killed in mid-load with SIGKILL, started again on the same folder. */
class KillAndRestartIT {

    private static final Map<String, String> DEMO =
            Map.of("SPRING_PROFILES_ACTIVE", "demo", "REDRESS_DEMO_REGISTER", "false");

    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    Path data;

    @Test
    void nothingAcknowledgedIsLostAndNothingIsThereTwice() throws Exception {
        long seed = System.nanoTime();
        System.out.println("KillAndRestartIT seed " + seed);
        Random random = new Random(seed);
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        Map<String, String> unknown = new ConcurrentHashMap<>();

        try (RunningJar jar = RunningJar.start(data, DEMO).awaitReady(Duration.ofMinutes(3))) {
            assertThat(jar.console()).contains("Redress is ready at");
            AtomicBoolean killed = new AtomicBoolean();
            AtomicInteger next = new AtomicInteger();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread client = new Thread(() -> {
                    while (!killed.get()) {
                        String key = "load-" + next.incrementAndGet();
                        unknown.put(key, key);
                        try {
                            HttpResponse<String> answer = post(jar, key);
                            if (answer.statusCode() == 201) {
                                acknowledged.put(key, reference(answer));
                                unknown.remove(key);
                            }
                        } catch (IOException | InterruptedException e) {
                            return; // the server is gone: what was told of this key is unknown
                        }
                    }
                });
                client.start();
                clients.add(client);
            }
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            int enough = 40 + random.nextInt(60);
            while (acknowledged.size() < enough && System.nanoTime() < end) {
                Thread.sleep(5);
            }
            jar.kill();
            killed.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(acknowledged.size()).as("acknowledged before the kill").isGreaterThanOrEqualTo(20);
        }

        try (RunningJar jar = RunningJar.start(data, DEMO).awaitReady(Duration.ofMinutes(2))) {
            for (Map.Entry<String, String> one : acknowledged.entrySet()) {
                HttpResponse<String> found = jar.send(jar.request("/api/complaints/" + one.getValue(), "agent")
                        .GET()
                        .build());
                assertThat(found.statusCode()).as(one.getValue()).isEqualTo(200);
                assertThat(json.readTree(found.body()).path("description").asText())
                        .isEqualTo("The pump stopped, said " + one.getKey());
                assertThat(reference(post(jar, one.getKey())))
                        .as("the same key gives the same complaint")
                        .isEqualTo(one.getValue());
            }
            for (String key : unknown.keySet()) {
                HttpResponse<String> first = post(jar, key);
                HttpResponse<String> second = post(jar, key);
                assertThat(first.statusCode()).isEqualTo(201);
                assertThat(reference(second)).isEqualTo(reference(first));
            }
            JsonNode all = json.readTree(jar.send(
                            jar.request("/api/complaints?size=1", "agent").GET().build())
                    .body());
            assertThat(all.path("total").asInt())
                    .as("exactly one complaint for each key")
                    .isEqualTo(acknowledged.size() + unknown.size());
        }
    }

    private HttpResponse<String> post(RunningJar jar, String key) throws IOException, InterruptedException {
        return jar.send(jar.request("/api/complaints", "agent")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"channel": "phone", "customer": {"name": "K. Still"}, "category": "performance",
                         "products": [{"code": "P-1", "name": "Pump"}],
                         "description": "The pump stopped, said %s"}
                        """.formatted(key)))
                .build());
    }

    private String reference(HttpResponse<String> answer) throws IOException {
        return json.readTree(answer.body()).path("reference").asText();
    }
}
