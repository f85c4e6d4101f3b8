package io.redress.intake.mapping;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which column is which field, and what the rows become. What a mapping can say is told in docs/imports.md. */
public final class Mapping {

    private final String text;
    private final MappingText said;

    private Mapping(String text, MappingText said) {
        this.text = text;
        this.said = said;
    }

    /** @throws io.redress.core.Refusal naming each field that is missing or wrong */
    public static Mapping parse(String yamlOrJson) {
        return new Mapping(yamlOrJson, MappingReader.read(yamlOrJson));
    }

    public static Builder builder(String id, String source) {
        return new Builder(id, source);
    }

    /** As {@link #parse} reads it; stored with the import. */
    public String text() {
        return text;
    }

    public String id() {
        return said.id();
    }

    /** For people. */
    public String title() {
        return said.title();
    }

    /** The system that the rows come from; with a row's external reference it is unique. */
    public String source() {
        return said.source();
    }

    public Becomes becomes() {
        return said.becomes();
    }

    /** Why the rows become what they become; null where nobody needs a reason. */
    public @Nullable String becomesReason() {
        return said.reason();
    }

    /** The preference where dates can be read in more than one order; null when the mapping has none. */
    public @Nullable DateOrder dates() {
        return said.dates();
    }

    /** The columns of each field, by the names that the mapping uses. */
    public Map<Field, List<String>> fields() {
        Map<Field, Set<String>> columns = new EnumMap<>(Field.class);
        said.fields().forEach((field, take) -> gather(columns, field, take.columns()));
        said.products().forEach(p -> p.forEach((field, take) -> gather(columns, field, take.columns())));
        gather(columns, Field.DESCRIPTION, said.composed());
        Map<Field, List<String>> fields = new EnumMap<>(Field.class);
        columns.forEach((field, names) -> fields.put(field, List.copyOf(names)));
        return fields;
    }

    /** The columns of each field, by the names of these columns; a field that none of them is for is left out. */
    public Map<Field, List<String>> fields(List<String> columns) {
        Binding binding = new Binding(said, columns);
        Map<Field, List<String>> fields = new EnumMap<>(Field.class);
        fields().forEach((field, names) -> {
            List<String> there = names.stream()
                    .map(binding::position)
                    .filter(i -> i >= 0)
                    .map(columns::get)
                    .distinct()
                    .toList();
            if (!there.isEmpty()) {
                fields.put(field, there);
            }
        });
        return fields;
    }

    MappingText said() {
        return said;
    }

    private static void gather(Map<Field, Set<String>> columns, Field field, List<String> names) {
        if (!names.isEmpty()) {
            columns.computeIfAbsent(field, f -> new LinkedHashSet<>()).addAll(names);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Mapping mapping && mapping.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "Mapping[" + id() + "]";
    }

    /** Makes a mapping of a person's choices. */
    public static final class Builder {

        private final ObjectNode tree = JsonMapper.builder().build().createObjectNode();
        private final Map<Field, List<String>> columns = new EnumMap<>(Field.class);
        private final Map<Field, String> fixed = new EnumMap<>(Field.class);
        private List<String> composed = List.of();
        private List<String> open = List.of();

        private Builder(String id, String source) {
            tree.put("id", id).put("source", source);
        }

        public Builder title(String title) {
            tree.put("title", title);
            return this;
        }

        public Builder becomes(Becomes becomes, @Nullable String reason) {
            tree.put("becomes", becomes.name());
            tree.put("reason", reason);
            return this;
        }

        public Builder dates(DateOrder order) {
            tree.put("dates", order.name());
            return this;
        }

        public Builder zone(String zone) {
            tree.put("zone", zone);
            return this;
        }

        /** Said again for a field, the columns are joined. */
        public Builder column(Field field, String column) {
            columns.computeIfAbsent(field, f -> new ArrayList<>()).add(column);
            return this;
        }

        /** The same for all rows: a channel, a language, a category. */
        public Builder fixed(Field field, String value) {
            fixed.put(field, value);
            return this;
        }

        /** The columns of which a description is made where there is no narrative. */
        public Builder composed(List<String> from) {
            this.composed = List.copyOf(from);
            return this;
        }

        /** The outcomes that mean "not closed yet". */
        public Builder open(List<String> outcomes) {
            this.open = List.copyOf(outcomes);
            return this;
        }

        /** @throws io.redress.core.Refusal naming each field that is missing or wrong */
        public Mapping build() {
            ObjectNode fields = tree.putObject("fields");
            columns.forEach((field, names) -> names.forEach(name -> of(fields, field)
                    .withArray(field == Field.RECEIVED_TIME ? "time" : "columns")
                    .add(name)));
            fixed.forEach((field, value) -> of(fields, field).put("fixed", value));
            composed.forEach(
                    name -> of(fields, Field.DESCRIPTION).withArray("composed").add(name));
            open.forEach(value -> of(fields, Field.OUTCOME).withArray("open").add(value));
            return parse(tree.toString());
        }

        private static ObjectNode of(ObjectNode fields, Field field) {
            String key = field == Field.RECEIVED_TIME ? Field.RECEIVED_ON.key() : field.key();
            int dot = key.indexOf('.');
            if (dot < 0) {
                return fields.withObject("/" + key);
            }
            String name = key.substring(dot + 1);
            if (key.startsWith("customer.")) {
                return fields.withObject("/customer").withObject("/" + name);
            }
            ArrayNode products = fields.withArray("products");
            ObjectNode product = products.isEmpty() ? products.addObject() : (ObjectNode) products.get(0);
            return product.withObject("/" + name);
        }
    }
}
