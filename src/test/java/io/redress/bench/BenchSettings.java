package io.redress.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code -Dbench.…} says.
 *
 * @param only the parts to run
 * @param rounds how often each figure is measured, ours and bare in turn
 * @param cases per round of the whole process
 * @param acceptSeconds how long a round of accepting lasts
 * @param acceptWarmUp how long it is done before the first measured round, until the JVM has compiled what it runs
 * @param threads that work as clients and staff
 * @param open how many cases stand open, and timers wait, in the part "flat"
 * @param sizes of the register
 * @param starts how often the jar is started on an existing data folder
 * @param loadSeconds how long the jar is under load before its memory is read
 * @param profile whether to say where the time of the whole process went
 */
record BenchSettings(
        Set<String> only,
        int rounds,
        int cases,
        int acceptSeconds,
        int acceptWarmUp,
        int threads,
        int open,
        List<Integer> sizes,
        int starts,
        int loadSeconds,
        long seed,
        boolean profile) {

    static final List<String> PARTS = List.of("start", "cost", "process", "accept", "import", "flat", "register");
    private static final int MOST_WARM_UP = 100;
    static final String GENERATE = "generate";

    static BenchSettings read() {
        String only = text("only", String.join(",", PARTS));
        Set<String> parts = Arrays.stream(only.split(",")).map(String::strip).collect(Collectors.toSet());
        for (String part : parts) {
            if (!PARTS.contains(part) && !part.equals(GENERATE)) {
                throw new IllegalArgumentException(
                        "bench.only: " + part + " is none of " + String.join(", ", PARTS) + ", " + GENERATE);
            }
        }
        return new BenchSettings(
                parts,
                number("rounds", 5),
                number("cases", 300),
                number("accept.seconds", 10),
                number("accept.warm.up", 120),
                number("threads", 4),
                number("open", 50_000),
                Arrays.stream(text("sizes", "10000,100000,1000000").split(","))
                        .map(size -> Integer.parseInt(size.strip()))
                        .sorted()
                        .toList(),
                number("starts", 5),
                number("load.seconds", 30),
                Long.parseLong(text("seed", "42")),
                Boolean.parseBoolean(text("profile", "false")));
    }

    boolean runs(String part) {
        return only.contains(part);
    }

    /** Cases before the first measured round, untimed. */
    int warmUp() {
        return Math.min(MOST_WARM_UP, cases);
    }

    /** How many complaints {@code bench.only=generate} makes. */
    static int size() {
        return number("size", 100_000);
    }

    /** Where {@code bench.only=generate} leaves its data folder. */
    static Path data() {
        return Path.of(text("data", "target/bench/data"));
    }

    private static int number(String name, int otherwise) {
        return Integer.parseInt(text(name, Integer.toString(otherwise)));
    }

    private static String text(String name, String otherwise) {
        String value = System.getProperty("bench." + name, "");
        return value.isBlank() ? otherwise : value.strip();
    }
}
