package io.redress.core;

import org.jspecify.annotations.Nullable;

/**
 * The model that governed a change.
 *
 * @param definitionId the engine's id of the process or decision definition
 * @param element the element's id in the diagram, if one is known
 */
public record ModelRef(String definitionId, @Nullable String element) {}
