package io.redress.complaint.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.redress.complaint.Cases;
import io.redress.complaint.Complaints;
import io.redress.complaint.process.CaseTasks;
import io.redress.identity.Actors;
import io.redress.testing.RedressTest;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** The API of the register over real HTTP, as other systems use and misuse it. */
@RedressTest
class ComplaintApiIT extends ApiCaller {

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    Complaints complaints;

    @Autowired
    CaseTasks tasks;

    @Autowired
    Actors actors;

    @Test
    void registersAComplaintAndGivesItBackAsItCame() throws Exception {
        ObjectNode body = body();
        body.put("source", "crm").put("externalReference", "CRM-" + UUID.randomUUID());
        body.put("awarenessDate", "2026-01-31").put("remedySought", "A new one");
        HttpResponse<String> created = post("agent", null, body.toString());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String reference = json.readTree(created.body()).path("reference").asText();
        assertThat(reference).matches("C-[0-9]{4}-[0-9]{6}");
        assertThat(created.headers().firstValue("Location")).contains("/api/complaints/" + reference);

        JsonNode read =
                json.readTree(get("auditor", "/api/complaints/" + reference).body());
        assertThat(read.path("awarenessDate").asText()).isEqualTo("2026-01-31");
        assertThat(read.path("source").asText()).isEqualTo("crm");
        assertThat(read.path("customer").path("name").asText()).isEqualTo("Jo Example");
        assertThat(read.path("products").get(0).path("lot").asText()).isEqualTo("L-7");
        assertThat(read.path("registeredBy").asText()).isEqualTo("agent");
        assertThat(read.path("reports").get(0).path("raw").asText()).isEqualTo(body.toString());
    }

    @Test
    void fiftyCallsAtOnceUnderOneKeyMakeOneComplaintAndFiftyEqualAnswers() throws Exception {
        String key = UUID.randomUUID().toString();
        String product = "IDEM-" + key;
        ObjectNode body = body();
        ((ObjectNode) body.path("products").get(0)).put("code", product);
        ExecutorService callers = Executors.newFixedThreadPool(50);
        try {
            List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(() -> post("agent", key, body.toString()));
            }
            List<String> answers = new ArrayList<>();
            for (Future<HttpResponse<String>> call : callers.invokeAll(calls)) {
                HttpResponse<String> answer = call.get();
                answers.add(answer.statusCode() + " "
                        + answer.headers().firstValue("Location").orElse("") + " " + answer.body());
            }
            assertThat(answers).hasSize(50).allMatch(answer -> answer.startsWith("201 /api/complaints/C-"));
            assertThat(answers.stream().distinct()).hasSize(1);
        } finally {
            callers.shutdownNow();
        }
        assertThat(jdbc.queryForObject("select count(*) from complaint_product where code = ?", Integer.class, product))
                .isEqualTo(1);
    }

    @Test
    void aKeyIsOnePersonsForOneRequestHoweverItIsSpelled() throws Exception {
        String key = "k-" + UUID.randomUUID();
        String body = body().toString();
        HttpResponse<String> first = post("agent", key, body);
        assertThat(first.statusCode()).isEqualTo(201);
        String spelledOtherwise = json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(body));
        assertThat(post("agent", key, spelledOtherwise).body()).isEqualTo(first.body());

        HttpResponse<String> other =
                post("agent", key, body().put("description", "Another").toString());
        assertThat(other.statusCode()).isEqualTo(422);
        HttpResponse<String> somebodyElses = post("handler", key, body);
        assertThat(somebodyElses.statusCode()).isEqualTo(201);
        assertThat(somebodyElses.body()).isNotEqualTo(first.body());
    }

    @Test
    void aRefusedCallLeavesItsKeyFree() throws Exception {
        String key = "k-" + UUID.randomUUID();
        assertThat(post("agent", key, body().put("channel", "pigeon").toString())
                        .statusCode())
                .isEqualTo(400);
        assertThat(post("agent", key, body().toString()).statusCode()).isEqualTo(201);
        assertThat(post("agent", "with space", body().toString()).statusCode()).isEqualTo(400);
        assertThat(post("agent", "k".repeat(256), body().toString()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void theSameExternalReferenceOfASourceIsAConflictThatSaysWhere() throws Exception {
        ObjectNode body = body().put("source", "crm").put("externalReference", "X-" + UUID.randomUUID());
        String location = post("agent", null, body.toString())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        HttpResponse<String> again = post("agent", null, body.toString());
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.headers().firstValue("Location")).contains(location);
        assertThat(post("agent", null, body.put("source", "shop").toString()).statusCode())
                .isEqualTo(201);
    }

    @Test
    void theSameExternalReferenceAtTheSameMomentIsRegisteredOnce() throws Exception {
        String body = body().put("source", "crm")
                .put("externalReference", "R-" + UUID.randomUUID())
                .toString();
        ExecutorService callers = Executors.newFixedThreadPool(12);
        try {
            List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                calls.add(() -> post("agent", null, body));
            }
            List<Integer> statuses = new ArrayList<>();
            List<String> locations = new ArrayList<>();
            for (Future<HttpResponse<String>> call : callers.invokeAll(calls)) {
                statuses.add(call.get().statusCode());
                locations.add(call.get().headers().firstValue("Location").orElse("none"));
            }
            assertThat(statuses).containsOnly(201, 409);
            assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
            assertThat(locations.stream().distinct()).hasSize(1);
        } finally {
            callers.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/channel | \"pigeon\" | channel",
                "/channel | null | channel",
                "/channel | 5 | channel",
                "/description | \"\" | description",
                "/description | {} | description",
                "/source | \"a b\" | source",
                "/awarenessDate | \"2999-01-01\" | awarenessDate",
                "/awarenessDate | \"2026-02-30\" | awarenessDate",
                "/awarenessDate | \"0001-01-01\" | awarenessDate",
                "/awarenessDate | \"yesterday\" | awarenessDate",
                "/awarenessDate | 20260101 | awarenessDate",
                "/awarenessDate | [2026,1,1] | awarenessDate",
                "/language | \"klingonisch\" | language",
                "/language | \"e\" | language",
                "/category | \"Über\" | category",
                "/customer | {\"name\":\"Jo\",\"email\":\"nobody\"} | customer.email",
                "/customer | {\"name\":\"Jo\",\"email\":\"a@b@c.org\"} | customer.email",
                "/customer | {\"name\":\"Jo\",\"country\":\"USA\"} | customer.country",
                "/customer | {\"name\":\"Jo\",\"country\":\"us\"} | customer.country",
                "/customer | {\"name\":7} | customer.name",
                "/customer | {\"name\":\"Jo\",\"age\":7} | customer.age",
                "/customer | \"Jo\" | customer",
                "/customer | {} | customer",
                "/customer | null | customer",
                "/products | {} | products",
                "/products | [1] | products[0]",
                "/products | [{}] | products[0]",
                "/products | [{\"code\":\"a\"},{\"code\":\"b\",\"batch\":\"c\"}] | products[1].batch",
                "/products | [{\"lot\":[]}] | products[0].lot",
                "/colour | \"red\" | colour",
                "/reference | \"C-2026-000001\" | reference",
                "/remedySought | true | remedySought",
            })
    void eachWrongFieldIsNamedWithWhatWasExpected(String pointer, String value, String field) throws Exception {
        ObjectNode body = body();
        body.set(pointer.substring(1), json.readTree(value));
        HttpResponse<String> refused = post("agent", null, body.toString());
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(fields(refused)).contains(field);
        json.readTree(refused.body())
                .path("errors")
                .forEach(error -> assertThat(error.path("message").asText()).isNotBlank());
    }

    @Test
    void allProblemsAreNamedAtOnce() throws Exception {
        HttpResponse<String> refused =
                post("agent", null, "{\"channel\":\"x\",\"colour\":1,\"products\":[{\"lot\":2}],\"language\":\"??\"}");
        assertThat(fields(refused))
                .contains("channel", "colour", "products[0].lot", "language", "description", "customer");
    }

    @Test
    void whatIsTooLongIsRefusedAndWhatJustFitsIsKept() throws Exception {
        assertThat(fields(post(
                        "agent",
                        null,
                        body().put("description", "d".repeat(100_001)).toString())))
                .containsExactly("description");
        assertThat(fields(post(
                        "agent",
                        null,
                        body().put("externalReference", "e".repeat(201)).toString())))
                .containsExactly("externalReference");
        String longest = "\u00e4".repeat(100_000);
        assertThat(kept(body().put("description", longest)).path("description").asText())
                .isEqualTo(longest);
        assertThat(post(
                                "agent",
                                null,
                                body().put("description", "d".repeat(3_000_000)).toString())
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void aSearchNamesWhatIsWrongWithIt() throws Exception {
        Map<String, String> wrong = Map.of(
                "size=101", "size",
                "size=0", "size",
                "page=-1", "page",
                "page=x", "page",
                "state=lost", "state",
                "from=2026-02-30", "from",
                "to=tomorrow", "to");
        for (Map.Entry<String, String> query : wrong.entrySet()) {
            HttpResponse<String> refused = get("agent", "/api/complaints?" + query.getKey());
            assertThat(refused.statusCode()).as(query.getKey()).isEqualTo(400);
            assertThat(fields(refused)).as(query.getKey()).contains(query.getValue());
        }
        assertThat(get("agent", "/api/complaints?q=%00").statusCode()).isEqualTo(400);
        assertThat(get("agent", "/api/complaints?page=100&size=100").statusCode())
                .isEqualTo(200);
        assertThat(fields(get("agent", "/api/complaints?page=101&size=100"))).containsExactly("page");
    }

    @Test
    void whoMayWhat() throws Exception {
        String reference = json.readTree(
                        post("handler", null, body().toString()).body())
                .path("reference")
                .asText();
        for (String person : List.of("agent", "handler", "quality")) {
            assertThat(post(person, null, body().toString()).statusCode())
                    .as(person)
                    .isEqualTo(201);
        }
        for (String person : List.of("auditor", "investigator", "owner", "admin")) {
            assertThat(post(person, null, body().toString()).statusCode())
                    .as(person)
                    .isEqualTo(403);
        }
        for (String person : List.of("agent", "handler", "investigator", "quality", "owner", "auditor")) {
            assertThat(get(person, "/api/complaints/" + reference).statusCode())
                    .as(person)
                    .isEqualTo(200);
        }
        assertThat(get("agent", "/api/complaints/C-1999-000001").statusCode()).isEqualTo(404);
        assertThat(get("agent", "/api/complaints/" + "x".repeat(3000)).statusCode())
                .isEqualTo(404);
        assertThat(http.send(
                                HttpRequest.newBuilder(uri("/api/complaints/" + reference))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aTaskTellsItsCaseToWhoMaySeeIt() throws Exception {
        String reference = json.readTree(post("agent", null, body().toString()).body())
                .path("reference")
                .asText();
        String task = new Cases(complaints, tasks, actors).task(reference, Cases.TRIAGE);
        HttpResponse<String> seen = get("handler", "/api/tasks/" + task + "/case");
        assertThat(seen.statusCode()).as(seen.body()).isEqualTo(200);
        JsonNode about = json.readTree(seen.body());
        assertThat(about.path("reference").asText()).isEqualTo(reference);
        assertThat(about.path("customer").path("name").asText()).isEqualTo("Jo Example");
        assertThat(about.path("score").path("similarComplaints").isNumber()).isTrue();
        assertThat(get("investigator", "/api/tasks/" + task + "/case").statusCode())
                .isEqualTo(404);
        assertThat(get("handler", "/api/tasks/" + UUID.randomUUID() + "/case").statusCode())
                .isEqualTo(404);
        assertThat(get("handler", "/api/tasks/" + "y".repeat(500) + "/case").statusCode())
                .isEqualTo(404);
    }

    @Test
    void theDescriptionOfTheApiIsServedToWhoIsSignedIn() throws Exception {
        HttpResponse<String> described = get("agent", "/api/openapi");
        assertThat(described.statusCode()).isEqualTo(200);
        JsonNode paths = json.readTree(described.body()).path("paths");
        assertThat(paths.path("/api/complaints")
                        .path("post")
                        .path("requestBody")
                        .toString())
                .contains("Registration");
        assertThat(paths.has("/api/complaints/{reference}")).isTrue();
        assertThat(http.send(HttpRequest.newBuilder(uri("/api/openapi")).build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isNotEqualTo(200);
    }
}
