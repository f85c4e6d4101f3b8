package io.redress.intake.table;

/** A file, or the rest of it, is no table that can be read. The message is for the person who sent it. */
public class UnreadableTable extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;

    /** @param field what would have to be said or sent otherwise: {@code file}, {@code charset}, {@code delimiter} … */
    public UnreadableTable(String field, String message) {
        super(message);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
