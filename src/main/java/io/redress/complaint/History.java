package io.redress.complaint;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What came of a complaint before it was taken over into this register.
 *
 * @param outcome in the words of the source
 * @param closedOn the day, in the organisation's zone; null when the source does not tell
 */
public record History(String outcome, @Nullable LocalDate closedOn) {}
