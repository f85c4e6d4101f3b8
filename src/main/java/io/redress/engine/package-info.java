/** The embedded process engine: its configuration, the deployment of processes/, the gate for models, what it reports to the ledger. */
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "platform", "identity"})
package io.redress.engine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
