package io.redress.intake.mapping;

/** What a row of a table becomes. */
public enum Becomes {
    /** A report that is promoted to a complaint. */
    COMPLAINT,
    /** A report that is kept as feedback: nobody is owed an answer. */
    FEEDBACK,
    /** Nothing: every row is refused, with the mapping's reason. */
    NOTHING
}
