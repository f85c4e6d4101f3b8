/** The words every module shares: case references, quality events, actors, refusals. No Spring beans. */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package io.redress.core;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
