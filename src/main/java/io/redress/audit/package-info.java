/** The ledger: append-only, hash-chained, sealed last in each transaction; and the timeline read from it. */
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "platform", "party", "identity"})
package io.redress.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
