package io.redress.identity;

import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person is to be after {@link Persons#put}.
 *
 * @param id 1 to 64 of {@code a-zA-Z0-9._@-}; never changes
 * @param printedName 1 to 200 characters
 * @param language ISO 639 code
 * @param team id of a team that exists, null for none
 * @param roles ids of {@link Roles}; those that are missing here are taken away
 */
public record PersonDetails(
        String id,
        String printedName,
        @Nullable String email,
        String language,
        ZoneId zone,
        @Nullable String team,
        Set<String> roles) {

    public PersonDetails {
        roles = Set.copyOf(roles);
    }
}
