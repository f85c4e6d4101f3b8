package io.redress.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;

/** Collects the figures; shows the median and the span of each, and of each ratio, with the goal beside it. */
final class Report {

    private final List<Row> rows = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** One goal: what must hold of a figure (of the ratio, where it speaks of one). */
    record Goal(String text, boolean ofRatio, DoublePredicate reached) {

        static Goal ratioAtLeast(double least) {
            return new Goal("≥ " + Report.number(least) + " of bare", true, value -> value >= least);
        }

        static Goal atLeast(double least, String unit) {
            return new Goal("≥ " + Report.number(least) + " " + unit, false, value -> value >= least);
        }

        static Goal atMost(double most, String unit) {
            return new Goal("≤ " + Report.number(most) + " " + unit, false, value -> value <= most);
        }
    }

    private record Row(String what, String unit, double[] ours, double[] bare, Goal goal) {

        double[] ratios() {
            double[] ratios = new double[Math.min(ours.length, bare.length)];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = ours[i] / bare[i];
            }
            return ratios;
        }

        String verdict() {
            if (goal == null) {
                return "";
            }
            double[] judged = goal.ofRatio ? ratios() : ours;
            if (judged.length == 0) {
                return goal.text;
            }
            return goal.text + ": " + (goal.reached.test(median(judged)) ? "reached" : "**not reached**");
        }
    }

    /** @param bare empty where there is no counterpart */
    void add(String what, String unit, List<Double> ours, List<Double> bare, Goal goal) {
        rows.add(new Row(what, unit, array(ours), array(bare), goal));
    }

    void add(String what, String unit, double ours, double bare) {
        add(what, unit, List.of(ours), List.of(bare), null);
    }

    void note(String line) {
        notes.add(line);
        System.out.println(line);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double percentile(List<Double> values, double share) {
        double[] sorted = array(values);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("| figure | unit | Redress | bare Camunda | ratio | goal |\n|---|---|---|---|---|---|\n");
        for (Row row : rows) {
            text.append("| %s | %s | %s | %s | %s | %s |%n"
                    .formatted(
                            row.what, row.unit, shown(row.ours), shown(row.bare), shown(row.ratios()), row.verdict()));
        }
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach(note -> text.append("- ").append(note).append('\n'));
        }
        return text.toString();
    }

    void write(Path folder, String machine) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("report.md"), machine + "\n\n" + markdown());
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode().put("machine", machine);
        ArrayNode figures = root.putArray("figures");
        for (Row row : rows) {
            ObjectNode figure = figures.addObject().put("figure", row.what).put("unit", row.unit);
            figure.set("ours", json.valueToTree(row.ours));
            figure.set("bare", json.valueToTree(row.bare));
            figure.set("ratios", json.valueToTree(row.ratios()));
            figure.put("goal", row.verdict());
        }
        root.set("notes", json.valueToTree(notes));
        json.writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("report.json").toFile(), root);
    }

    private static String shown(double[] values) {
        if (values.length == 0) {
            return "";
        }
        String median = number(median(values));
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return values.length == 1
                ? median
                : median + " (" + number(sorted[0]) + "–" + number(sorted[sorted.length - 1]) + ")";
    }

    static String number(double value) {
        if (!Double.isFinite(value)) {
            return "–"; // a share of nothing
        }
        double size = Math.abs(value);
        String format = size >= 100 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
