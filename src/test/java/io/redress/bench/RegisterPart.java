package io.redress.bench;

import io.redress.complaint.Cases;
import io.redress.complaint.ComplaintFilter;
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

    /** A few of our own until the search has named its twenty. */
    private static Map<String, Runnable> queries(OurSide ours) {
        Complaints complaints = ours.complaints();
        Map<String, Runnable> queries = new LinkedHashMap<>();
        queries.put("newest page", () -> complaints.search(filter(null, null, null), 0, 20));
        queries.put("open", () -> complaints.search(filter(null, "open", null), 0, 20));
        queries.put("not a complaint", () -> complaints.search(filter(null, "not-a-complaint", null), 0, 20));
        queries.put("one product", () -> complaints.search(filter(null, null, "MORTGAGE-3"), 0, 20));
        queries.put("a frequent word", () -> complaints.search(filter("letter", null, null), 0, 20));
        queries.put("two words", () -> complaints.search(filter("letter never", null, null), 0, 20));
        queries.put("part of a reference", () -> complaints.search(filter("2019-0012", null, null), 0, 20));
        queries.put("nothing", () -> complaints.search(filter("zzzyx", null, null), 0, 20));
        queries.put("page 50", () -> complaints.search(filter(null, null, null), 50, 20));
        return queries;
    }

    private static ComplaintFilter filter(String q, String state, String product) {
        return new ComplaintFilter(q, state, product, null, null);
    }
}
