package io.redress.intake.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends files over real HTTP in a demo user's name, and waits for what becomes of them. */
public final class ImportCaller {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "----a-boundary-of-a-test";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    public ImportCaller(String base) {
        this.base = base;
    }

    public HttpResponse<String> send(String person, Path file, Map<String, String> fields) throws Exception {
        return send(person, file.getFileName().toString(), Files.readAllBytes(file), fields);
    }

    public HttpResponse<String> send(String person, String name, byte[] content, Map<String, String> fields)
            throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            write(
                    body,
                    "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field.getKey() + "\"\r\n\r\n");
            write(body, field.getValue() + "\r\n");
        }
        write(
                body,
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        body.write(content);
        write(body, "\r\n--" + BOUNDARY + "--\r\n");
        return http.send(
                request(person, "/api/complaints/imports")
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void write(ByteArrayOutputStream body, String text) throws IOException {
        body.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a file that is accepted, and waits until nothing of it is left to do. */
    public JsonNode taken(String person, String name, byte[] content, Map<String, String> fields) throws Exception {
        HttpResponse<String> answer = send(person, name, content, fields);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return ended(answer.headers().firstValue("Location").orElseThrow());
    }

    public JsonNode ended(String location) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        JsonNode last = null;
        while (System.nanoTime() < end) {
            last = JSON.readTree(get("quality", location).body());
            if (!last.path("state").asText().equals("running")) {
                return last;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
        throw new AssertionError("It did not end, last seen: " + last);
    }

    public HttpResponse<String> get(String person, String path) throws Exception {
        return http.send(request(person, path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    public JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = get("quality", path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private HttpRequest.Builder request(String person, String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(120))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((person + ":demo").getBytes(StandardCharsets.UTF_8)));
    }

    /** The counts that say what became of each row. */
    public static Map<String, Long> counts(JsonNode view) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String name : new String[] {"read", "created", "known", "differs", "refused", "promoted", "feedback"}) {
            counts.put(name, view.path(name).asLong());
        }
        return counts;
    }

    public static Map<String, Long> counts(
            long read, long created, long known, long differs, long refused, long promoted, long feedback) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("read", read);
        counts.put("created", created);
        counts.put("known", known);
        counts.put("differs", differs);
        counts.put("refused", refused);
        counts.put("promoted", promoted);
        counts.put("feedback", feedback);
        return counts;
    }
}
