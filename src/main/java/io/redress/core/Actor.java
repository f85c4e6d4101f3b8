package io.redress.core;

import java.util.Set;

/**
 * Who did something.
 *
 * @param id a person's immutable id, or the name of the part of the system ({@code engine}, {@code start-up},
 *     {@code outbox})
 * @param roles the role ids held at that moment
 */
public record Actor(Kind kind, String id, Set<String> roles) {

    /** What kind of actor it was. */
    public enum Kind {
        PERSON,
        SYSTEM,
        CUSTOMER,
        ANONYMOUS
    }

    public Actor {
        roles = Set.copyOf(roles);
    }

    public static Actor person(String id, Set<String> roles) {
        return new Actor(Kind.PERSON, id, roles);
    }

    public static Actor system(String part) {
        return new Actor(Kind.SYSTEM, part, Set.of());
    }

    public static Actor anonymous() {
        return new Actor(Kind.ANONYMOUS, "anonymous", Set.of());
    }
}
