package io.redress.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The jar as the README starts it, in a process of its own: how long until it is ready on a data folder that is there,
 * and how much memory it and its PostgreSQL take, at rest and under load.
 */
final class StartPart {

    private static final Duration REST = Duration.ofSeconds(15);
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);

    private final BenchSettings settings;
    private final Report report;

    StartPart(BenchSettings settings, Report report) {
        this.settings = settings;
        this.report = report;
    }

    void run(Path data) throws Exception {
        double first;
        try (Jar jar = Jar.start(data)) {
            first = jar.awaitReady(READY_WITHIN);
        }
        List<Double> ready = new ArrayList<>();
        for (int i = 0; i < settings.starts(); i++) {
            try (Jar jar = Jar.start(data)) {
                ready.add(jar.awaitReady(READY_WITHIN));
                if (i == settings.starts() - 1) {
                    memory(jar);
                }
            }
        }
        report.add("ready from the jar, existing data folder", "s", ready, List.of(), Report.Goal.atMost(25, "s"));
        report.add("ready from the jar, first start of all", "s", List.of(first), List.of(), null);
    }

    private void memory(Jar jar) throws Exception {
        TimeUnit.SECONDS.sleep(REST.toSeconds());
        report.add("memory at rest, the JVM", "MB", List.of(jar.jvmMegabytes()), List.of(), null);
        report.add("memory at rest, PostgreSQL", "MB", List.of(jar.postgresMegabytes()), List.of(), null);
        ExecutorService clients = Executors.newFixedThreadPool(settings.threads());
        long end =
                System.nanoTime() + Duration.ofSeconds(settings.loadSeconds()).toNanos();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < settings.threads(); i++) {
            int base = i * 10_000_000;
            all.add(clients.submit(() -> {
                AcceptPart.RestClient client = new AcceptPart.RestClient(jar.port());
                for (int n = base; System.nanoTime() < end; n++) {
                    client.register(n);
                }
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        clients.shutdown();
        report.add(
                "memory under load (peak), the JVM",
                "MB",
                List.of(jar.jvmPeakMegabytes()),
                List.of(),
                Report.Goal.atMost(700, "MB"));
        report.add("memory under load, PostgreSQL", "MB", List.of(jar.postgresMegabytes()), List.of(), null);
    }
}
