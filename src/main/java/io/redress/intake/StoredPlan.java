package io.redress.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.redress.intake.mapping.DateOrder;
import io.redress.intake.mapping.Mapping;
import io.redress.intake.mapping.Plan;
import io.redress.intake.table.TableFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan as it lies with its import, so that a later reading finds the same rows and the same fields. */
record StoredPlan(
        TableFormat format, String mapping, @Nullable DateOrder dateOrder) {

    private static final JsonMapper JSON = new JsonMapper();

    static StoredPlan of(Plan plan) {
        Mapping mapping = plan.mapping();
        if (mapping == null) {
            throw new IllegalArgumentException("Only a plan with a mapping can be carried out");
        }
        return new StoredPlan(plan.format(), mapping.text(), plan.dateOrder());
    }

    static StoredPlan read(String json) {
        try {
            return JSON.readValue(json, StoredPlan.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The plan of an import cannot be read", e);
        }
    }

    String write() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    Plan plan() {
        return new Plan(format, Mapping.parse(mapping), dateOrder, List.of(), List.of());
    }
}
