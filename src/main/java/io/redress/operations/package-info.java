/** What an operator does with an installation as a whole: back it up, restore it, watch its archive. */
@NullMarked
@ApplicationModule(allowedDependencies = {"platform", "party", "audit"})
package io.redress.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
