/** The one outbox and what leaves through it: mail to customers and staff, from texts that lie beside the diagrams. */
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "platform", "party", "identity", "engine"})
package io.redress.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
