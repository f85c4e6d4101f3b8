package io.redress.party;

import java.util.UUID;

/**
 * A person's key was destroyed, in this transaction. Modules that keep derived traces of the person (search tokens,
 * stored answers) delete them on this event.
 */
public record PersonErased(UUID subject) {}
