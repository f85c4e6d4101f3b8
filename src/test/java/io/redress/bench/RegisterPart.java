package io.redress.bench;

import io.redress.complaint.Cases;
import io.redress.complaint.ComplaintPaging;
import io.redress.complaint.Complaints;
import io.redress.party.BulkPersons;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The register's named queries at each size, warm; the register grows in place from size to size. */
final class RegisterPart {

    private static final int WARM = 3;
    private static final int MEASURED = 30;
    private static final double GOAL_MILLIS = 200;

    private final BenchSettings settings;
    private final Report report;

    RegisterPart(BenchSettings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    void run(OurSide ours) throws SQLException {
        RegisterGenerator generator = new RegisterGenerator(
                BulkPersons.of(ours.context()), ours.database(), settings.seed(), LocalDate.now(ZoneOffset.UTC));
        int there = 0;
        for (int size : settings.sizes()) {
            double rate = generator.closed(size - there);
            there = size;
            report.add("register generated, to " + Report.number(size), "complaints/s", List.of(rate), List.of(), null);
            List<Double> slowest = new ArrayList<>();
            for (Map.Entry<String, Runnable> query : queries(ours).entrySet()) {
                List<Double> millis = timed(ours, query.getValue());
                slowest.add(Report.percentile(millis, 0.95));
                report.note("register of %s, %s: p50 %s ms, p95 %s ms"
                        .formatted(
                                Report.number(size),
                                query.getKey(),
                                Report.number(Report.percentile(millis, 0.5)),
                                Report.number(Report.percentile(millis, 0.95))));
            }
            report.add(
                    "register of " + Report.number(size) + ", the slowest query's p95",
                    "ms",
                    List.of(slowest.stream()
                            .mapToDouble(Double::doubleValue)
                            .max()
                            .orElse(0)),
                    List.of(),
                    Report.Goal.atMost(GOAL_MILLIS, "ms"));
        }
    }

    private static List<Double> timed(OurSide ours, Runnable query) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < WARM + MEASURED; i++) {
            long begin = System.nanoTime();
            ours.people().as(Cases.AUDITOR, query);
            if (i >= WARM) {
                millis.add((System.nanoTime() - begin) / 1e6);
            }
        }
        return millis;
    }

    /** What the twenty questions ask for: words by their rank in the generator's language, the rest from the rows. */
    private static Map<String, Runnable> queries(OurSide ours) {
        Complaints complaints = ours.complaints();
        RegisterQueries.Sample sample = new RegisterQueries.Sample(
                "company",
                "letter",
                RegisterWords.ranked(1_500),
                RegisterWords.ranked(5_900),
                "zzzyxq",
                "of",
                one(ours, "select reference from complaint order by registered_at desc offset 7 limit 1"),
                one(ours, "select substr(reference, 8, 5) from complaint order by registered_at offset 7 limit 1"),
                one(ours, "select code from complaint_product group by code order by count(*) desc limit 1"),
                one(ours, "select code from complaint_product group by code order by count(*) limit 1"),
                LocalDate.now(ZoneOffset.UTC).minusYears(4));
        Map<String, Runnable> queries = new LinkedHashMap<>();
        for (RegisterQueries.Query query : RegisterQueries.of(sample)) {
            ComplaintPaging[] paging = new ComplaintPaging[1];
            ours.people().as(Cases.AUDITOR, () -> paging[0] = query.paging(complaints));
            queries.put(query.name(), () -> complaints.search(query.filter(), paging[0]));
        }
        return queries;
    }

    private static String one(OurSide ours, String sql) {
        return ours.database().jdbc().queryForObject(sql, String.class);
    }
}
