/** The demo register: invented customers and complaints, played through the real processes. */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"core", "platform", "party", "identity", "engine", "report", "complaint", "notification"
        })
package io.redress.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
