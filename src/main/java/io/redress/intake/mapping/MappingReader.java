package io.redress.intake.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a mapping, and names everything in it that is wrong. What it does not know it refuses: a misspelt key is lost. */
final class MappingReader {

    private static final int LONGEST = 200_000;
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private static final List<String> TOP = List.of(
            "id",
            "title",
            "source",
            "becomes",
            "reason",
            "language",
            "channel",
            "category",
            "dates",
            "zone",
            "shortRows",
            "quotes",
            "neutralised",
            "recognise",
            "layouts",
            "aliases",
            "blanks",
            "optional",
            "ignore",
            "fields");
    private static final List<String> CUSTOMER = List.of("name", "email", "phone", "address", "country", "reference");
    private static final List<String> PRODUCT = List.of("code", "name", "lot", "serial", "udi");
    private static final Map<Field, String> JOINS =
            Map.of(Field.EXTERNAL_REFERENCE, "/", Field.DESCRIPTION, "\n\n", Field.CUSTOMER_ADDRESS, ", ");

    private final List<FieldProblem> problems = new ArrayList<>();
    private final Nodes nodes = new Nodes(problems);
    private final Map<Field, Take> fields = new LinkedHashMap<>();
    private final List<Map<Field, Take>> products = new ArrayList<>();
    private boolean receivedMayBeEmpty;
    private List<String> open = List.of();
    private List<String> composed = List.of();

    private MappingReader() {}

    static MappingText read(String text) {
        MappingReader reader = new MappingReader();
        MappingText read = reader.mapping(tree(text));
        if (!reader.problems.isEmpty()) {
            throw Refusal.invalid(reader.problems);
        }
        return read;
    }

    private static JsonNode tree(String text) {
        if (text.length() > LONGEST) {
            throw Refusal.invalid("mapping", "at most " + LONGEST + " characters");
        }
        try {
            JsonNode tree = (text.stripLeading().startsWith("{") ? JSON : YAML).readTree(text);
            if (tree == null || !tree.isObject()) {
                throw Refusal.invalid("mapping", "a YAML or JSON document with id, source and fields");
            }
            return tree;
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : ", line " + Math.max(1, e.getLocation().getLineNr());
            String told =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            throw Refusal.invalid(
                    "mapping",
                    "a YAML or JSON document that can be read" + where + ": "
                            + told.substring(0, Math.min(told.length(), 200)));
        }
    }

    private MappingText mapping(JsonNode m) {
        nodes.known(m, "", TOP);
        String id = nodes.required(m, "id", ID, "1 to 64 lower-case letters, digits or hyphens, such as web-shop");
        String source = nodes.required(
                m, "source", SOURCE, "1 to 64 letters, digits, dots, hyphens or underscores, such as crm");
        String title = nodes.text(m, "title", "");
        Becomes becomes = nodes.choice(m, "becomes", Becomes.class, Becomes.COMPLAINT);
        String reason = nodes.text(m, "reason", "");
        if (becomes == Becomes.NOTHING && reason == null) {
            problems.add(new FieldProblem("reason", "required where rows become nothing: why each of them is refused"));
        }
        String zone = nodes.zone(m, "zone");
        fields(m.path("fields"), becomes);
        for (String key : List.of("language", "channel", "category")) {
            if (m.has(key)) {
                Field field = Field.of(key).orElseThrow();
                fields.putIfAbsent(field, take(m.get(key), key, field, true));
            }
        }
        fields.putIfAbsent(Field.CHANNEL, Take.fixed("other"));
        return new MappingText(
                id,
                title == null ? id : title,
                source,
                becomes,
                reason,
                m.has("dates") ? nodes.choice(m, "dates", DateOrder.class, DateOrder.YMD) : null,
                zone,
                nodes.flag(m, "shortRows"),
                m.has("quotes") && "text".equals(nodes.oneOf(m, "quotes", List.of("text", "quotes"))),
                nodes.flag(m, "neutralised"),
                nodes.texts(m.get("recognise"), "recognise"),
                layouts(m.path("layouts")),
                nodes.lists(m.get("aliases"), "aliases"),
                nodes.lists(m.get("blanks"), "blanks"),
                new LinkedHashSet<>(nodes.texts(m.get("optional"), "optional")),
                nodes.texts(m.get("ignore"), "ignore"),
                fields,
                products,
                receivedMayBeEmpty,
                open,
                composed);
    }

    private List<MappingText.Layout> layouts(JsonNode list) {
        List<MappingText.Layout> layouts = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode one = list.get(i);
            String path = "layouts[" + i + "]";
            nodes.known(one, path + ".", List.of("columns", "dates", "numbers"));
            List<String> columns = nodes.texts(one.get("columns"), path + ".columns");
            List<String> dates = nodes.texts(one.get("dates"), path + ".dates");
            List<String> numbers = nodes.texts(one.get("numbers"), path + ".numbers");
            if (columns.isEmpty() || Set.copyOf(columns).size() != columns.size()) {
                problems.add(new FieldProblem(path + ".columns", "the columns' names in order, each once"));
            }
            if (!columns.containsAll(dates) || !columns.containsAll(numbers)) {
                problems.add(new FieldProblem(path, "dates and numbers that are among its columns"));
            }
            layouts.add(new MappingText.Layout(columns, dates, numbers));
        }
        return layouts;
    }

    private void fields(JsonNode given, Becomes becomes) {
        if (!given.isMissingNode() && !given.isObject()) {
            problems.add(new FieldProblem("fields", "names of fields, each with the column it is taken from"));
            return;
        }
        given.fields().forEachRemaining(e -> {
            String key = e.getKey();
            String path = "fields." + key;
            JsonNode value = e.getValue();
            if (key.equals("customer")) {
                nested(value, path, "customer.", CUSTOMER, fields);
            } else if (key.equals("products")) {
                products(value, path);
            } else {
                Field field = Field.of(key)
                        .filter(f -> !f.key().contains(".") && f != Field.RECEIVED_TIME)
                        .orElse(null);
                if (field == null) {
                    problems.add(new FieldProblem(path, "no field; known are " + String.join(", ", plain())));
                } else {
                    fields.put(field, take(value, path, field, false));
                }
            }
        });
        boolean described = !take(Field.DESCRIPTION).none() || !composed.isEmpty();
        if (!described && becomes != Becomes.NOTHING) {
            problems.add(new FieldProblem(
                    "fields.description", "required: the column with the narrative, or columns to compose it from"));
        }
    }

    private void products(JsonNode list, String path) {
        if (!list.isArray()) {
            problems.add(new FieldProblem(path, "a list of products, each with code, name, lot, serial or udi"));
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            Map<Field, Take> product = new LinkedHashMap<>();
            nested(list.get(i), path + "[" + i + "]", "product.", PRODUCT, product);
            products.add(product);
        }
    }

    private void nested(JsonNode value, String path, String prefix, List<String> known, Map<Field, Take> into) {
        nodes.known(value, path + ".", known);
        value.fields().forEachRemaining(e -> Field.of(prefix + e.getKey())
                .ifPresent(f -> into.put(f, take(e.getValue(), path + "." + e.getKey(), f, false))));
    }

    private Take take(JsonNode given, String path, Field field, boolean textIsFixed) {
        String join = JOINS.getOrDefault(field, " ");
        if (given.isValueNode() && !given.isNull()) {
            return textIsFixed
                    ? Take.fixed(given.asText())
                    : new Take(List.of(given.asText()), false, join, Map.of(), null, null, null);
        }
        if (given.isArray()) {
            return new Take(nodes.texts(given, path), false, join, Map.of(), null, null, null);
        }
        List<String> known =
                new ArrayList<>(List.of("column", "columns", "first", "join", "values", "otherwise", "fixed", "when"));
        known.addAll(
                switch (field) {
                    case RECEIVED_ON -> List.of("time", "mayBeEmpty");
                    case OUTCOME -> List.of("open");
                    case DESCRIPTION -> List.of("composed");
                    default -> List.of();
                });
        nodes.known(given, path + ".", known);
        special(given, path, field);
        List<String> columns = new ArrayList<>(nodes.texts(given.get("column"), path + ".column"));
        columns.addAll(nodes.texts(given.get("columns"), path + ".columns"));
        List<String> first = nodes.texts(given.get("first"), path + ".first");
        columns.addAll(first);
        String fixed = nodes.text(given, "fixed", path + ".");
        if (columns.isEmpty() && fixed == null && !given.has("composed")) {
            problems.add(new FieldProblem(path, "a column, a list of columns, or a fixed value"));
        }
        Map<String, String> values = new HashMap<>();
        given.path("values")
                .fields()
                .forEachRemaining(e -> values.put(key(e.getKey()), e.getValue().asText()));
        String joined = given.has("join") ? given.get("join").asText() : join;
        String otherwise = given.has("otherwise") ? given.get("otherwise").asText("") : null;
        return new Take(columns, !first.isEmpty(), joined, values, otherwise, fixed, when(given.path("when"), path));
    }

    private void special(JsonNode given, String path, Field field) {
        if (field == Field.RECEIVED_ON) {
            receivedMayBeEmpty = nodes.flag(given, "mayBeEmpty");
            List<String> time = nodes.texts(given.get("time"), path + ".time");
            if (!time.isEmpty()) {
                fields.put(Field.RECEIVED_TIME, new Take(time, false, " ", Map.of(), null, null, null));
            }
        } else if (field == Field.OUTCOME) {
            open = nodes.texts(given.get("open"), path + ".open").stream()
                    .map(MappingReader::key)
                    .toList();
        } else if (field == Field.DESCRIPTION) {
            composed = nodes.texts(given.get("composed"), path + ".composed");
        }
    }

    private Take.@Nullable When when(JsonNode given, String path) {
        if (given.isMissingNode()) {
            return null;
        }
        if (!given.isObject() || given.size() != 1) {
            problems.add(new FieldProblem(path + ".when", "one column and the values at which this counts"));
            return null;
        }
        String column = given.fieldNames().next();
        return new Take.When(
                column,
                nodes.texts(given.get(column), path + ".when").stream()
                        .map(MappingReader::key)
                        .toList());
    }

    private Take take(Field field) {
        return fields.getOrDefault(field, Take.NONE);
    }

    private static List<String> plain() {
        List<String> keys = new ArrayList<>();
        for (Field field : Field.values()) {
            if (!field.key().contains(".") && field != Field.RECEIVED_TIME) {
                keys.add(field.key());
            }
        }
        keys.add("customer");
        keys.add("products");
        return keys;
    }

    /** As values of cells are compared. */
    static String key(String value) {
        return value.strip().toLowerCase(Locale.ROOT);
    }
}
