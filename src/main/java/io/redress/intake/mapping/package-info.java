/** Says which column of a table is which field of a complaint, and makes the one from the other. */
@NullMarked
package io.redress.intake.mapping;

import org.jspecify.annotations.NullMarked;
