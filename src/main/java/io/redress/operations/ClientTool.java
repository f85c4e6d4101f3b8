package io.redress.operations;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code pg_dump} or {@code pg_restore} of the machine: finds it, knows its version, runs it. */
final class ClientTool {

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final int WORDS = 2_000;

    private final String name;
    private final String program;
    private final int major;

    private ClientTool(String name, String program, int major) {
        this.name = name;
        this.program = program;
        this.major = major;
    }

    /**
     * @param byHand what a person would run where the tool is
     * @throws CommandRefused when there is none
     */
    static ClientTool find(String name, @Nullable Path folder, String byHand) {
        String program = folder == null ? name : folder.resolve(name).toString();
        try {
            Result version = execute(List.of(program, "--version"), Map.of());
            Matcher found = VERSION.matcher(version.output());
            if (version.code() == 0 && found.find()) {
                return new ClientTool(name, program, Integer.parseInt(found.group(1)));
            }
            throw new CommandRefused(program + " --version answered: " + version.output());
        } catch (IOException e) {
            throw new CommandRefused(
                    name + " was not found " + (folder == null ? "on the path" : "in " + folder)
                            + ". Install PostgreSQL's client tools (on Debian: apt-get install postgresql-client), or"
                            + " name their folder with REDRESS_PG_BIN. By hand, where they are:\n  " + byHand,
                    e);
        }
    }

    /** @throws CommandRefused when the server is newer than the tool, which no tool of PostgreSQL accepts */
    void mustKnow(int server, String byHand) {
        if (major < server) {
            throw new CommandRefused(name + " here is of version " + major + ", the server of version " + server
                    + ", and it refuses newer servers. Install postgresql-client-" + server
                    + ", or name the folder of a newer one with REDRESS_PG_BIN. By hand, where it is:\n  " + byHand);
        }
    }

    /** @throws CommandRefused with what it said, when it failed */
    void run(List<String> arguments, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        Result result = execute(command, environment);
        if (result.code() != 0) {
            throw new CommandRefused(name + " failed: " + result.output());
        }
    }

    private static Result execute(List<String> command, Map<String, String> environment) throws IOException {
        Path output = Files.createTempFile("redress", ".txt");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            int code = process.waitFor();
            String text = Files.readString(output, StandardCharsets.UTF_8).strip();
            return new Result(code, text.length() > WORDS ? text.substring(text.length() - WORDS) : text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.delete(output);
        }
    }

    private record Result(int code, String output) {}
}
