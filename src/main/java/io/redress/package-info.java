@NullMarked
package io.redress;

import org.jspecify.annotations.NullMarked;
