@NullMarked
package io.redress.platform.web;

import org.jspecify.annotations.NullMarked;
