package io.redress.complaint.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.redress.testing.RedressTest;
import io.redress.testing.SharedData;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers send: text that breaks parsers, and text that breaks programs. Never a server error. */
@RedressTest
class ComplaintHostileInputIT extends ApiCaller {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "[]",
                "\"text\"",
                "{",
                "{\"channel\":}",
                "{\"channel\":\"phone\",\"channel\":\"email\"}",
                "{\"a\":1}{\"b\":2}",
                "{\"description\":\"\\u0000\"}",
                "{\"description\":\"\\ud800\"}",
                "{'channel':'phone'}",
                "NaN"
            })
    void whatIsNoProperJsonIsRefused(String body) throws Exception {
        assertThat(post("agent", null, body).statusCode()).isEqualTo(400);
    }

    @Test
    void deepNestingOtherTypesAndOtherMethodsAreRefused() throws Exception {
        assertThat(post("agent", null, "[".repeat(100_000)).statusCode()).isEqualTo(400);
        assertThat(post("agent", null, "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000))
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(request("agent", "/api/complaints")
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("hello")))
                        .statusCode())
                .isEqualTo(415);
        assertThat(send(request("agent", "/api/complaints").DELETE()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void noneOfTheParsersHardCasesMakesAServerError() throws Exception {
        Path folder = SharedData.of("hostile-inputs/json-parsing");
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                int status = send(request("agent", "/api/complaints")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(Files.readAllBytes(file))))
                        .statusCode();
                if (status != 400) {
                    wrong.add(file.getFileName() + ": " + status);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void naughtyTextComesBackToTheLetterOrIsRefusedWithItsField() throws Exception {
        List<String> texts = new ArrayList<>();
        json.readTree(Files.readString(SharedData.of("hostile-inputs/naughty-strings.json")))
                .forEach(text -> texts.add(text.asText()));
        List<String> wrong = new ArrayList<>();
        int registered = 0;
        for (String text : texts) {
            ObjectNode body = body();
            body.put("description", text).put("remedySought", text);
            ((ObjectNode) body.path("customer")).put("name", text).put("address", text);
            ((ObjectNode) body.path("products").get(0)).put("name", text).put("lot", text);
            HttpResponse<String> answer = post("agent", null, body.toString());
            if (answer.statusCode() == 201) {
                registered++;
                JsonNode read = json.readTree(
                        get("agent", answer.headers().firstValue("Location").orElseThrow())
                                .body());
                for (JsonNode kept : List.of(
                        read.path("description"),
                        read.path("remedySought"),
                        read.path("customer").path("address"),
                        read.path("products").get(0).path("name"))) {
                    if (!kept.asText().equals(text)) {
                        wrong.add("changed: " + text);
                    }
                }
            } else if (answer.statusCode() != 400 || fields(answer).isEmpty()) {
                wrong.add(answer.statusCode() + ": " + text);
            }
            HttpResponse<String> found = get(
                    "agent", "/api/complaints?size=1&q=" + java.net.URLEncoder.encode(text, StandardCharsets.UTF_8));
            if (found.statusCode() != 200 && found.statusCode() != 400) {
                wrong.add("search " + found.statusCode() + ": " + text);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(registered).as("registered of " + texts.size()).isGreaterThan(texts.size() * 8 / 10);
    }
}
