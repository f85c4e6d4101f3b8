package io.redress.complaint;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** States are stored by their keys, which never change. */
@Converter(autoApply = true)
class ComplaintStateConverter implements AttributeConverter<ComplaintState, String> {

    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable ComplaintState state) {
        return state == null ? null : state.key();
    }

    @Override
    public @Nullable ComplaintState convertToEntityAttribute(@Nullable String key) {
        return key == null ? null : ComplaintState.of(key);
    }
}
