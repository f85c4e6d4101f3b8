package io.redress.intake;

import io.redress.core.FieldProblem;
import java.util.List;

/**
 * A row that is no report.
 *
 * @param number among the rows of the file, from 1
 * @param line on which it begins
 * @param problems why; empty once the person it was about was erased
 * @param cells as they stood there
 */
public record RefusedRow(long number, long line, List<FieldProblem> problems, List<String> cells) {}
