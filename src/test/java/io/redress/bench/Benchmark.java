package io.redress.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/**
 * {@code mvn -Pbench verify}: how fast it is beside the bare engine, in one run on one PostgreSQL. It reports and never
 * fails on speed; docs/performance.md says how to read it.
 */
class Benchmark {

    private static final Path OUTPUT = Path.of("target", "bench");
    private static final int COUNTED = 20;

    private final BenchSettings settings = BenchSettings.read();
    private final Report report = new Report();
    private String machine = "";

    @Test
    void measure() throws Exception {
        if (settings.runs(BenchSettings.GENERATE)) {
            Generate.run(settings);
            return;
        }
        Path folder = Files.createDirectories(OUTPUT.resolve("run-" + System.currentTimeMillis()));
        machine = Machine.line();
        try {
            parts(folder);
        } finally {
            FileSystemUtils.deleteRecursively(folder); // a register of a million is nine gigabytes
            report.write(OUTPUT, machine);
            System.out.println("\n" + machine + "\n\n" + report.markdown());
        }
    }

    private void parts(Path folder) throws Exception {
        if (settings.runs("start")) {
            new StartPart(settings, report).run(folder.resolve("start"));
        }
        if (settings.only().stream().anyMatch(part -> !part.equals("start"))) {
            try (OurSide ours = OurSide.start(folder.resolve("data"), true);
                    BareSide bare = BareSide.beside(ours.database())) {
                machine += Machine.database(ours.database());
                sides(ours, bare);
            }
        }
    }

    private void sides(OurSide ours, BareSide bare) throws Exception {
        ours.jobs(false);
        bare.jobs(false);
        if (settings.runs("cost")) {
            cost(ours, bare);
        }
        ProcessPart process = new ProcessPart(settings.threads());
        List<Double> oursEmpty = new ArrayList<>();
        List<Double> bareEmpty = new ArrayList<>();
        if (settings.runs("process") || settings.runs("flat")) {
            process.run(ours, settings.warmUp());
            process.run(bare, settings.warmUp());
            if (settings.profile()) {
                new Profile(report).of(ours, () -> process.run(ours, settings.cases()));
                new Profile(report).of(bare, () -> process.run(bare, settings.cases()));
            }
            rounds(
                    ours,
                    bare,
                    side -> process.run(side, settings.cases()),
                    side -> process.run(side, settings.cases()),
                    oursEmpty,
                    bareEmpty);
            report.add(
                    "whole process, nothing else open",
                    "complaints/s",
                    oursEmpty,
                    bareEmpty,
                    Report.Goal.ratioAtLeast(0.6));
        }
        if (settings.runs("accept")) {
            AcceptPart accept = new AcceptPart(settings.threads(), settings.acceptSeconds());
            new AcceptPart(settings.threads(), settings.acceptWarmUp()).overRest(ours);
            // it does so much more in that time
            new AcceptPart(settings.threads(), settings.acceptWarmUp() / 4).starts(bare);
            if (settings.profile()) {
                new Profile(report).of(ours, () -> accept.overRest(ours));
                new Profile(report).of(bare, () -> accept.starts(bare));
            }
            List<Double> overRest = new ArrayList<>();
            List<Double> starts = new ArrayList<>();
            rounds(ours, bare, side -> accept.overRest(ours), accept::starts, overRest, starts);
            if (settings.runs("import") || settings.runs("flat")) {
                accept.drain(ours);
                accept.drain(bare);
            }
            report.add(
                    "accepted over REST (a report and its complaint each), bare: starts",
                    "complaints/s",
                    overRest,
                    starts,
                    Report.Goal.ratioAtLeast(0.45));
        }
        if (settings.runs("import")) {
            importing(ours);
        }
        if (settings.runs("flat")) {
            new FlatPart(settings, report).run(ours, bare, process, oursEmpty, bareEmpty);
        }
        if (process.conflicts() > 0) {
            report.note(process.conflicts() + " completions met another change of their case and were tried again");
        }
        if (settings.runs("register")) {
            new RegisterPart(settings, report).run(ours);
        }
    }

    private void rounds(
            OurSide ours,
            BareSide bare,
            ToDoubleFunction<Side> oneOfOurs,
            ToDoubleFunction<Side> oneOfBare,
            List<Double> oursFigures,
            List<Double> bareFigures) {
        for (int round = 0; round < settings.rounds(); round++) {
            oursFigures.add(oneOfOurs.applyAsDouble(ours));
            bareFigures.add(oneOfBare.applyAsDouble(bare));
        }
    }

    private void cost(OurSide ours, BareSide bare) throws InterruptedException {
        ours.database().jdbc().execute("checkpoint");
        CaseCost oursCost = CaseCost.of(ours, COUNTED, COUNTED);
        bare.database().jdbc().execute("checkpoint");
        CaseCost bareCost = CaseCost.of(bare, COUNTED, COUNTED);
        cost("start", oursCost.start(), bareCost.start());
        cost("lifecycle", oursCost.lifecycle(), bareCost.lifecycle());
    }

    private void cost(String what, StatementCount.Per ours, StatementCount.Per bare) {
        report.add("statements per " + what, "", ours.statements(), bare.statements());
        report.add("transactions that write, per " + what, "", ours.transactions(), bare.transactions());
        report.add("rows inserted per " + what, "", ours.inserted(), bare.inserted());
        report.add("rows updated per " + what, "", ours.updated(), bare.updated());
        report.add("WAL per " + what, "kB", ours.walKb(), bare.walKb());
    }

    private void importing(OurSide ours) throws Exception {
        List<Double> reports = new ArrayList<>();
        List<Double> complaints = new ArrayList<>();
        for (int round = 0; round < settings.rounds(); round++) {
            ImportProbe.Rates rates = ImportProbe.measure(ours, settings.cases() * 10, settings.seed() + round);
            reports.add(rates.reports());
            complaints.add(rates.complaints());
        }
        report.add("import, until a report", "rows/s", reports, List.of(), Report.Goal.atLeast(500, "rows/s"));
        report.add("import, until a closed complaint", "rows/s", complaints, List.of(), null);
    }
}
