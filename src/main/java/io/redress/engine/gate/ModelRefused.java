package io.redress.engine.gate;

import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import java.util.List;
import java.util.stream.Collectors;

/** A deployment was refused; the message lists everything that is wrong with it, one line each. */
final class ModelRefused extends Refusal {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 50;

    ModelRefused(List<ModelProblem> problems) {
        super(Kind.INVALID, message(problems), fields(problems));
    }

    private static String message(List<ModelProblem> problems) {
        String lines =
                problems.stream().limit(SHOWN).map(problem -> "\n  " + problem).collect(Collectors.joining());
        String rest = problems.size() > SHOWN ? "\n  and " + (problems.size() - SHOWN) + " more" : "";
        return "The deployment was refused, nothing was stored. "
                + problems.size()
                + (problems.size() == 1 ? " problem:" : " problems:")
                + lines
                + rest;
    }

    private static List<FieldProblem> fields(List<ModelProblem> problems) {
        return problems.stream()
                .limit(SHOWN)
                .map(problem -> new FieldProblem(
                        problem.place(), "found " + problem.found() + "; allowed: " + problem.allowed()))
                .toList();
    }
}
