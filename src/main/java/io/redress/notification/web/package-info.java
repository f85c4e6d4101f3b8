/** The page that shows what was sent, what waits and what failed. */
@NullMarked
package io.redress.notification.web;

import org.jspecify.annotations.NullMarked;
