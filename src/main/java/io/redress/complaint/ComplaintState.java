package io.redress.complaint;

/** Where a complaint stands; {@link Complaint} says which step leads where. */
public enum ComplaintState {
    /** Registered, not yet judged by a person. */
    REGISTERED("registered"),
    /** Judged a complaint; its cause is being investigated. */
    INVESTIGATING("investigating"),
    /** The answer to the customer is being written or corrected. */
    ANSWERING("answering"),
    /** The answer waits for somebody else's approval. */
    APPROVING("approving"),
    /** The answer is approved and on its way to the customer. */
    DELIVERING("delivering"),
    /** Answered and closed. */
    CLOSED("closed"),
    /** Closed: not a complaint, with a reason and the decider's name. */
    NOT_A_COMPLAINT("not-a-complaint"),
    /** Closed: the same as another case, with a reason and the decider's name. */
    DUPLICATE("duplicate");

    private final String key;

    ComplaintState(String key) {
        this.key = key;
    }

    /** @throws IllegalArgumentException when no state has this key */
    public static ComplaintState of(String key) {
        for (ComplaintState state : values()) {
            if (state.key.equals(key)) {
                return state;
            }
        }
        throw new IllegalArgumentException("Unknown state: " + key);
    }

    /** The name in JSON, URLs and the database; it never changes. */
    public String key() {
        return key;
    }

    public boolean closed() {
        return this == CLOSED || this == NOT_A_COMPLAINT || this == DUPLICATE;
    }
}
