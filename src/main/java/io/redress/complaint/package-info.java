/** An expression of dissatisfaction that is owed an answer (ISO 10002): its record, its states, its process. */
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "platform", "party", "identity", "engine", "report", "notification"})
package io.redress.complaint;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
