package io.redress.intake.web;

import io.redress.core.Refusal;
import io.redress.intake.mapping.DateOrder;
import io.redress.intake.mapping.Field;
import io.redress.intake.mapping.Mapping;
import io.redress.intake.table.FormatWishes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What a person chose on the page where columns are matched. Everything travels in the form, so that the page can be
 * looked at as often as needed before anything is written. Public, because templates call it.
 */
public record Choices(Map<String, String> given) {

    /** Instead of a ready mapping: the columns as matched on the page. */
    static final String OWN = "own";

    /** How many columns a description can be put together from. */
    static final int COMPOSED = 3;

    private static final String FIELD = "field.";

    static Choices of(MultiValueMap<String, String> form) {
        Map<String, String> given = new LinkedHashMap<>();
        form.forEach((name, values) -> {
            String value = values.isEmpty() ? null : values.get(0);
            if (value != null && !value.isBlank() && value.length() <= 1_000) {
                given.put(name, value);
            }
        });
        return new Choices(given);
    }

    public @Nullable String get(String name) {
        return given.get(name);
    }

    FormatWishes format() {
        return Wishes.format(get("charset"), get("delimiter"), get("heading"));
    }

    @Nullable
    DateOrder dateOrder() {
        return Wishes.dateOrder(get("dateOrder"));
    }

    boolean own() {
        return OWN.equals(get("mapping"));
    }

    /** The id of a ready mapping, or the one made of the choices; null to find one. @throws Refusal naming the field */
    @Nullable
    String mapping() {
        return own() ? built().text() : get("mapping");
    }

    public @Nullable String column(Field field) {
        return get(FIELD + field.key());
    }

    private Mapping built() {
        String source = get("source");
        if (source == null) {
            throw Refusal.invalid("source", "a short name of the system the file comes from, such as helpdesk");
        }
        Mapping.Builder mapping = Mapping.builder(OWN, source.strip()).title(source.strip());
        for (Field field : Field.values()) {
            String column = column(field);
            if (column != null) {
                mapping.column(field, column);
            }
        }
        List<String> composed = new ArrayList<>();
        for (int i = 1; i <= COMPOSED; i++) {
            String column = get("composed" + i);
            if (column != null && !composed.contains(column)) {
                composed.add(column);
            }
        }
        if (!composed.isEmpty()) {
            mapping.composed(composed);
        }
        fixed(mapping, Field.CHANNEL, "channel");
        fixed(mapping, Field.LANGUAGE, "language");
        fixed(mapping, Field.CATEGORY, "category");
        String open = get("openOutcomes");
        if (open != null && column(Field.OUTCOME) != null) {
            mapping.open(List.of(open.strip().split("\\s*[,;]\\s*")));
        }
        return mapping.build();
    }

    private void fixed(Mapping.Builder mapping, Field field, String name) {
        String value = get(name);
        if (value != null && column(field) == null) {
            mapping.fixed(field, value);
        }
    }
}
