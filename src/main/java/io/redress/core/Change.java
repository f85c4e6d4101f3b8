package io.redress.core;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One field that changed, with the value before and after. Person fields carry references into the person-data store,
 * never values, so that erasing a person leaves the record whole.
 *
 * @param field the field's name as the API spells it
 * @param before null when there was none
 * @param after null when it was removed
 */
public record Change(
        String field, @Nullable String before, @Nullable String after) {

    private static final String PERSON_DATA = "person-data:";

    public static Change of(String field, @Nullable Object before, @Nullable Object after) {
        return new Change(field, before == null ? null : before.toString(), after == null ? null : after.toString());
    }

    /** A change of a value that lies in the person-data store; only the ids are recorded. */
    public static Change ofPersonData(String field, @Nullable UUID before, @Nullable UUID after) {
        return new Change(
                field, before == null ? null : PERSON_DATA + before, after == null ? null : PERSON_DATA + after);
    }

    /** The id in the person-data store that a value stands for; null when the value is no such reference. */
    public static @Nullable UUID personData(String value) {
        if (!value.startsWith(PERSON_DATA)) {
            return null;
        }
        try {
            return UUID.fromString(value.substring(PERSON_DATA.length()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
