package io.redress.core;

import java.util.Arrays;

/** The kinds of record that have a history of their own. */
public enum CaseType {
    REPORT("report"),
    COMPLAINT("complaint"),
    INVESTIGATION("investigation"),
    CAPA("capa"),
    /** Not a case: what happens to the system itself (people, models, access), kept in the same ledger. */
    SYSTEM("system");

    private final String key;

    CaseType(String key) {
        this.key = key;
    }

    /** The name used in URLs, JSON and the ledger; it never changes. */
    public String key() {
        return key;
    }

    /** @throws IllegalArgumentException when no kind has this key */
    public static CaseType of(String key) {
        return Arrays.stream(values())
                .filter(type -> type.key.equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown case type: " + key));
    }
}
