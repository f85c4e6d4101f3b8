package io.redress.bench;

import com.github.f4b6a3.uuid.UuidCreator;
import io.redress.complaint.Cases;
import io.redress.identity.Roles;
import io.redress.party.BulkPersons;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;

/** With tens of thousands of cases standing open and as many timers waiting: is it as fast as on an empty database? */
final class FlatPart {

    private static final int PAGE = 15;
    private static final int ASKED = 60;
    private static final int COMPLETED = 3;
    private static final int MOST_SECONDS = 20;
    private static final double MOST_MILLIS = 100;

    private final BenchSettings settings;
    private final Report report;

    FlatPart(BenchSettings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    void run(OurSide ours, BareSide bare, ProcessPart process, List<Double> oursEmpty, List<Double> bareEmpty)
            throws SQLException {
        fill(ours, bare);
        List<Double> oursFull = new ArrayList<>();
        List<Double> bareFull = new ArrayList<>();
        process.run(ours, settings.warmUp());
        process.run(bare, settings.warmUp());
        for (int round = 0; round < settings.rounds(); round++) {
            oursFull.add(process.run(ours, settings.cases()));
            bareFull.add(process.run(bare, settings.cases()));
        }
        String open = Report.number(settings.open());
        report.add("whole process with " + open + " open cases and timers", "complaints/s", oursFull, bareFull, null);
        report.add(
                "the same as a share of its own speed on an empty database",
                "",
                shares(oursFull, oursEmpty),
                shares(bareFull, bareEmpty),
                Report.Goal.atLeast(0.9, "(of ours)"));
        list(ours, bare, open);
    }

    private void fill(OurSide ours, BareSide bare) throws SQLException {
        long begin = System.nanoTime();
        List<String> instances = ids();
        RegisterGenerator generator = new RegisterGenerator(
                BulkPersons.of(ours.context()),
                ours.database(),
                settings.seed(),
                Instant.now().atZone(ZoneOffset.UTC).toLocalDate());
        List<String> references = generator.open(settings.open(), instances::get);
        new OpenCases(ours).add(instances, references);
        double oursSeconds = (System.nanoTime() - begin) / 1e9;
        begin = System.nanoTime();
        List<String> bareInstances = ids();
        List<String> bareReferences = IntStream.range(0, settings.open())
                .mapToObj(n -> BareSide.reference(500_000 + n))
                .toList();
        new OpenCases(bare).add(bareInstances, bareReferences);
        report.note("%s open cases made in %s s, bare in %s s"
                .formatted(
                        Report.number(settings.open()),
                        Report.number(oursSeconds),
                        Report.number((System.nanoTime() - begin) / 1e9)));
        for (int i = 0; i < COMPLETED; i++) {
            complete(ours, references.get(i));
            complete(bare, bareReferences.get(i));
        }
    }

    private List<String> ids() {
        return Stream.generate(() -> UuidCreator.getTimeOrderedEpochPlus1().toString())
                .limit(settings.open())
                .toList();
    }

    /** A case that was copied ends like any other. */
    static void complete(Side side, String reference) {
        var task = side.engine()
                .getTaskService()
                .createTaskQuery()
                .processInstanceBusinessKey(reference)
                .singleResult();
        new OneByOne(side)
                .finish(reference, new TaskFeed.NewTask(task.getId(), task.getTaskDefinitionKey(), reference));
        long left = side.engine()
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceBusinessKey(reference)
                .count();
        if (left > 0) {
            throw new AssertionError(reference + " runs on");
        }
    }

    private void list(OurSide ours, BareSide bare, String open) {
        List<Double> oursPage = new ArrayList<>();
        List<Double> oursCount = new ArrayList<>();
        List<Double> barePage = new ArrayList<>();
        List<Double> bareCount = new ArrayList<>();
        limit(ours.database(), MOST_SECONDS + "s");
        try {
            for (int i = 0; i < ASKED; i++) {
                ask(ours, oursPage, oursCount);
                ask(bare, barePage, bareCount);
            }
        } finally {
            limit(ours.database(), "0");
        }
        for (double share : new double[] {0.5, 0.95}) {
            Report.Goal goal = share == 0.95 ? Report.Goal.atMost(MOST_MILLIS, "ms") : null;
            String p = share == 0.95 ? "p95" : "p50";
            report.add(
                    "task list: a page of the group's " + open + " tasks, " + p,
                    "ms",
                    List.of(Report.percentile(oursPage, share)),
                    List.of(Report.percentile(barePage, share)),
                    goal);
            report.add(
                    "task list: their count, " + p,
                    "ms",
                    List.of(Report.percentile(oursCount, share)),
                    List.of(Report.percentile(bareCount, share)),
                    goal);
        }
    }

    /** With a row of authorization for each task the question grows with the square of the tasks: it must end. */
    private static void limit(Database database, String time) {
        database.jdbc().execute("alter system set statement_timeout = '" + time + "'");
        database.jdbc().execute("select pg_reload_conf()");
    }

    private void ask(Side side, List<Double> pages, List<Double> counts) {
        if (pages.contains(MOST_SECONDS * 1_000.0)) {
            return;
        }
        try {
            ask(side.engine(), pages, counts);
        } catch (ProcessEngineException e) {
            pages.add(MOST_SECONDS * 1_000.0);
            counts.add(MOST_SECONDS * 1_000.0);
            report.note("task list of " + side.name() + ": given up after " + MOST_SECONDS + " s");
        }
    }

    /** As Tasklist asks: a stored filter, for a person and the person's groups, authorizations checked. */
    private static void ask(ProcessEngine engine, List<Double> pages, List<Double> counts) {
        FilterService filters = engine.getFilterService();
        String filter = filters.createFilterQuery()
                .filterName(BareSide.FILTER)
                .singleResult()
                .getId();
        engine.getIdentityService().setAuthentication(Cases.HANDLER.id(), List.of(Roles.HANDLERS));
        try {
            long begin = System.nanoTime();
            int found = filters.listPage(filter, 0, PAGE).size();
            long middle = System.nanoTime();
            long count = filters.count(filter);
            counts.add((System.nanoTime() - middle) / 1e6);
            pages.add((middle - begin) / 1e6);
            if (found == 0 || count < found) {
                throw new AssertionError("The filter finds " + found + " of " + count);
            }
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    private static List<Double> shares(List<Double> full, List<Double> empty) {
        double before =
                Report.median(empty.stream().mapToDouble(Double::doubleValue).toArray());
        return full.stream().map(rate -> rate / before).toList();
    }
}
