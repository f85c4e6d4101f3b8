package io.redress.engine.gate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a Camunda Form may hold: components that Tasklist 7.24 renders, links into this application, no HTML. */
final class FormRules {

    static final int MAX_SCHEMA_VERSION = 16;
    private static final int MAX_COMPONENTS = 200;

    /** Rendered by form-js 1.8, less html, iframe and image (foreign content) and filepicker (breaks the form). */
    static final Set<String> COMPONENTS = Set.of(
            "textfield",
            "textarea",
            "number",
            "datetime",
            "checkbox",
            "checklist",
            "radio",
            "select",
            "taglist",
            "text",
            "table",
            "group",
            "dynamiclist",
            "expression",
            "spacer",
            "separator",
            "button");

    private static final String KEY = "[A-Za-z_][A-Za-z0-9_]{0,63}";
    private static final Pattern PATH = Pattern.compile(KEY + "(\\." + KEY + ")*");
    private static final Pattern HTML = Pattern.compile("<\\s*[!/?A-Za-z]");
    private static final Pattern SCHEME = Pattern.compile(
            "(?i)\\b(javascript|vbscript|data|file|https?|ftp|blob|ws|wss):\\S|(?<![:\\w])//\\w|]\\(\\s*(?!/[a-zA-Z])");
    private static final String LINKS = "links to a path of this application such as [Case](/complaints/{{reference}})";

    /** One mapper of its own, so that nobody's settings make it lenient. */
    private static final JsonMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(40)
                            .maxStringLength(20_000)
                            .maxNameLength(200)
                            .maxNumberLength(50)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String file;
    private final Consumer<ModelProblem> problems;
    private int components;

    private FormRules(String file, Consumer<ModelProblem> problems) {
        this.file = file;
        this.problems = problems;
    }

    static @Nullable JsonNode check(String file, String text, Bundle bundle, Consumer<ModelProblem> problems) {
        JsonNode root;
        try (JsonParser parser = STRICT.createParser(text)) {
            root = STRICT.readTree(parser);
            if (parser.nextToken() != null) {
                problems.accept(ModelProblem.inFile(file, "more after the end of the form", "one JSON object"));
                return null;
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            problems.accept(new ModelProblem(
                    file, line, column, null, null, e.getOriginalMessage(), "a Camunda Form in strict JSON"));
            return null;
        } catch (java.io.IOException e) {
            problems.accept(ModelProblem.inFile(file, String.valueOf(e.getMessage()), "a Camunda Form in strict JSON"));
            return null;
        }
        if (root == null || !root.isObject()) {
            problems.accept(ModelProblem.inFile(file, "JSON that is no object", "a Camunda Form: one JSON object"));
            return null;
        }
        new FormRules(file, problems).form(root, bundle);
        return root;
    }

    private void form(JsonNode root, Bundle bundle) {
        String id = root.path("id").asText("");
        if (!id.equals(Bundle.baseName(file))) {
            problem(null, "id", id.isEmpty() ? "no id" : id, "the file's name without .form: " + Bundle.baseName(file));
        }
        bundle.forms.add(id);
        JsonNode version = root.path("schemaVersion");
        if (!version.isInt() || version.asInt() < 1 || version.asInt() > MAX_SCHEMA_VERSION) {
            problem(
                    null,
                    "schemaVersion",
                    version.isMissingNode() ? "none" : version.toString(),
                    "a number from 1 to " + MAX_SCHEMA_VERSION + "; newer forms are not rendered by this Tasklist");
        }
        if (!root.path("type").asText("default").equals("default")) {
            problem(null, "type", root.path("type").asText(), "default");
        }
        if (!root.path("components").isArray()) {
            problem(null, "components", "none", "a list of components");
        }
        components(root.path("components"));
        strings(root, null, null);
    }

    private void components(JsonNode list) {
        if (list.isMissingNode()) {
            return;
        }
        for (JsonNode component : list) {
            String id = component
                    .path("id")
                    .asText(component.path("key").asText(component.path("label").asText("?")));
            if (++components > MAX_COMPONENTS) {
                problem(id, null, "more than " + MAX_COMPONENTS + " components", "at most " + MAX_COMPONENTS);
                return;
            }
            String type = component.path("type").asText("");
            if (!COMPONENTS.contains(type)) {
                problem(
                        id,
                        "type",
                        type.isEmpty() ? "no type" : type,
                        "one of "
                                + String.join(", ", COMPONENTS.stream().sorted().toList()));
            }
            for (String name : new String[] {"key", "path", "valuesKey"}) {
                JsonNode key = component.path(name);
                boolean empty = name.equals("path") && key.asText("").isEmpty();
                if (!key.isMissingNode()
                        && !empty
                        && !(key.isTextual() && PATH.matcher(key.asText()).matches())) {
                    problem(id, name, key.toString(), "a name of letters, digits and _ that starts with a letter");
                }
            }
            components(component.path("components"));
        }
    }

    private void strings(JsonNode node, @Nullable String id, @Nullable String field) {
        if (node.isObject()) {
            String own = node.path("id").asText(node.path("key").asText(""));
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                strings(entry.getValue(), own.isEmpty() ? id : own, entry.getKey());
            }
        } else if (node.isArray()) {
            for (JsonNode item : node) {
                strings(item, id, field);
            }
        } else if (node.isTextual()) {
            string(node.asText(), id, field);
        }
    }

    private void string(String text, @Nullable String id, @Nullable String field) {
        // FEEL compares with < and may hold any character; the browser's FEEL has no way out of its values.
        boolean feel = text.stripLeading().startsWith("=");
        if (!feel && HTML.matcher(text).find()) {
            problem(id, field, text, "plain text and Markdown, no HTML");
        }
        // Browsers ignore white space and control characters inside a scheme.
        String squeezed = text.replaceAll("[\\p{Cntrl}\\u00a0\\u200b\\ufeff]", "");
        if (SCHEME.matcher(squeezed).find() || squeezed.contains("&#") || squeezed.contains("&colon")) {
            problem(id, field, text, LINKS);
        }
        if (ExpressionRules.isExpression(text)) {
            problem(id, field, text, "{{variable}} or FEEL (=…), no ${…}");
        }
    }

    private void problem(@Nullable String element, @Nullable String attribute, String found, String allowed) {
        problems.accept(new ModelProblem(file, 0, 0, element, attribute, found, allowed));
    }
}
