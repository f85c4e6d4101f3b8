package io.redress.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.redress.complaint.Cases;
import io.redress.complaint.ComplaintState;
import io.redress.complaint.Complaints;
import io.redress.complaint.process.CaseTasks;
import io.redress.identity.Actors;
import io.redress.intake.web.ImportCaller;
import io.redress.testing.RedressTest;
import io.redress.testing.SharedData;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Complaints that nobody here wrote: every file comes in with a ready mapping, every row is accounted for, also twice. */
@RedressTest
class RealComplaintsImportIT {

    /** In this order, because files share complaints; rows read, then created, known, different, refused the first time. */
    private static final List<Expected> FILES = List.of(
            new Expected("complaints-cfpb/official-v1-public.csv", 30, 30, 0, 0, 0),
            new Expected("complaints-cfpb/official-v1-intake.csv", 30, 0, 30, 0, 0),
            new Expected("complaints-cfpb/official-v2-public.csv", 30, 0, 30, 0, 0),
            new Expected("complaints-cfpb/cfpb-2014-14col-crlf.csv", 4155, 4154, 0, 0, 1),
            new Expected("complaints-cfpb/cfpb-2023-underscore-header-dmy-dates.csv", 1989, 1989, 0, 0, 0),
            new Expected("complaints-cfpb/cfpb-2013-2016-no-complaint-id.csv", 1590, 1590, 0, 0, 0),
            new Expected("complaints-cfpb/cfpb-2023-18col-lf-truncated.csv", 1003, 1002, 0, 0, 1),
            new Expected("complaints-cfpb/cfpb-2011-2020-sample-with-index-column.csv", 976, 969, 2, 5, 0),
            new Expected("complaints-cfpb/cfpb-2020-headerless.csv", 503, 503, 0, 0, 0),
            new Expected("complaints-cfpb/cfpb-2019-18col-crlf.csv", 285, 31, 254, 0, 0),
            new Expected("complaints-cfpb/cfpb-2025-narratives-plus-derived-columns.csv", 101, 101, 0, 0, 0),
            new Expected("complaints-cfpb/cfpb-narratives-only.csv", 2526, 2526, 0, 0, 0),
            new Expected("complaints-cfpb/cfpb-2019-missing-headings.csv", 21, 0, 0, 0, 21),
            new Expected("complaints-cfpb/cfpb-2019-bad-cells.csv", 10, 0, 7, 1, 2),
            new Expected("complaints-other/comcast-telecom-complaints-2015.csv", 1124, 1124, 0, 0, 0),
            new Expected("complaints-other/nyc-311-animal-complaints-2025.csv", 2466, 2466, 0, 0, 0),
            new Expected("complaints-other/nhtsa-vehicle-complaints-sample.tsv", 56, 56, 0, 0, 0),
            new Expected("complaints-other/nhtsa-recall-documents-2022.csv.gz", 35153, 34085, 1065, 3, 0),
            new Expected("device-reports/foitext.txt", 10, 10, 0, 0, 0),
            new Expected("device-reports/foidev.txt", 5, 5, 0, 0, 0),
            new Expected("device-reports/patient.txt", 5, 4, 0, 0, 1),
            new Expected("device-reports/enums.csv", 212, 0, 0, 0, 212),
            new Expected("device-reports/recall-one-recall.json", 1, 1, 0, 0, 0),
            new Expected("device-reports/recall-upc-with-dashes.xml", 1, 1, 0, 0, 0),
            new Expected("device-reports/recall-upc-with-spaces-and-dashes.xml", 1, 1, 0, 0, 0),
            new Expected("device-reports/recall-upc-with-spaces.xml", 1, 1, 0, 0, 0));

    private record Expected(String file, long read, long created, long known, long differs, long refused) {}

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

    private ImportCaller caller;

    @BeforeEach
    void connect() {
        caller = new ImportCaller("http://localhost:" + port);
    }

    @Test
    void everyFileComesInAndEveryRowIsAccountedFor() throws Exception {
        Path folder = SharedData.of("complaints-cfpb").getParent();
        List<String> table = new ArrayList<>();
        SoftAssertions soft = new SoftAssertions();
        for (Expected expected : FILES) {
            JsonNode first = taken(folder, expected);
            table.add(line(expected, first));
            soft.assertThat(first.path("read").asLong()).as(expected.file()).isEqualTo(expected.read());
            soft.assertThat(List.of(
                            first.path("created").asLong(),
                            first.path("known").asLong(),
                            first.path("differs").asLong(),
                            first.path("refused").asLong()))
                    .as(expected.file())
                    .containsExactly(expected.created(), expected.known(), expected.differs(), expected.refused());
            soft.assertThat(refusedWithReasons(first))
                    .as("reasons of " + expected.file())
                    .isEqualTo(expected.refused());
        }
        for (Expected expected : FILES) {
            JsonNode again = taken(folder, expected);
            soft.assertThat(List.of(
                            again.path("created").asLong(),
                            again.path("differs").asLong(),
                            again.path("refused").asLong()))
                    .as("the second time " + expected.file())
                    .containsExactly(0L, 0L, expected.refused());
        }
        table.forEach(System.out::println);
        soft.assertAll();
    }

    private JsonNode taken(Path folder, Expected expected) throws Exception {
        HttpResponse<String> answer =
                caller.send("quality", folder.resolve(expected.file()), Map.of("mode", "history"));
        assertThat(answer.statusCode())
                .as(expected.file() + ": " + answer.body())
                .isEqualTo(202);
        JsonNode view = caller.ended(answer.headers().firstValue("Location").orElseThrow());
        assertThat(view.path("state").asText()).as(view.toString()).isEqualTo("done");
        return view;
    }

    private long refusedWithReasons(JsonNode view) throws Exception {
        long after = 0;
        long reasons = 0;
        while (true) {
            JsonNode page = caller.json(view.path("refusedRows").asText() + "?size=100&after=" + after);
            for (JsonNode row : page.path("content")) {
                reasons += row.path("problems").isEmpty() ? 0 : 1;
            }
            if (page.path("next").isNull()) {
                return reasons;
            }
            after = page.path("next").asLong();
        }
    }

    private static String line(Expected expected, JsonNode view) {
        return "| %s | %d | %d | %d | %d | %d | %d | %d |"
                .formatted(
                        expected.file(),
                        view.path("read").asLong(),
                        view.path("created").asLong(),
                        view.path("known").asLong(),
                        view.path("differs").asLong(),
                        view.path("refused").asLong(),
                        view.path("promoted").asLong(),
                        view.path("feedback").asLong());
    }

    @Test
    void aRealComplaintIsTakenToItsClosure() throws Exception {
        // The heading and the first row, which has a line end in its narrative; from a source of its own, so that it
        // does not matter which other tests ran before.
        List<String> lines = Files.readAllLines(SharedData.of("complaints-cfpb/cfpb-2019-18col-crlf.csv"));
        byte[] file = (String.join("\r\n", lines.subList(0, 3)) + "\r\n").getBytes(StandardCharsets.UTF_8);
        String mapping = Files.readString(Path.of("src/main/resources/intake/mappings/cfpb.yaml"))
                .replace("source: cfpb", "source: cfpb-one");
        JsonNode view = caller.taken("agent", "one.csv", file, Map.of("mapping", mapping));
        assertThat(view.path("promoted").asLong()).as(view.toString()).isEqualTo(1);
        String reference = jdbc.sql(
                        "select c.reference from complaint c join complaint_report l on l.complaint_id = c.id"
                                + " join report r on r.id = l.report_id where r.source = 'cfpb-one'")
                .query(String.class)
                .single();
        Cases cases = new Cases(complaints, tasks, actors);
        cases.complete(reference, Cases.REACH, Cases.HANDLER, Map.of("reachedBy", "letter", "reachedOn", today()));
        cases.toApproval(reference, "We have closed the account.");
        cases.approved(reference);
        cases.complete(reference, Cases.DELIVER, Cases.HANDLER, Map.of("reachedBy", "letter", "reachedOn", today()));
        assertThat(cases.state(reference, ComplaintState.CLOSED).description()).startsWith("transworld systems inc.");
    }

    private static String today() {
        return java.time.LocalDate.now(java.time.ZoneId.of("Europe/Berlin")).toString();
    }
}
