package io.redress.engine.gate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a message text may hold: a subject, plain text, variables and sections by a simple name. */
final class MessageRules {

    static final String NAME = "<name>.<language>.md in kebab-case, such as acknowledgement.en.md";

    private static final Pattern FILE = Pattern.compile("([a-z0-9]+(?:-[a-z0-9]+)*)\\.([a-z]{2})\\.md");
    private static final Pattern TAG = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
    private static final Pattern VARIABLE = Pattern.compile("[a-z][A-Za-z0-9]{0,60}");
    private static final Pattern HTML = Pattern.compile("<\\s*[!/?A-Za-z]");
    private static final Pattern LINK = Pattern.compile("(?i)\\b(javascript|vbscript|data|file):\\S");

    /** Names that the template engine would answer from the map or object itself rather than from our values. */
    private static final Set<String> NOT_OURS = Set.of("class", "getClass", "entrySet", "keySet", "values", "this");

    private static final String SIGNALS = "safety-signals";

    private MessageRules() {}

    static void check(String file, String text, Bundle bundle, Consumer<ModelProblem> problems) {
        Matcher name = FILE.matcher(Bundle.fileName(file));
        if (!name.matches()) {
            problems.accept(ModelProblem.inFile(file, "the file name " + Bundle.fileName(file), NAME));
            return;
        }
        boolean signals = name.group(1).equals(SIGNALS);
        bundle.texts.add(name.group(1) + "." + name.group(2));
        String[] lines = text.split("\r?\n", -1);
        if (signals) {
            signals(file, lines, problems);
            return;
        }
        if (!lines[0].matches("Subject: ?\\S.{0,198}")) {
            problems.accept(at(file, 1, "Subject", lines[0], "a first line \"Subject: …\" of at most 200 characters"));
        }
        if (lines.length < 3 || !lines[1].isBlank()) {
            problems.accept(
                    at(file, 2, "body", lines.length < 2 ? "no body" : lines[1], "a blank line, then the body"));
        }
        for (int i = 0; i < lines.length; i++) {
            if (HTML.matcher(lines[i]).find()) {
                problems.accept(at(file, i + 1, "text", lines[i], "plain text without HTML"));
            }
            if (LINK.matcher(lines[i]).find()) {
                problems.accept(at(file, i + 1, "text", lines[i], "no javascript:, data: or file: links"));
            }
            if (ExpressionRules.isExpression(lines[i])) {
                problems.accept(at(file, i + 1, "text", lines[i], "{{variable}}, no ${…}"));
            }
        }
        tags(file, text, problems);
    }

    private static void signals(String file, String[] lines, Consumer<ModelProblem> problems) {
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            boolean prose = line.isEmpty() || line.startsWith("#") || line.startsWith(">");
            if (!prose && !line.matches("[-*] [^<>{}$]{1,100}")) {
                problems.accept(at(
                        file,
                        i + 1,
                        "list",
                        line,
                        "one word or phrase per line as \"- word\", * at its end as a wildcard"));
            }
        }
    }

    private static void tags(String file, String text, Consumer<ModelProblem> problems) {
        Deque<String> open = new ArrayDeque<>();
        Matcher tags = TAG.matcher(text);
        int end = 0;
        while (tags.find()) {
            int line = 1
                    + (int) text.substring(0, tags.start())
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            stray(file, text.substring(end, tags.start()), line, problems);
            end = tags.end();
            String tag = tags.group(1);
            String inner = tag.strip();
            char kind = inner.isEmpty() ? ' ' : inner.charAt(0);
            boolean section = kind == '#' || kind == '^' || kind == '/';
            String variable = section ? inner.substring(1).strip() : inner;
            if (!VARIABLE.matcher(variable).matches() || NOT_OURS.contains(variable)) {
                problems.accept(at(
                        file,
                        line,
                        "{{…}}",
                        tags.group(),
                        "{{name}}, {{#name}}…{{/name}}, {{^name}}…{{/name}} with a simple name; no partials, no"
                                + " unescaped output, no paths"));
            } else if (kind == '#' || kind == '^') {
                open.push(variable);
            } else if (kind == '/' && !variable.equals(open.poll())) {
                problems.accept(at(file, line, "{{…}}", tags.group(), "the end of the section that was opened last"));
                return;
            }
        }
        stray(file, text.substring(end), 0, problems);
        if (!open.isEmpty()) {
            problems.accept(
                    ModelProblem.inFile(file, "the section {{#" + open.peek() + "}} without its end", "{{/…}}"));
        }
    }

    private static void stray(String file, String between, int line, Consumer<ModelProblem> problems) {
        if (between.contains("{{") || between.contains("}}")) {
            problems.accept(at(file, line, "{{…}}", "{{ or }} without its other half", "{{name}}"));
        }
    }

    private static ModelProblem at(String file, int line, String attribute, String found, String allowed) {
        return new ModelProblem(file, line, 0, null, attribute, found.isBlank() ? "nothing" : found, allowed);
    }
}
