/** Reads tables out of files: detects how they are written, and hands over one row after the other. No beans. */
@NullMarked
package io.redress.intake.table;

import org.jspecify.annotations.NullMarked;
