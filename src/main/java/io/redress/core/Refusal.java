package io.redress.core;

import java.util.List;

/**
 * A rule said no. Thrown by the domain, turned into one ProblemDetail or one message on a page, written for the person
 * who reads it. The status follows from the kind.
 */
public class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why it was refused; each kind has its HTTP status. */
    public enum Kind {
        /** 400: the input is wrong. */
        INVALID(400),
        /** 403: this person may not. */
        FORBIDDEN(403),
        /** 404: there is none, or none that this person may see. */
        NOT_FOUND(404),
        /** 409: it cannot be done in the state the case is in, or it exists already. */
        CONFLICT(409),
        /** 422: an idempotency key was used for another request. */
        UNPROCESSABLE(422);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    private final Kind kind;
    private final transient List<FieldProblem> problems;

    public Refusal(Kind kind, String message, List<FieldProblem> problems) {
        super(message);
        this.kind = kind;
        this.problems = List.copyOf(problems);
    }

    public static Refusal invalid(String field, String expected) {
        return new Refusal(Kind.INVALID, field + ": " + expected, List.of(new FieldProblem(field, expected)));
    }

    public static Refusal invalid(List<FieldProblem> problems) {
        return new Refusal(Kind.INVALID, "Some fields are missing or wrong.", problems);
    }

    public static Refusal forbidden(String message) {
        return new Refusal(Kind.FORBIDDEN, message, List.of());
    }

    public static Refusal notFound(String message) {
        return new Refusal(Kind.NOT_FOUND, message, List.of());
    }

    public static Refusal conflict(String message) {
        return new Refusal(Kind.CONFLICT, message, List.of());
    }

    public Kind kind() {
        return kind;
    }

    /** Empty when the refusal is about no single field. */
    public List<FieldProblem> problems() {
        return problems;
    }
}
