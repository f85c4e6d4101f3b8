/** What the application stands on: the data folder, the embedded database, the one clock, the public address, the hygiene of requests. */
@NullMarked
@ApplicationModule(allowedDependencies = {"core"})
package io.redress.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
