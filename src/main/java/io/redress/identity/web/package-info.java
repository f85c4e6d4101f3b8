@NullMarked
package io.redress.identity.web;

import org.jspecify.annotations.NullMarked;
