package io.redress.intake.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.redress.complaint.RegisterComplaint.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The products of a row, and from which columns each of them is. */
final class RowProducts {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Set<String> KEYS = Set.of("code", "name", "lot", "serial", "udi");

    private final RowValues row;
    private final Binding binding;
    private final List<Product> products = new ArrayList<>();
    /** Per product, its fields; empty for one that came out of a list. */
    private final List<Map<Field, Take>> takenFrom = new ArrayList<>();

    RowProducts(MappingText mapping, Binding binding, RowValues row) {
        this.row = row;
        this.binding = binding;
        for (Map<Field, Take> one : mapping.products()) {
            Product product = new Product(
                    value(one, Field.PRODUCT_CODE),
                    value(one, Field.PRODUCT_NAME),
                    value(one, Field.PRODUCT_LOT),
                    value(one, Field.PRODUCT_SERIAL),
                    value(one, Field.PRODUCT_UDI));
            if (!product.equals(new Product(null, null, null, null, null))) {
                products.add(product);
                takenFrom.add(one);
            }
        }
        String more = row.value(Field.MORE_PRODUCTS);
        if (more != null) {
            listed(more);
        }
    }

    List<Product> products() {
        return products;
    }

    /** The file's column for {@code products[0].lot}. */
    String label(String path) {
        int from = path.indexOf('[');
        int to = path.indexOf(']');
        if (from < 0 || to < from) {
            return row.label(Field.MORE_PRODUCTS);
        }
        int index = Integer.parseInt(path.substring(from + 1, to));
        if (index >= takenFrom.size() || takenFrom.get(index).isEmpty()) {
            return row.label(Field.MORE_PRODUCTS);
        }
        String key = path.substring(to + 1);
        Take take = Field.of("product" + key).map(takenFrom.get(index)::get).orElse(null);
        return take == null ? path : binding.label(take.columns(), path);
    }

    private @Nullable String value(Map<Field, Take> product, Field field) {
        Take take = product.get(field);
        return take == null ? null : row.value(take, field);
    }

    private void listed(String more) {
        String expected = "a JSON list of products, each with code, name, lot, serial or udi as texts";
        JsonNode list;
        try {
            list = JSON.readTree(more);
        } catch (JsonProcessingException e) {
            row.refuse(row.label(Field.MORE_PRODUCTS), expected);
            return;
        }
        if (!list.isArray()) {
            row.refuse(row.label(Field.MORE_PRODUCTS), expected);
            return;
        }
        for (JsonNode one : list) {
            List<String> names = new ArrayList<>();
            one.fieldNames().forEachRemaining(names::add);
            if (!one.isObject()
                    || !KEYS.containsAll(names)
                    || names.stream()
                            .anyMatch(
                                    n -> !one.get(n).isTextual() && !one.get(n).isNull())) {
                row.refuse(row.label(Field.MORE_PRODUCTS), expected);
                return;
            }
            products.add(new Product(
                    text(one, "code"), text(one, "name"), text(one, "lot"), text(one, "serial"), text(one, "udi")));
            takenFrom.add(Map.of());
        }
    }

    private static @Nullable String text(JsonNode object, String key) {
        JsonNode node = object.get(key);
        return node == null || node.isNull() || node.asText().isBlank() ? null : node.asText();
    }
}
