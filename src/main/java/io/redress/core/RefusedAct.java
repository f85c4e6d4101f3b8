package io.redress.core;

/**
 * An act that was refused (failed login, denied approval, refused deployment). Published like a {@link QualityEvent},
 * but recorded in a transaction of its own, because the one it belongs to is rolled back.
 */
public record RefusedAct(QualityEvent event) {}
