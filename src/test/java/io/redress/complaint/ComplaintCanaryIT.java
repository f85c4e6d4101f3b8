package io.redress.complaint;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.complaint.process.CaseTasks;
import io.redress.identity.Actors;
import io.redress.party.CustomerDetails;
import io.redress.testing.RedressTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Sends a word that occurs nowhere else through every field that is a person's, and looks for it in every table. */
@RedressTest
class ComplaintCanaryIT {

    @Autowired
    Complaints complaints;

    @Autowired
    CaseTasks tasks;

    @Autowired
    Actors actors;

    @Autowired
    JdbcTemplate jdbc;

    @Test
    void noTableOfTheEngineEverHoldsWhatIsAPersons() {
        Cases cases = new Cases(complaints, tasks, actors);
        String canary = "kanari" + UUID.randomUUID().toString().replace("-", "");
        String reference = cases.registered(new RegisterComplaint(
                "phone",
                null,
                null,
                null,
                "en",
                new CustomerDetails(
                        canary + "-name",
                        canary + "@example.org",
                        canary + "-phone",
                        canary + "-address",
                        "US",
                        canary + "-reference"),
                List.of(),
                "performance",
                canary + "-description",
                canary + "-remedy",
                canary + "-raw"));
        cases.task(reference, Cases.TRIAGE);
        String suggested = cases.view(reference).severity();
        cases.complete(
                reference,
                Cases.TRIAGE,
                Cases.HANDLER,
                Map.of("outcome", "investigate", "chosenSeverity", suggested == null ? "minor" : suggested));
        cases.task(reference, Cases.INVESTIGATE);
        cases.as(
                Cases.INVESTIGATOR,
                () -> complaints.recordInvestigation(reference, canary + "-cause", canary + "-evidence", null));
        cases.complete(reference, Cases.INVESTIGATE, Cases.INVESTIGATOR, Map.of());
        cases.answered(reference, canary + "-answer");
        cases.task(reference, Cases.APPROVE);
        cases.as(Cases.QUALITY, () -> complaints.decideAnswer(reference, false, canary + "-rejection"));
        cases.complete(reference, Cases.APPROVE, Cases.QUALITY, Map.of("approved", false));
        cases.answered(reference, canary + "-answer-two");
        cases.approved(reference);
        cases.state(reference, ComplaintState.CLOSED);
        cases.as(Cases.HANDLER, () -> complaints.reopen(reference, canary + "-objection", false));
        cases.answered(reference, canary + "-answer-three");
        cases.approved(reference);
        cases.state(reference, ComplaintState.CLOSED);

        List<String> found = scan("act\\_%", canary);
        assertThat(found).isEmpty();
        assertThat(scan("act\\_%", reference))
                .as("the scan finds what is there")
                .isNotEmpty();
        // What we keep ourselves is encrypted: the words are in no table at all.
        assertThat(scan("%", canary)).isEmpty();
    }

    /** Every column of these tables, as text or as bytes, that holds the word. */
    private List<String> scan(String tables, String word) {
        List<String> hits = new ArrayList<>();
        jdbc.query(
                """
                select table_name, column_name, data_type from information_schema.columns
                where table_schema = 'public' and table_name like ?
                  and table_name in (select tablename from pg_tables where schemaname = 'public')""",
                row -> {
                    String table = row.getString(1);
                    String column = row.getString(2);
                    String expression = row.getString(3).equals("bytea")
                            ? "encode(\"" + column + "\", 'escape')"
                            : "\"" + column + "\"::text";
                    Integer count = jdbc.queryForObject(
                            "select count(*) from \"" + table + "\" where lower(" + expression + ") like ?",
                            Integer.class,
                            "%" + word.toLowerCase(Locale.ROOT) + "%");
                    if (count != null && count > 0) {
                        hits.add(table + "." + column);
                    }
                },
                tables);
        return hits;
    }
}
