/** Turns what comes in from outside into reports of one kind: today files of many rows, whoever wrote them. */
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "platform", "party", "identity", "report", "complaint"})
package io.redress.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
