package io.redress.core;

import java.util.Objects;

/**
 * Names one case without knowing its module: a type and the reference that people use, such as {@code C-2026-000123}.
 * Modules that serve every kind of case (audit, notification, later deadline and signature) know a case only so.
 */
public record CaseRef(CaseType type, String reference) implements Comparable<CaseRef> {

    public CaseRef {
        Objects.requireNonNull(type, "type");
        if (reference.isBlank() || reference.length() > 64) {
            throw new IllegalArgumentException("A case reference has 1 to 64 characters");
        }
    }

    public static CaseRef complaint(String reference) {
        return new CaseRef(CaseType.COMPLAINT, reference);
    }

    public static CaseRef report(String reference) {
        return new CaseRef(CaseType.REPORT, reference);
    }

    /** A chain of the ledger that belongs to no case: {@code access}, {@code models}, {@code people}, {@code settings}. */
    public static CaseRef system(String area) {
        return new CaseRef(CaseType.SYSTEM, area);
    }

    /** The name of this case's chain in the ledger: {@code complaint:C-2026-000123}. */
    public String chain() {
        return type.key() + ":" + reference;
    }

    @Override
    public int compareTo(CaseRef other) {
        return chain().compareTo(other.chain());
    }

    @Override
    public String toString() {
        return chain();
    }
}
