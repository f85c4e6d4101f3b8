package io.redress.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real jar in a process of its own, to be started, asked and killed. */
public final class RunningJar implements AutoCloseable {

    private static final Path JAR = Path.of("target", "redress.jar");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Process process;
    private final int port;
    private final Path log;

    private RunningJar(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Starts the jar on this data folder; returns at once. */
    public static RunningJar start(Path data, Map<String, String> environment, String... arguments) throws IOException {
        assertThat(JAR).as("the jar, made by the package phase").exists();
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-jar",
                JAR.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Files.createDirectories(data);
        Path log = data.resolve("console-" + port + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        builder.environment().put("REDRESS_DATA", data.toString());
        builder.environment().putAll(environment);
        return new RunningJar(builder.start(), port, log);
    }

    /** Runs one of the jar's commands to its end. */
    public static Ended command(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path console = Files.createTempFile("redress-command", ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(console.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String text = Files.readString(console);
        Files.delete(console);
        assertThat(ended).as("the command ends; it printed %s", text).isTrue();
        return new Ended(process.exitValue(), text);
    }

    /** What a command left: its exit code and what it printed. */
    public record Ended(int code, String console) {}

    /** Waits until it is ready; fails with what it printed. */
    public RunningJar awaitReady(Duration atMost) throws IOException, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        String last = "no answer yet";
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new AssertionError("It ended with " + process.exitValue() + ":\n" + console());
            }
            try {
                HttpResponse<String> health = client.send(
                        HttpRequest.newBuilder(uri("/actuator/health/readiness"))
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                last = health.statusCode() + " " + health.body();
                if (health.statusCode() == 200) {
                    return this;
                }
            } catch (IOException e) {
                last = e.toString();
            }
            Thread.sleep(250);
        }
        throw new AssertionError("Not ready within " + atMost + ", last seen: " + last + "\n" + console());
    }

    /** Waits until the process ends by itself. */
    public int awaitEnd(Duration atMost) throws InterruptedException, IOException {
        assertThat(process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS))
                .as("it ends within %s; it printed %s", atMost, console())
                .isTrue();
        return process.exitValue();
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    public URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    /** A request with the basic credentials of a demo user. */
    public HttpRequest.Builder request(String path, String user) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((user + ":demo").getBytes(StandardCharsets.UTF_8)));
    }

    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    public String console() throws IOException {
        return Files.readString(log);
    }

    /** Stops it as an operator would, and waits. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
