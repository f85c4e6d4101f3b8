package io.redress.engine.gate;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges the files of one deployment from their raw bytes, before anything else reads them, and names all that is wrong.
 * Knows no engine: what is deployed already is asked through {@link Bundle.Deployed}.
 */
final class ModelGate {

    static final int MAX_FILES = 200;
    static final int MAX_TOTAL_BYTES = 10 * 1024 * 1024;
    static final int MAX_DIAGRAM_BYTES = 1024 * 1024;
    static final int MAX_FORM_BYTES = 256 * 1024;
    static final int MAX_TEXT_BYTES = 64 * 1024;

    private static final String KINDS = ".bpmn, .bpmn20.xml, .dmn, .form, message texts " + MessageRules.NAME;
    private static final Pattern SAFE_NAME =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private final ExpressionRules expressions;
    private final FeelRules feel = new FeelRules();
    private final int minimumDays;

    /** @param minimumDays how long history must be kept, when a model says so itself */
    ModelGate(PublishedBeans beans, int minimumDays) {
        this.expressions = new ExpressionRules(beans);
        this.minimumDays = minimumDays;
    }

    /**
     * All problems of all files, in the order of their names; empty when the deployment may pass.
     *
     * @param files resource names with their bytes
     */
    List<ModelProblem> check(Map<String, byte[]> files, Bundle.Deployed deployed) {
        List<ModelProblem> problems = new ArrayList<>();
        long total = files.values().stream().mapToLong(bytes -> bytes.length).sum();
        if (files.size() > MAX_FILES || total > MAX_TOTAL_BYTES) {
            return List.of(ModelProblem.inFile(
                    "the deployment",
                    files.size() + " files with " + total + " bytes",
                    MAX_FILES + " files with " + MAX_TOTAL_BYTES + " bytes"));
        }
        Bundle bundle = new Bundle(deployed);
        List<BpmnRules> diagrams = new ArrayList<>();
        Map<String, String> fileNames = new TreeMap<>();
        for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
            String name = file.getKey();
            if (!SAFE_NAME.matcher(name).matches() || name.length() > 200) {
                problems.add(ModelProblem.inFile(
                        name, "the file name " + name, "letters, digits, dot, - and _ in folders divided by /"));
            }
            String same = fileNames.put(Bundle.fileName(name), name);
            if (same != null) {
                problems.add(
                        ModelProblem.inFile(name, "the same file name as " + same, "file names unique across folders"));
            }
            check(name, file.getValue(), bundle, diagrams, problems::add);
        }
        diagrams.forEach(diagram -> diagram.references(bundle));
        return problems;
    }

    private void check(
            String file, byte[] bytes, Bundle bundle, List<BpmnRules> diagrams, Consumer<ModelProblem> problems) {
        if (file.endsWith(".bpmn") || file.endsWith(".bpmn20.xml")) {
            XmlNode root = text(file, bytes, MAX_DIAGRAM_BYTES, problems) == null
                    ? null
                    : XmlReading.read(file, bytes, problems);
            if (root != null) {
                BpmnRules rules = new BpmnRules(file, root, expressions, minimumDays, problems);
                rules.check(bundle);
                diagrams.add(rules);
            }
        } else if (file.endsWith(".dmn")) {
            XmlNode root = text(file, bytes, MAX_DIAGRAM_BYTES, problems) == null
                    ? null
                    : XmlReading.read(file, bytes, problems);
            if (root != null) {
                new DmnRules(file, root, feel, minimumDays, problems).check(bundle);
            }
        } else if (file.endsWith(".form")) {
            String text = text(file, bytes, MAX_FORM_BYTES, problems);
            if (text != null) {
                FormRules.check(file, text, bundle, problems);
            }
        } else if (file.endsWith(".md")) {
            String text = text(file, bytes, MAX_TEXT_BYTES, problems);
            if (text != null) {
                MessageRules.check(file, text, bundle, problems);
            }
        } else {
            problems.accept(ModelProblem.inFile(file, "a file of an unknown kind", KINDS));
        }
    }

    /** The file as text, or null after a problem was reported. */
    private static @Nullable String text(String file, byte[] bytes, int limit, Consumer<ModelProblem> problems) {
        if (bytes.length == 0) {
            problems.accept(ModelProblem.inFile(file, "an empty file", KINDS));
            return null;
        }
        if (bytes.length > limit) {
            problems.accept(ModelProblem.inFile(file, bytes.length + " bytes", "at most " + limit + " bytes"));
            return null;
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            problems.accept(ModelProblem.inFile(file, "bytes that are not UTF-8", "UTF-8"));
            return null;
        }
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            problems.accept(ModelProblem.inFile(file, "a NUL character at position " + nul, "text without NUL"));
            return null;
        }
        if (text.startsWith("\ufeff")) {
            problems.accept(ModelProblem.inFile(file, "a byte order mark", "UTF-8 without a byte order mark"));
            return null;
        }
        // The engine's parser would believe the declaration and read other characters than the gate did.
        int end = text.indexOf("?>");
        if (text.startsWith("<?xml") && end > 0) {
            String declaration = text.substring(0, end).toLowerCase(java.util.Locale.ROOT);
            if (declaration.contains("encoding") && !declaration.matches("(?s).*encoding\\s*=\\s*[\"']utf-8[\"'].*")) {
                problems.accept(new ModelProblem(
                        file, 1, 0, null, "encoding", text.substring(0, end + 2), "encoding=\"UTF-8\""));
                return null;
            }
            if (declaration.contains("1.1")) {
                problems.accept(
                        new ModelProblem(file, 1, 0, null, "version", text.substring(0, end + 2), "version=\"1.0\""));
                return null;
            }
        }
        return text;
    }
}
