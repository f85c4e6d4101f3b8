package io.redress.intake.web;

import static io.redress.intake.web.ImportCaller.counts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.redress.complaint.Cases;
import io.redress.complaint.Complaints;
import io.redress.complaint.process.CaseTasks;
import io.redress.identity.Actors;
import io.redress.testing.RedressTest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Files over HTTP: what becomes of each row, once and again, and what is said of files that cannot be read. */
@RedressTest
class ImportApiIT {

    private static final String HEADING = "Ticket,Received,Problem,Result,Closed\n";

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Complaints complaints;

    @Autowired
    CaseTasks tasks;

    @Autowired
    Actors actors;

    private final ObjectMapper json = new ObjectMapper();
    private final String source = "it-" + UUID.randomUUID();
    private ImportCaller caller;

    @BeforeEach
    void connect() {
        caller = new ImportCaller("http://localhost:" + port);
    }

    private Map<String, String> mapped(String... more) {
        Map<String, String> fields = new java.util.HashMap<>(Map.of("mapping", """
                id: tickets
                title: Tickets
                source: %s
                language: en
                channel: phone
                dates: YMD
                fields:
                  externalReference: Ticket
                  receivedOn: Received
                  closedOn: Closed
                  outcome: Result
                  description: Problem
                """.formatted(source)));
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        return fields;
    }

    private JsonNode taken(String content, Map<String, String> fields) throws Exception {
        return caller.taken("quality", "tickets.csv", content.getBytes(StandardCharsets.UTF_8), fields);
    }

    private String complaint(String external) {
        return jdbc.sql("""
                        select c.reference from complaint c join complaint_report l on l.complaint_id = c.id
                        join report r on r.id = l.report_id where r.source = ? and r.external_reference = ?""").params(source, external).query(String.class).single();
    }

    @Test
    void everyRowIsCreatedKnownDifferentOrRefusedAndTheSumIsRight() throws Exception {
        String first = HEADING + "1,2026-01-05,It leaks,,\n2,2026-01-06,\"It, too,\nleaks\",,\n3,,No date,,\n";
        JsonNode once = taken(first, mapped());
        assertThat(counts(once)).isEqualTo(counts(3, 2, 0, 0, 1, 2, 0));
        assertThat(once.path("state").asText()).isEqualTo("done");
        assertThat(once.path("format").path("delimiter").asText()).isEqualTo(",");

        JsonNode again = taken(first.replace("\n", "\r\n"), mapped());
        assertThat(counts(again)).isEqualTo(counts(3, 0, 2, 0, 1, 0, 0));

        String changed = HEADING + "1,2026-01-05,It leaks badly,,\n4,2026-01-07,New,,\n1,2026-01-05,It leaks,,\n";
        assertThat(counts(taken(changed, mapped()))).isEqualTo(counts(3, 1, 1, 1, 0, 1, 0));
        JsonNode case1 = caller.json("/api/complaints/" + complaint("1"));
        assertThat(case1.path("description").asText()).isEqualTo("It leaks");
        assertThat(case1.path("reports").get(0).path("later").findValuesAsText("raw"))
                .singleElement()
                .asString()
                .contains("It leaks badly");
        assertThat(jdbc.sql("select count(*) from ledger_entry where chain = ? and body like '%report-changed%'")
                        .param("complaint:" + complaint("1"))
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void oneIdThatSaysTwoThingsInOneFileIsOneReportWithTwoVersions() throws Exception {
        String content = HEADING + "7,2026-01-05,One,,\n8,2026-01-05,Other,,\n7,2026-01-05,Two,,\n7,2026-01-05,One,,\n";
        assertThat(counts(taken(content, mapped()))).isEqualTo(counts(4, 2, 1, 1, 0, 2, 0));
        assertThat(counts(taken(content, mapped()))).isEqualTo(counts(4, 0, 4, 0, 0, 0, 0));
    }

    @Test
    void withoutAnIdARowIsKnownByItsWordsAndHowOftenTheyStandInTheFile() throws Exception {
        Map<String, String> fields = mapped();
        fields.put("mapping", fields.get("mapping").replace("  externalReference: Ticket\n", ""));
        String content = HEADING + ",2026-01-05,Same,,\n,2026-01-05,Same,,\n,2026-01-05,Other,,\n";
        assertThat(counts(taken(content, fields))).isEqualTo(counts(3, 3, 0, 0, 0, 3, 0));
        assertThat(counts(taken(content + ",2026-01-05,Same,,\n", fields))).isEqualTo(counts(4, 1, 3, 0, 0, 1, 0));
    }

    @Test
    void openRowsStartTheirProcessBehindEverybodyElse() throws Exception {
        taken(HEADING + "1,2024-03-01,Old but open,,\n", mapped());
        String reference = complaint("1");
        Cases cases = new Cases(complaints, tasks, actors);
        String id = cases.task(reference, Cases.TRIAGE);
        CaseTasks.OpenTask triage = tasks.get(id, Cases.TRIAGE);
        JsonNode kept = caller.json("/api/complaints/" + reference);
        assertThat(kept.path("state").asText()).isEqualTo("registered");
        assertThat(kept.path("awarenessDate").asText()).isEqualTo("2024-03-01");
        assertThat(kept.path("registeredBy").asText()).isEqualTo("quality");
        assertThat(triage.dueAt()).as("nothing is due before it came in").isAfter(triage.createdAt());
        assertThat(jdbc.sql("select distinct l.job_priority_ from act_hi_job_log l join act_hi_procinst p"
                                + " on p.proc_inst_id_ = l.process_instance_id_ where p.business_key_ = ?")
                        .param(reference)
                        .query(Integer.class)
                        .list())
                .containsExactly(10);
    }

    @Test
    void aRegisterKeptElsewhereIsTakenOverWithoutProcessAndWithoutMail() throws Exception {
        String content = HEADING + "1,2024-03-01,Paid late,Refunded,2024-03-09\n2,2024-03-01,Open still,,\n"
                + "3,2024-03-02,No day of closure,Explained,\n";
        assertThat(counts(taken(content, mapped("mode", "history")))).isEqualTo(counts(3, 3, 0, 0, 0, 3, 0));

        JsonNode closed = caller.json("/api/complaints/" + complaint("1"));
        assertThat(closed.path("state").asText()).isEqualTo("closed");
        assertThat(closed.path("registeredAt").asText()).startsWith("2024-02-29T23:00");
        assertThat(closed.path("closedAt").asText()).startsWith("2024-03-09");
        assertThat(closed.path("takenOver").path("outcome").asText()).isEqualTo("Refunded");
        assertThat(closed.path("takenOver").path("closedOn").asText()).isEqualTo("2024-03-09");
        assertThat(rows("act_hi_procinst where business_key_ = ?", complaint("1")))
                .isZero();
        assertThat(rows("outbox where case_reference = ?", complaint("1"))).isZero();
        assertThat(caller.json("/api/complaints/" + complaint("3"))
                        .path("takenOver")
                        .path("closedOn")
                        .isNull())
                .isTrue();
        assertThat(caller.json("/api/complaints/" + complaint("2"))
                        .path("state")
                        .asText())
                .isEqualTo("registered");
        assertThat(rows("act_hi_procinst where business_key_ = ?", complaint("2")))
                .isEqualTo(1);
    }

    private int rows(String from, String value) {
        return jdbc.sql("select count(*) from " + from)
                .param(value)
                .query(Integer.class)
                .single();
    }

    @Test
    void refusedRowsAreThereWithLineAndReasonAndAsAFileToCorrect() throws Exception {
        String content =
                HEADING + "1,2099-01-01,From the future,,\n2,2026-01-05,\"a\u0000b\",,\n3,2026-02-30,=1+1,,\n4,5\n";
        JsonNode view = taken(content, mapped());
        assertThat(counts(view)).isEqualTo(counts(4, 0, 0, 0, 4, 0, 0));
        JsonNode refused = caller.json(view.path("refusedRows").asText() + "?size=3");
        assertThat(refused.path("content").findValuesAsText("line")).containsExactly("2", "3", "4");
        assertThat(refused.path("content").get(0).path("problems").toString()).contains("Received", "future");
        JsonNode rest = caller.json(view.path("refusedRows").asText() + "?after="
                + refused.path("next").asLong());
        assertThat(rest.path("content").findValuesAsText("line")).containsExactly("5");

        HttpResponse<String> csv = caller.get("quality", view.path("refusedCsv").asText());
        assertThat(csv.body())
                .contains("row,line,reason,Ticket,Received,Problem")
                .contains("'=1+1");
        assertThat(rows(
                        "import_refused where import_id = ?::uuid",
                        view.path("id").asText()))
                .isEqualTo(4);
        assertThat(jdbc.sql(
                                "select count(*) from person_data d join import_refused r on r.row_id = d.id"
                                        + " where r.import_id = ?::uuid and position('future' in encode(d.sealed, 'escape')) > 0")
                        .param(view.path("id").asText())
                        .query(Integer.class)
                        .single())
                .as("what people wrote is nowhere in the clear")
                .isZero();
    }

    @Test
    void aFileThatNothingIsKnownOfSaysWhatWasRecognisedAndWhatIsMissing() throws Exception {
        HttpResponse<String> answer = caller.send(
                "quality", "x.csv", "Colour;Size\nred;4\nblue;5\n".getBytes(StandardCharsets.UTF_8), Map.of());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Colour").contains("\"field\":\"mapping\"");
        assertThat(rows("import where created_by = ? and state = 'draft'", "quality"))
                .as("nothing is kept of it")
                .isZero();
    }

    @Test
    void whatIsNoTableIsRefusedWithAReason() throws Exception {
        List<byte[]> files = List.of(
                new byte[] {'P', 'K', 3, 4, 1, 2, 3, 4, 5, 6, 7, 8},
                new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 1},
                "\n\n".getBytes(StandardCharsets.UTF_8));
        for (byte[] file : files) {
            HttpResponse<String> answer = caller.send("quality", "file", file, mapped());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("\"field\":\"file\"");
        }
    }

    @Test
    void wrongFieldsAreNamed() throws Exception {
        byte[] file = (HEADING + "1,2026-01-05,It leaks,,\n").getBytes(StandardCharsets.UTF_8);
        for (String[] wrong : new String[][] {
            {"mode", "maybe"},
            {"charset", "klingon"},
            {"delimiter", "ab"},
            {"heading", "perhaps"},
            {"dateOrder", "YDM"},
            {"mapping", "{no: mapping"}
        }) {
            Map<String, String> fields = mapped();
            fields.put(wrong[0], wrong[1]);
            HttpResponse<String> answer = caller.send("quality", "x.csv", file, fields);
            assertThat(answer.statusCode()).as(wrong[0] + " " + answer.body()).isEqualTo(400);
            assertThat(answer.body()).contains("\"field\":\"" + wrong[0]);
        }
        HttpResponse<String> none = caller.send("quality", "x.csv", new byte[0], Map.of());
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(none.body()).contains("\"field\":\"file\"");
    }

    @Test
    void theEncodingIsDetectedAndCanBeOverruled() throws Exception {
        Charset windows = Charset.forName("windows-1252");
        byte[] file = (HEADING + "1,2026-01-05,Große Mängel für 5 €,,\n").getBytes(windows);
        JsonNode view = caller.taken("quality", "x.csv", file, mapped("charset", "windows-1252"));
        assertThat(view.path("format").path("charset").asText()).isEqualToIgnoringCase("windows-1252");
        assertThat(caller.json("/api/complaints/" + complaint("1"))
                        .path("description")
                        .asText())
                .isEqualTo("Große Mängel für 5 €");
    }

    @Test
    void onlyWhoMayRegisterMayImportAndAuditorsMayLook() throws Exception {
        byte[] file = (HEADING + "1,2026-01-05,It leaks,,\n").getBytes(StandardCharsets.UTF_8);
        assertThat(caller.send("auditor", "x.csv", file, mapped()).statusCode()).isEqualTo(403);
        assertThat(caller.send("owner", "x.csv", file, mapped()).statusCode()).isEqualTo(403);
        assertThat(caller.get("auditor", "/api/complaints/imports").statusCode())
                .isEqualTo(200);
        assertThat(caller.get("owner", "/api/complaints/imports").statusCode()).isEqualTo(403);
        assertThat(caller.get("quality", "/api/complaints/imports/" + UUID.randomUUID())
                        .statusCode())
                .isEqualTo(404);
        assertThat(caller.get("quality", "/api/complaints/imports/nonsense").statusCode())
                .isEqualTo(400);
    }

    @Test
    void thousandsOfRowsComeInOrderAndTheListPagesOverImports() throws Exception {
        String content = HEADING
                + IntStream.rangeClosed(1, 1_500)
                        .mapToObj(i -> i + ",2026-01-05,Row number " + i + ",Done,2026-01-09\n")
                        .collect(Collectors.joining());
        JsonNode view = taken(content, mapped("mode", "history"));
        assertThat(counts(view)).isEqualTo(counts(1_500, 1_500, 0, 0, 0, 1_500, 0));
        assertThat(rows(
                        "import_chunk where import_id = ?::uuid",
                        view.path("id").asText()))
                .as("the file is let go when nothing is left to do")
                .isZero();
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = caller.json("/api/complaints/imports?size=2" + next);
            page.path("content").forEach(one -> ids.add(one.path("id").asText()));
            next = page.path("next").isNull()
                    ? null
                    : "&after=" + page.path("next").asText();
        } while (next != null);
        assertThat(ids).doesNotHaveDuplicates().contains(view.path("id").asText());
        assertThat(json.readTree(caller.get("quality", "/api/complaints/imports/mappings")
                                .body())
                        .findValuesAsText("id"))
                .contains("cfpb");
    }
}
