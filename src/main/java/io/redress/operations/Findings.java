package io.redress.operations;

import java.util.ArrayList;
import java.util.List;

/** What the checks of a restore found, in the order they were made. */
final class Findings {

    private final List<Finding> list = new ArrayList<>();

    private record Finding(String what, String result, String text) {}

    void ok(String what, String text) {
        list.add(new Finding(what, "ok", text));
    }

    /** Could not be asked, or is only worth knowing. */
    void note(String what, String text) {
        list.add(new Finding(what, "-", text));
    }

    void failed(String what, String text) {
        list.add(new Finding(what, "FAILED", text));
    }

    void add(String what, boolean ok, String text) {
        if (ok) {
            ok(what, text);
        } else {
            failed(what, text);
        }
    }

    boolean whole() {
        return list.stream().noneMatch(finding -> finding.result().equals("FAILED"));
    }

    String table(String title) {
        int width =
                list.stream().mapToInt(finding -> finding.what().length()).max().orElse(0);
        StringBuilder table = new StringBuilder(title.isEmpty() ? "" : title + "\n\n");
        for (Finding finding : list) {
            table.append(String.format(
                    java.util.Locale.ROOT,
                    "  %-" + width + "s  %-6s  %s%n",
                    finding.what(),
                    finding.result(),
                    finding.text()));
        }
        return table.toString();
    }
}
