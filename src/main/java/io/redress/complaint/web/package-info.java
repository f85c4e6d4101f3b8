@NullMarked
package io.redress.complaint.web;

import org.jspecify.annotations.NullMarked;
