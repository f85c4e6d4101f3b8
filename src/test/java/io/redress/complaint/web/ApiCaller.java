package io.redress.complaint.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Calls the API over real HTTP in a demo user's name. */
abstract class ApiCaller {

    @LocalServerPort
    int port;

    @Autowired
    ObjectMapper json;

    // HTTP/1.1 as Redress speaks it; with the upgrade that the client offers by default it once waited for ever
    final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    final ObjectNode body() {
        ObjectNode body = json.createObjectNode();
        body.put("channel", "phone").put("language", "en").put("category", "performance");
        body.put("description", "The pump stops after an hour.");
        body.putObject("customer")
                .put("name", "Jo Example")
                .put("reference", "K-" + UUID.randomUUID())
                .put("country", "US");
        ArrayNode products = body.putArray("products");
        products.addObject().put("code", "P-1").put("name", "Pump").put("lot", "L-7");
        return body;
    }

    final JsonNode kept(ObjectNode body) throws Exception {
        HttpResponse<String> created = post("agent", null, body.toString());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return json.readTree(
                get("agent", created.headers().firstValue("Location").orElseThrow())
                        .body());
    }

    final List<String> fields(HttpResponse<String> answer) throws IOException {
        List<String> fields = new ArrayList<>();
        json.readTree(answer.body())
                .path("errors")
                .forEach(error -> fields.add(error.path("field").asText()));
        return fields;
    }

    final HttpResponse<String> post(String person, String key, String body) throws Exception {
        HttpRequest.Builder request = request(person, "/api/complaints")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return send(request);
    }

    final HttpResponse<String> get(String person, String path) throws Exception {
        return send(request(person, path).GET());
    }

    final HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    final HttpRequest.Builder request(String person, String path) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(60))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((person + ":demo").getBytes(StandardCharsets.UTF_8)));
    }

    final URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }
}
