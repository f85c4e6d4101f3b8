@NullMarked
package io.redress.audit.web;

import org.jspecify.annotations.NullMarked;
