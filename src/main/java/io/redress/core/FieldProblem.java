package io.redress.core;

/**
 * One field that was wrong.
 *
 * @param field the field as the sender spelled it, with its path: {@code products[0].lot}
 * @param message what was expected, for the person who sent it
 */
public record FieldProblem(String field, String message) {}
