/** What came in through a channel, kept as received, before anyone judged it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "platform", "party", "identity"})
package io.redress.report;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
