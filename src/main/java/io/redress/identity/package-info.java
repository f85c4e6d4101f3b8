/** Persons, teams, roles, login, and the bridge between Spring Security and the engine's identity service. */
@NullMarked
@ApplicationModule(allowedDependencies = {"core", "platform", "party"})
package io.redress.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
