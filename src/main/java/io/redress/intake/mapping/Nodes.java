package io.redress.intake.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.redress.core.FieldProblem;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes values out of a mapping's tree, and tells which are not what they should be. */
final class Nodes {

    private final List<FieldProblem> problems;

    Nodes(List<FieldProblem> problems) {
        this.problems = problems;
    }

    void known(JsonNode object, String prefix, List<String> keys) {
        if (!object.isObject()) {
            problems.add(new FieldProblem(
                    prefix.isEmpty() ? "mapping" : prefix.substring(0, prefix.length() - 1),
                    "names with values; known are " + String.join(", ", keys)));
            return;
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!keys.contains(name)) {
                problems.add(new FieldProblem(prefix + name, "not known here; known are " + String.join(", ", keys)));
            }
        });
    }

    String required(JsonNode m, String key, Pattern pattern, String expected) {
        String text = text(m, key, "");
        if (text == null || !pattern.matcher(text).matches()) {
            problems.add(new FieldProblem(key, "required: " + expected));
            return "";
        }
        return text;
    }

    @Nullable
    String text(JsonNode m, String key, String prefix) {
        JsonNode node = m.get(key);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isValueNode()) {
            problems.add(new FieldProblem(prefix + key, "a text"));
            return null;
        }
        return node.asText();
    }

    /** A text or a list of them. */
    List<String> texts(@Nullable JsonNode node, String path) {
        List<String> texts = new ArrayList<>();
        if (node == null || node.isNull()) {
            return texts;
        }
        if (node.isValueNode()) {
            texts.add(node.asText());
            return texts;
        }
        if (!node.isArray()) {
            problems.add(new FieldProblem(path, "a text or a list of texts"));
            return texts;
        }
        for (JsonNode one : node) {
            if (one.isValueNode() && !one.isNull()) {
                texts.add(one.asText());
            } else {
                problems.add(new FieldProblem(path, "a list of texts"));
            }
        }
        return texts;
    }

    Map<String, List<String>> lists(@Nullable JsonNode node, String path) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        if (node == null || node.isNull()) {
            return lists;
        }
        if (!node.isObject()) {
            problems.add(new FieldProblem(path, "names of columns, each with a list of texts"));
            return lists;
        }
        node.fields().forEachRemaining(e -> lists.put(e.getKey(), texts(e.getValue(), path + "." + e.getKey())));
        return lists;
    }

    boolean flag(JsonNode m, String key) {
        JsonNode node = m.get(key);
        if (node == null) {
            return false;
        }
        if (!node.isBoolean()) {
            problems.add(new FieldProblem(key, "true or false"));
        }
        return node.asBoolean();
    }

    <E extends Enum<E>> E choice(JsonNode m, String key, Class<E> type, E missing) {
        String said = text(m, key, "");
        if (said == null) {
            return missing;
        }
        for (E value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(said)) {
                return value;
            }
        }
        problems.add(new FieldProblem(
                key,
                "one of "
                        + String.join(
                                ", ",
                                Arrays.stream(type.getEnumConstants())
                                        .map(e -> type == DateOrder.class
                                                ? e.name()
                                                : e.name().toLowerCase(Locale.ROOT))
                                        .toList())));
        return missing;
    }

    String oneOf(JsonNode m, String key, List<String> values) {
        String said = text(m, key, "");
        if (said == null || !values.contains(said)) {
            problems.add(new FieldProblem(key, "one of " + String.join(", ", values)));
            return values.get(0);
        }
        return said;
    }

    @Nullable
    String zone(JsonNode m, String key) {
        String said = text(m, key, "");
        if (said != null) {
            try {
                ZoneId.of(said);
            } catch (DateTimeException e) {
                problems.add(new FieldProblem(key, "a time zone such as Europe/Berlin"));
                return null;
            }
        }
        return said;
    }
}
