/** Customers and other outsiders, and the store that keeps every person's data under that person's key. */
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "platform"})
package io.redress.party;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
