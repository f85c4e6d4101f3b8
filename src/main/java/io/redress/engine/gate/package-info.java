/**
 * The gate for models: what is refused before the engine reads a resource, and the guard that stands at every
 * evaluation of an expression, so that nothing gets by.
 */
@NullMarked
package io.redress.engine.gate;

import org.jspecify.annotations.NullMarked;
