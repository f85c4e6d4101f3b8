package io.redress.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.audit.Ledger;
import io.redress.complaint.Cases;
import io.redress.complaint.ComplaintFilter;
import io.redress.complaint.ComplaintState;
import io.redress.complaint.ComplaintView;
import io.redress.complaint.Complaints;
import io.redress.party.BulkPersons;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is loaded past every rule is nevertheless what the rules would have made. */
class RegisterGeneratorIT {

    private static final int SIZE = 1_000;
    private static final LocalDate UNTIL = LocalDate.of(2026, 11, 1);
    private static final String GENERATED = " from complaint where registered_by = 'import'";

    private static OurSide side;
    private static JdbcTemplate jdbc;

    @BeforeAll
    static void generate() throws Exception {
        side = OurSide.shared();
        jdbc = side.database().jdbc();
        generator(RegisterGenerator.DEFAULT_SEED).closed(SIZE);
    }

    private static RegisterGenerator generator(long seed) {
        return new RegisterGenerator(BulkPersons.of(side.context()), side.database(), seed, UNTIL);
    }

    @Test
    void eachComplaintHasItsReportLinkProductAndSearchEntry() {
        assertThat(count("select count(*)" + GENERATED)).isGreaterThanOrEqualTo(SIZE);
        assertThat(count("select count(*) from complaint c where registered_by = 'import' and not exists (select 1"
                        + " from complaint_report l join report r on r.id = l.report_id join report_product p"
                        + " on p.report_id = r.id where l.complaint_id = c.id)"))
                .isZero();
        assertThat(count("select count(*) from complaint c where registered_by = 'import' and not exists (select 1"
                        + " from complaint_search s join complaint_product p on p.complaint_id = s.complaint_id"
                        + " where s.complaint_id = c.id)"))
                .isZero();
        assertThat(count("select count(distinct extract(year from registered_at))" + GENERATED))
                .isEqualTo(15);
    }

    @Test
    void everyChainOfTheLedgerVerifies() {
        List<Ledger.Verification> broken = new ArrayList<>();
        List<String> chains = new ArrayList<>();
        side.context().getBean(Ledger.class).verifyAll(chain -> {
            chains.add(chain.chain());
            if (!chain.whole()) {
                broken.add(chain);
            }
        });
        assertThat(broken).isEmpty();
        assertThat(chains).hasSizeGreaterThanOrEqualTo(2 * SIZE);
    }

    @Test
    void aCaseOpensWithItsWordsAndIsFoundByThem() throws Exception {
        String reference =
                jdbc.queryForObject("select reference" + GENERATED + " and state = 'closed' limit 1", String.class);
        ComplaintView view = side.people().view(reference);
        assertThat(view.state()).isEqualTo(ComplaintState.CLOSED);
        assertThat(view.description()).isNotBlank();
        assertThat(view.answers()).hasSize(1);
        Complaints complaints = side.complaints();
        String email = view.customer().email();
        assertThat(side.people()
                        .as(
                                Cases.AUDITOR,
                                () -> complaints.search(new ComplaintFilter(email, null, null, null, null), 0, 20))
                        .content())
                .extracting(Complaints.Row::reference)
                .contains(reference);

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://localhost:" + side.port() + "/api/complaints/" + reference))
                                .header(
                                        "Authorization",
                                        "Basic "
                                                + Base64.getEncoder()
                                                        .encodeToString(
                                                                "auditor:demo".getBytes(StandardCharsets.US_ASCII)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains(reference);
    }

    @Test
    void theSameSeedMakesTheSameComplaints() {
        assertThat(shape(7)).isEqualTo(shape(7)).isNotEqualTo(shape(8));
    }

    @Test
    void aCopiedOpenCaseEndsLikeAnyOther() throws Exception {
        List<String> instances =
                List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString());
        List<String> references = generator(3).open(2, instances::get);
        new OpenCases(side).add(instances, references);

        FlatPart.complete(side, references.get(1));

        assertThat(side.people().view(references.get(1)).state()).isEqualTo(ComplaintState.CLOSED);
        assertThat(side.people().view(references.get(0)).state()).isEqualTo(ComplaintState.REGISTERED);
        assertThat(count("select count(*) from act_ru_job where process_instance_id_ = '" + instances.get(0) + "'"))
                .isEqualTo(1);
    }

    private static String shape(long seed) {
        return generator(seed).shape(50);
    }

    private static long count(String sql) {
        Long count = jdbc.queryForObject(sql, Long.class);
        return count == null ? 0 : count;
    }
}
