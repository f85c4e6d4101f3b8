package io.redress.intake.mapping;

/** Which column is which field. */
public record Mapping(String id, String title, String source) {

    /** @throws io.redress.core.Refusal naming each field that is missing or wrong */
    public static Mapping parse(String yamlOrJson) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #parse} reads it; stored with the import. */
    public String text() {
        throw new UnsupportedOperationException();
    }

    public Becomes becomes() {
        return Becomes.COMPLAINT;
    }
}
