package io.redress.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Says where the time of a piece of work went: Java by samples of the flight recorder, SQL by the database's count. */
final class Profile {

    private static final int SHOWN = 40;
    /** The first frame from one of these, from the top of the stack down, is who spent the time. */
    private static final List<String> OWNERS = List.of(
            "io.redress.",
            "org.camunda.feel",
            "org.camunda.bpm.dmn",
            "org.camunda.bpm.model",
            "org.camunda.",
            "camundafeel",
            "org.apache.ibatis",
            "org.postgresql",
            "com.zaxxer",
            "org.hibernate",
            "org.springframework",
            "org.apache.catalina",
            "org.erdtman",
            "com.fasterxml",
            "javax.crypto",
            "java.security",
            "sun.security",
            "com.sun.crypto",
            "scala.");

    private final Report report;

    Profile(Report report) {
        this.report = report;
    }

    void of(Side side, DoubleSupplier work) throws IOException {
        StatementCount.reset(side.database());
        Path file = Files.createTempFile("bench", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
            recording.enable("jdk.NativeMethodSample").withPeriod(Duration.ofMillis(10));
            recording.start();
            double rate = work.getAsDouble();
            recording.stop();
            recording.dump(file);
            report.note("profile of " + side.name() + " at " + Report.number(rate) + " cases/s");
        }
        samples(side, file);
        double all = 0;
        List<StatementCount.Statement> statements = StatementCount.statements(side.database());
        for (StatementCount.Statement statement : statements) {
            all += statement.millis();
        }
        for (StatementCount.Statement statement : statements.subList(0, Math.min(SHOWN, statements.size()))) {
            report.note(String.format(
                    Locale.ROOT,
                    "  sql %4.1f%% %6d calls %7.0f ms  %s",
                    100 * statement.millis() / all,
                    statement.calls(),
                    statement.millis(),
                    statement.shortly()));
        }
        Files.delete(file);
    }

    private void samples(Side side, Path file) throws IOException {
        Map<String, Integer> owners = new HashMap<>();
        Map<String, Integer> tops = new HashMap<>();
        Map<String, Integer> ours = new HashMap<>();
        int all = 0;
        int waiting = 0;
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (event.getStackTrace() == null) {
                    continue;
                }
                List<RecordedFrame> frames = event.getStackTrace().getFrames();
                if (event.getEventType().getName().equals("jdk.NativeMethodSample")) {
                    if (frames.stream().anyMatch(frame -> type(frame).startsWith("org.postgresql.core"))) {
                        waiting++;
                    }
                    continue;
                }
                all++;
                tops.merge(type(frames.get(0)) + "." + frames.get(0).getMethod().getName(), 1, Integer::sum);
                owners.merge(owner(frames), 1, Integer::sum);
                frames.stream()
                        .map(frame -> type(frame) + "." + frame.getMethod().getName())
                        .filter(name -> name.startsWith("io.redress.") && !name.startsWith("io.redress.bench."))
                        .distinct()
                        .forEach(name -> ours.merge(name, 1, Integer::sum));
            }
        }
        report.note("  " + all + " samples in Java, " + waiting + " waiting for the database");
        show("package", owners, all);
        show("method", tops, all);
        show("below", ours, all);
    }

    private void show(String title, Map<String, Integer> counts, int all) {
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(SHOWN)
                .forEach(entry -> report.note(String.format(
                        Locale.ROOT, "  %s %4.1f%%  %s", title, 100.0 * entry.getValue() / all, entry.getKey())));
    }

    private static String owner(List<RecordedFrame> frames) {
        for (RecordedFrame frame : frames) {
            for (String owner : OWNERS) {
                if (type(frame).startsWith(owner)) {
                    return owner;
                }
            }
        }
        return "java";
    }

    private static String type(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }
}
