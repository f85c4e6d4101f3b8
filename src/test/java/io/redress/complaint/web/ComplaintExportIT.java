package io.redress.complaint.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.redress.complaint.Cases;
import io.redress.complaint.ComplaintExport;
import io.redress.complaint.ComplaintState;
import io.redress.complaint.Complaints;
import io.redress.complaint.process.CaseTasks;
import io.redress.identity.Actors;
import io.redress.party.PersonStore;
import io.redress.testing.RedressTest;
import io.redress.testing.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** The register as a file: what is in it, what is not, and what becomes of one that breaks. */
@RedressTest
class ComplaintExportIT extends ApiCaller {

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    Complaints complaints;

    @Autowired
    CaseTasks tasks;

    @Autowired
    Actors actors;

    @Autowired
    PersonStore persons;

    private final String product = "EX-" + UUID.randomUUID();

    @Test
    void bothFormatsHaveEveryFieldOfWhatFits() throws Exception {
        ObjectNode body = body();
        body.put("source", "crm").put("externalReference", "X-" + UUID.randomUUID());
        body.put("awarenessDate", "2026-01-31").put("remedySought", "A new one, \"at once\"\nplease");
        body.withObject("/customer")
                .put("email", "jo@example.org")
                .put("phone", "+49 30 1")
                .put("address", "A\nB");
        ((ObjectNode) body.path("products").get(0))
                .put("code", product)
                .put("serial", "SN1")
                .put("udi", "(01)1");
        body.withArray("products").addObject().put("name", "Second").put("lot", "L-8");
        String reference = kept(body).path("reference").asText();
        kept(about("P-other", "Not in it."));

        HttpResponse<String> csv = get("auditor", "/api/complaints/export?format=csv&product=" + product);
        assertThat(csv.statusCode()).isEqualTo(200);
        assertThat(csv.headers().firstValue("Content-Type").orElse("")).isEqualToIgnoringCase("text/csv;charset=UTF-8");
        assertThat(csv.headers().firstValue("Content-Disposition").orElse(""))
                .matches("attachment; filename=\"complaints-\\d{4}-\\d{2}-\\d{2}\\.csv\"");
        assertThat(csv.body())
                .startsWith("\ufeffreference,state,channel,source,")
                .endsWith("\r\n");
        List<List<String>> rows = Spreadsheets.csv(csv.body().substring(1));
        assertThat(rows.get(0)).isEqualTo(ComplaintExport.COLUMNS);
        assertThat(rows).hasSize(2);
        Map<String, String> row = named(rows.get(1));
        assertThat(row)
                .containsEntry("reference", reference)
                .containsEntry("state", "registered")
                .containsEntry("channel", "phone")
                .containsEntry("source", "crm")
                .containsEntry(
                        "external_reference", body.path("externalReference").asText())
                .containsEntry("awareness_date", "2026-01-31")
                .containsEntry("closed_at", "")
                .containsEntry("category", "performance")
                .containsEntry("language", "en")
                .containsEntry("customer_name", "Jo Example")
                .containsEntry("customer_email", "jo@example.org")
                .containsEntry("customer_phone", "'+49 30 1")
                .containsEntry("customer_address", "A\nB")
                .containsEntry("customer_country", "US")
                .containsEntry("product_code", product)
                .containsEntry("product_name", "Pump")
                .containsEntry("lot", "L-7")
                .containsEntry("serial", "SN1")
                .containsEntry("udi", "(01)1")
                .containsEntry("more_products", "[{\"name\":\"Second\",\"lot\":\"L-8\"}]")
                .containsEntry("description", "The pump stops after an hour.")
                .containsEntry("remedy_sought", "A new one, \"at once\"\nplease")
                .containsEntry("outcome", "");
        assertThat(java.time.Instant.parse(row.get("registered_at"))).isNotNull();

        List<List<List<String>>> sheets = xlsx("product=" + product);
        assertThat(sheets).hasSize(1);
        Map<String, String> cells = named(sheets.get(0).get(1));
        for (String column : ComplaintExport.COLUMNS) {
            if (!List.of("severity", "priority").contains(column)) { // scored in between
                assertThat(cells).as(column).containsEntry(column, row.get(column));
            }
        }
    }

    @Test
    void everyFormulaIsNeutralisedAndComesBackAsItWas() throws Exception {
        List<String> hostile =
                new ArrayList<>(Files.readAllLines(SharedData.of("hostile-inputs/csv-injection-payloads.txt")));
        hostile.addAll(List.of("'=1+1", "''@SUM(A1)", "\t=1", "\r=1+1", "-", "+1", "'quoted'", "a,\"b\";c\r\nd"));
        for (String text : hostile) {
            ObjectNode about = about(product, text);
            about.withObject("/customer").put("name", text).put("address", text);
            about.put("remedySought", text);
            ((ObjectNode) about.path("products").get(0)).put("name", text.strip());
            kept(about);
        }
        String csv = get("auditor", "/api/complaints/export?format=csv&product=" + product)
                .body();
        for (List<List<String>> table : List.of(
                Spreadsheets.csv(csv.substring(1)), xlsx("product=" + product).get(0))) {
            List<String> back = new ArrayList<>();
            for (List<String> row : table.subList(1, table.size())) {
                assertThat(row).noneMatch(cell -> cell.matches("(?s)[=+\\-@\\t\\r].*"));
                Map<String, String> named = named(row);
                String description = Spreadsheets.asItWas(named.get("description"));
                assertThat(Spreadsheets.asItWas(named.get("customer_name"))).isEqualTo(description);
                assertThat(Spreadsheets.asItWas(named.get("customer_address"))).isEqualTo(description);
                assertThat(Spreadsheets.asItWas(named.get("remedy_sought"))).isEqualTo(description);
                assertThat(Spreadsheets.asItWas(named.get("product_name"))).isEqualTo(description.strip());
                back.add(0, description);
            }
            assertThat(back).isEqualTo(hostile);
        }
    }

    @Test
    void theOutcomeIsTheAnswerOrTheDecisionAndErasedPersonsAreEmpty() throws Exception {
        Cases cases = new Cases(complaints, tasks, actors);
        String answered = cases.registered(Cases.about(product, "It drips."));
        cases.toApproval(answered, "We are sorry, here is a new one.");
        cases.approved(answered);
        cases.state(answered, ComplaintState.CLOSED);
        String none = cases.registered(Cases.about(product, "Where is the manual?"));
        cases.complete(
                none,
                Cases.TRIAGE,
                Cases.HANDLER,
                Map.of("outcome", "not-a-complaint", "reason", "A question about the manual."));
        cases.state(none, ComplaintState.NOT_A_COMPLAINT);
        assertThat(outcomes("state=closed")).containsExactly("not-a-complaint", "We are sorry, here is a new one.");
        assertThat(outcomes("state=open")).isEmpty();
        assertThat(outcomes("q=manual")).containsExactly("not-a-complaint");

        jdbc.update("update retention_rule set years = 0");
        try {
            persons.erase(
                    jdbc.queryForObject("select subject from complaint where reference = ?", UUID.class, answered),
                    "asked for it");
        } finally {
            jdbc.update("update retention_rule set years = 2");
        }
        Map<String, String> erased = named(csv("product=" + product).get(2));
        assertThat(erased).containsEntry("reference", answered).containsEntry("product_code", product);
        for (String column : ComplaintExport.COLUMNS) {
            if (column.startsWith("customer_")
                    || List.of("description", "remedy_sought", "outcome").contains(column)) {
                assertThat(erased).as(column).containsEntry(column, "");
            }
        }
    }

    @Test
    void anExportIsOnRecordWithoutTheWordsThatWereSearchedFor() throws Exception {
        String name = "zorro" + UUID.randomUUID().toString().replace("-", "");
        kept(about(product, name + " complains."));
        long before = entries();
        csv("q=" + name + "%20complains&state=open&from=2020-01-01&product=" + product);
        assertThat(entries()).isEqualTo(before + 1);
        String body = newest();
        assertThat(body).doesNotContain(name).contains("\"register.exported\"").contains("\"auditor\"");
        JsonNode details = json.readTree(body).findValue("details");
        assertThat(details.path("format").asText()).isEqualTo("csv");
        assertThat(details.path("rows").asText()).isEqualTo("1");
        assertThat(details.path("result").asText()).isEqualTo("whole");
        assertThat(details.path("words").asText()).isEqualTo("2");
        assertThat(details.path("state").asText()).isEqualTo("open");
        assertThat(details.path("from").asText()).isEqualTo("2020-01-01");
    }

    @Test
    void anExportThatBreaksNeverLooksWhole() throws Exception {
        String reference = kept(about(product, "The one that was copied."))
                .path("reference")
                .asText();
        jdbc.update("""
                insert into complaint (id, version, reference, state, channel, language, awareness_date, registered_at,
                  registered_by, closed_at, subject, description_id)
                select gen_random_uuid(), 0, 'C-2011-' || lpad(i::text, 6, '0'), 'closed', channel, language,
                  awareness_date, registered_at - i * interval '1 minute', 'agent', registered_at, subject, description_id
                from complaint, generate_series(1, 700) as i where reference = ?""", reference);
        jdbc.update("""
                insert into complaint_search (complaint_id, registered_at, terms, tokens)
                select c.id, c.registered_at, s.terms, s.tokens from complaint c, complaint_search s join complaint o
                  on o.id = s.complaint_id where c.reference like 'C-2011-%' and o.reference = ?""", reference);
        assertThat(csv("product=" + product)).hasSize(702);
        jdbc.update("""
                with broken as (insert into person_data (id, subject, kind, sealed, created_at)
                  select gen_random_uuid(), subject, 'description', '\\x01'::bytea, registered_at from complaint
                  where reference = 'C-2011-000700' returning id)
                update complaint set description_id = (select id from broken) where reference = 'C-2011-000700'""");
        for (String format : List.of("csv", "xlsx")) {
            long before = entries();
            String partly = partly(
                    request("auditor", "/api/complaints/export?format=" + format + "&state=closed&product=" + product)
                            .build());
            if (format.equals("csv")) {
                assertThat(partly).contains("C-2011-000400").doesNotContain("C-2011-000700", "\"status\"", "<html");
            }
            assertThat(entries()).isEqualTo(before + 1);
            JsonNode details = json.readTree(newest()).findValue("details");
            assertThat(details.path("result").asText()).isEqualTo("aborted");
            assertThat(details.path("rows").asText()).isEqualTo("500");
        }
        // Before the first byte there is still an answer.
        HttpResponse<String> refused =
                get("auditor", "/api/complaints/export?format=csv&state=closed&to=2011-01-01&q=x%00");
        assertThat(refused.statusCode()).isEqualTo(400);
    }

    @Test
    void wrongQuestionsAreNamedAndAskingForTheHeadersReadsNothing() throws Exception {
        for (Map.Entry<String, String> wrong : Map.of(
                        "",
                        "format",
                        "format=pdf",
                        "format",
                        "format=",
                        "format",
                        "format=csv&state=lost",
                        "state",
                        "format=xlsx&from=tomorrow",
                        "from",
                        "format=csv&q=" + "a%20b%20c%20".repeat(1) + "x".repeat(600),
                        "q")
                .entrySet()) {
            HttpResponse<String> refused = get("agent", "/api/complaints/export?" + wrong.getKey());
            assertThat(refused.statusCode()).as(wrong.getKey()).isEqualTo(400);
            assertThat(fields(refused)).as(wrong.getKey()).containsExactly(wrong.getValue());
            assertThat(refused.headers().firstValue("Content-Disposition")).isEmpty();
        }
        long before = entries();
        HttpResponse<String> head = send(request("agent", "/api/complaints/export?format=xlsx")
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Disposition").orElse("")).endsWith(".xlsx\"");
        assertThat(entries()).isEqualTo(before);
        assertThat(http.send(
                                HttpRequest.newBuilder(uri("/api/complaints/export?format=csv"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
    }

    private ObjectNode about(String code, String description) {
        ObjectNode body = body();
        body.put("description", description);
        ((ObjectNode) body.path("products").get(0)).put("code", code);
        return body;
    }

    private List<String> outcomes(String query) throws Exception {
        return csv(query + "&product=" + product).stream()
                .skip(1)
                .map(row -> named(row).get("outcome"))
                .toList();
    }

    private List<List<String>> csv(String query) throws Exception {
        return Spreadsheets.csv(get("auditor", "/api/complaints/export?format=csv&" + query)
                .body()
                .substring(1));
    }

    private List<List<List<String>>> xlsx(String query) throws Exception {
        HttpResponse<InputStream> file = http.send(
                request("auditor", "/api/complaints/export?format=xlsx&" + query)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(file.statusCode()).isEqualTo(200);
        return Spreadsheets.xlsx(file.body());
    }

    /** What came of an answer that breaks; a small one may break before its first byte, and is a 500 then. */
    private String partly(HttpRequest request) throws Exception {
        StringBuilder read = new StringBuilder();
        HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            byte[] bytes = new byte[1024];
            for (int n = body.read(bytes); n >= 0; n = body.read(bytes)) {
                read.append(new String(bytes, 0, n, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
            assertThat(answer.statusCode()).as("ended as if it were whole").isEqualTo(500);
        } catch (IOException e) {
            assertThat(answer.statusCode()).isEqualTo(200);
        }
        return read.toString();
    }

    private static Map<String, String> named(List<String> row) {
        Map<String, String> named = new java.util.LinkedHashMap<>();
        for (int i = 0; i < ComplaintExport.COLUMNS.size(); i++) {
            named.put(ComplaintExport.COLUMNS.get(i), row.get(i));
        }
        return named;
    }

    private long entries() {
        Long entries =
                jdbc.queryForObject("select count(*) from ledger_entry where chain = 'system:register'", Long.class);
        return entries == null ? 0 : entries;
    }

    private String newest() {
        return jdbc.queryForObject(
                "select body from ledger_entry where chain = 'system:register' order by seq desc limit 1",
                String.class);
    }
}
