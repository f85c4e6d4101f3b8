@NullMarked
package io.redress.notification.process;

import org.jspecify.annotations.NullMarked;
