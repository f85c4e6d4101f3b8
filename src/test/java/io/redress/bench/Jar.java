package io.redress.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The jar in a process of its own, started as docs/operating.md says, and what Linux says of its memory. */
final class Jar implements AutoCloseable {

    static final Path FILE = Path.of("target", "redress.jar");
    private static final String HEAP = "-Xmx400m";

    private final Process process;
    private final int port;
    private final long started;
    private final Path data;

    private Jar(Process process, int port, long started, Path data) {
        this.process = process;
        this.port = port;
        this.started = started;
        this.data = data;
    }

    static Jar start(Path data) throws IOException {
        Files.createDirectories(data);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path log = log(data);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-jar",
                        FILE.toAbsolutePath().toString(),
                        "--spring.profiles.active=demo",
                        "--redress.demo.register=false",
                        "--spring.mail.host=false",
                        "--server.port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("REDRESS_DATA", data.toAbsolutePath().toString());
        return new Jar(builder.start(), port, System.nanoTime(), data);
    }

    private static Path log(Path data) {
        return data.resolve("console.log");
    }

    int port() {
        return port;
    }

    /** @return seconds from the start of the process to the first answer that says ready */
    double awaitReady(Duration atMost) throws IOException, InterruptedException {
        while (System.nanoTime() - started < atMost.toNanos() && process.isAlive()) {
            if (ready()) {
                return (System.nanoTime() - started) / 1e9;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("Not ready:\n" + Files.readString(log(data)));
    }

    private boolean ready() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://localhost:" + port + "/actuator/health/readiness")
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    double jvmMegabytes() throws IOException {
        return kilobytes(process.pid(), "status", "VmRSS:") / 1024.0;
    }

    /** The most it ever had. */
    double jvmPeakMegabytes() throws IOException {
        return kilobytes(process.pid(), "status", "VmHWM:") / 1024.0;
    }

    /** All its server's processes; what they share is counted once. */
    double postgresMegabytes() throws IOException {
        long server = Long.parseLong(Files.readAllLines(data.resolve("postgres").resolve("postmaster.pid"))
                .get(0)
                .strip());
        ProcessHandle postmaster =
                ProcessHandle.of(server).orElseThrow(() -> new IOException("There is no process " + server));
        double sum = 0;
        try (Stream<ProcessHandle> all = Stream.concat(Stream.of(postmaster), postmaster.descendants())) {
            for (ProcessHandle one : all.toList()) {
                try {
                    sum += kilobytes(one.pid(), "smaps_rollup", "Pss:");
                } catch (IOException ended) {
                    continue; // a connection that was closed meanwhile
                }
            }
        }
        return sum / 1024.0;
    }

    private static long kilobytes(long pid, String file, String field) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), file))) {
            return lines.filter(line -> line.startsWith(field))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow(() -> new IOException(file + " has no " + field));
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
