package io.redress.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.complaint.Cases;
import io.redress.complaint.ComplaintPaging;
import io.redress.complaint.Complaints;
import io.redress.identity.Actors;
import io.redress.party.CustomerDetails;
import io.redress.party.Customers;
import io.redress.party.PersonStore;
import io.redress.testing.RedressTest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How quick the register is at a size; not part of the build. {@code mvn verify -Dtest=None -Dit.test=RegisterAtSize
 * -Dredress.bench.rows=1000000 -Dsurefire.failIfNoSpecifiedTests=false} fills an empty embedded database by SQL with
 * complaints over six years whose words are as frequent as words are (Zipf), and prints the milliseconds of a page with
 * its count.
 */
@RedressTest
class RegisterAtSize {

    private static final int ROWS = Integer.getInteger("redress.bench.rows", 20_000);
    private static final int WORDS = 300_000;
    private static final int ROUNDS = 40;
    private static final int SLICE = 100_000;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    Complaints complaints;

    @Autowired
    PersonStore persons;

    @Autowired
    Customers customers;

    @Autowired
    Actors actors;

    @Test
    void everyQuestionIsAnsweredWithinTwoHundredMilliseconds() {
        fill();
        RegisterQueries.Sample sample = new RegisterQueries.Sample(
                "word5",
                "word20",
                "word200",
                "word10000",
                "nobodywrotethis",
                "3",
                jdbc.queryForObject("select reference from complaint order by id offset 4711 limit 1", String.class),
                jdbc.queryForObject(
                        "select substr(serial, 4, 6) from complaint_product where serial is not null limit 1",
                        String.class),
                "P-105",
                "T-77",
                LocalDate.of(2023, 11, 20));
        Map<RegisterQueries.Query, List<Double>> times = new LinkedHashMap<>();
        Map<RegisterQueries.Query, ComplaintPaging> pagings = new LinkedHashMap<>();
        Map<RegisterQueries.Query, Complaints.Page> pages = new LinkedHashMap<>();
        actors.as(Cases.AUDITOR, () -> {
            for (RegisterQueries.Query query : RegisterQueries.of(sample)) {
                times.put(query, new ArrayList<>());
                pagings.put(query, query.paging(complaints));
            }
            for (int round = -3; round < ROUNDS; round++) {
                for (RegisterQueries.Query query : times.keySet()) {
                    long start = System.nanoTime();
                    pages.put(query, complaints.search(query.filter(), pagings.get(query)));
                    if (round >= 0) {
                        times.get(query).add((System.nanoTime() - start) / 1e6);
                    }
                }
            }
        });
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, "%n| of %,d complaints | found | p50 ms | p95 ms |%n|---|---|---|---|%n", ROWS));
        double[] all = times.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        times.forEach((query, taken) -> {
            double[] sorted =
                    taken.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            Complaints.Page page = pages.get(query);
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s%d | %.1f | %.1f |%n",
                    query.name(),
                    page.totalIsMinimum() ? "> " : "",
                    page.total(),
                    at(sorted, 0.5),
                    at(sorted, 0.95)));
        });
        table.append(String.format(Locale.ROOT, "| all | | %.1f | %.1f |%n%n", at(all, 0.5), at(all, 0.95)));
        jdbc.query(
                "select relname, pg_size_pretty(pg_table_size(oid)) from pg_class where relname like 'complaint%'"
                        + " and pg_table_size(oid) > 5000000 order by pg_table_size(oid) desc",
                row -> {
                    table.append(String.format("| %s | %s |%n", row.getString(1), row.getString(2)));
                });
        System.out.println(table);
        assertThat(at(all, 0.95)).as("milliseconds at the 95th percentile").isLessThan(200);
    }

    private static double at(double[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)];
    }

    /** Plain SQL, because what is measured is reading; the indexes are taken away meanwhile. */
    private void fill() {
        List<String> indexes = jdbc.queryForList(
                "select indexdef from pg_indexes where schemaname = 'public' and tablename in ('complaint',"
                        + " 'complaint_product', 'complaint_search') and indexdef not like 'CREATE UNIQUE%'",
                String.class);
        for (String index : indexes) {
            jdbc.execute("drop index " + index.split(" ")[2]);
        }
        jdbc.execute("create table bench_word (rank integer primary key, token bigint not null)");
        List<Object[]> words = new ArrayList<>();
        for (int rank = 1; rank <= WORDS; rank++) {
            String hex = persons.searchTokens("word" + rank).iterator().next();
            words.add(new Object[] {rank, Long.parseUnsignedLong(hex, 16) & Long.MAX_VALUE});
        }
        jdbc.batchUpdate("insert into bench_word values (?, ?)", words);
        jdbc.execute("create table bench_customer (number serial primary key, id uuid, subject uuid)");
        for (int i = 0; i < 1_000; i++) {
            Customers.CustomerId customer = customers.register(
                    new CustomerDetails("Jo Example " + i, "jo" + i + "@example.org", null, null, "DE", "K-" + i));
            jdbc.update("insert into bench_customer (id, subject) values (?, ?)", customer.id(), customer.subject());
        }
        for (int first = 1; first <= ROWS; first += SLICE) {
            int last = Math.min(ROWS, first + SLICE - 1);
            for (String sql : List.of(CASES, COMPLAINTS, PRODUCTS, ANALYZE, SEARCH, "drop table bench_case")) {
                jdbc.execute(sql.replace(":first", "" + first)
                        .replace(":last", "" + last)
                        .replace(":rows", "" + ROWS));
            }
        }
        indexes.forEach(jdbc::execute);
        jdbc.execute("vacuum analyze");
    }

    private static final String ANALYZE = "analyze bench_word, bench_case, complaint, complaint_product";

    private static final String CASES = """
            create table bench_case as select i,
              ('01' || lpad(to_hex(i), 10, '0') || '70008000' || substr(md5(i::text), 1, 12))::uuid as id,
              timestamptz '2020-11-20 00:00Z' + i * (interval '6 years' / :rows) as at,
              c.id as customer, c.subject, r1, r2, r3, r4,
              case when r1 < 0.95 then 'closed' when r1 < 0.96 then 'registered' when r1 < 0.975 then 'investigating'
                when r1 < 0.985 then 'answering' when r1 < 0.995 then 'approving' else 'delivering' end as state,
              case when r3 < 0.9 then 'P-' || (100 + floor(power(r3 / 0.9, 1.7) * 12))
                else 'T-' || floor(r4 * 2000) end as code
            from (select i, random() as r1, random() as r2, random() as r3, random() as r4
                  from (select setseed(:first / 10000000.0)) as seed, generate_series(:first, :last) as i) as g
              join bench_customer c on c.number = 1 + i % 1000""";

    private static final String COMPLAINTS = """
            insert into complaint (id, version, reference, state, channel, language, category, awareness_date,
              registered_at, registered_by, closed_at, customer_id, subject, description_id, severity)
            select id, 0, 'C-' || extract(year from at) || '-' || lpad((i % 1000000)::text, 6, '0'), state, 'phone', 'en',
              (array['performance', 'safety', 'contamination', 'software', 'packaging', 'delivery', 'documentation',
                'service', 'billing', 'other'])[1 + floor(r2 * 10)],
              at::date - 1, at, 'agent', case when state = 'closed' then at + interval '20 days' end, customer, subject,
              id, 'minor' from bench_case order by i""";

    private static final String PRODUCTS = """
            insert into complaint_product (complaint_id, position, code, name, lot, serial, awareness_date)
            select id, 0, code, case when r3 < 0.9 then 'Pulsa ' || right(code, 1) || ' infusion pump' else 'Accessory' end,
              'L2' || i * 6 / :rows || '-' || lpad((i % 997)::text, 3, '0'),
              case when r4 < 0.6 then 'SN' || lpad(floor(r2 * 100000000)::text, 8, '0') end, at::date - 1
            from bench_case order by i""";

    /** Thirty words for most, a hundred and fifty for a sixth; one of each complaint's own. */
    private static final String SEARCH = """
            insert into complaint_search (complaint_id, registered_at, terms, tokens)
            select c.id, c.registered_at,
              translate(lower(concat_ws(chr(10), c.reference, 'R' || substr(c.reference, 2), c.category, c.channel, p.code,
                p.name, p.lot, p.serial)), '- ', 'QY'),
              array(select (select token from bench_word w where w.rank = drawn.rank)
                    from (select distinct floor(exp(random() * ln(300000)))::integer as rank
                      from generate_series(1, case when b.i % 6 = 0 then 150 else 30 end)) as drawn
                    union all select hashint8extended(b.i, 7) & 9223372036854775807
                    union all select ('x' || left(encode(sha256(convert_to('product:' || p.code, 'UTF8')), 'hex'),
                      16))::bit(64)::bigint | (-9223372036854775807 - 1)
                    union all select ('x' || left(encode(sha256(convert_to('word:' || right(p.code, 1), 'UTF8')), 'hex'),
                      16))::bit(64)::bigint | (-9223372036854775807 - 1))
            from bench_case b join complaint c on c.id = b.id join complaint_product p on p.complaint_id = b.id
            order by b.i""";
}
