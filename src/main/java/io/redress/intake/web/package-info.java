/** Imports over HTTP: for other systems, and as pages. */
@NullMarked
package io.redress.intake.web;

import org.jspecify.annotations.NullMarked;
