@NullMarked
package io.redress.complaint.process;

import org.jspecify.annotations.NullMarked;
