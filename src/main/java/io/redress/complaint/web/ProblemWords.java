package io.redress.complaint.web;

import io.redress.core.FieldProblem;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * Says what is wrong with a field in the reader's language, where the bundles have the words
 * ({@code complaint.expected.…}); else as the register said it.
 */
@Component
class ProblemWords {

    private final MessageSource messages;

    ProblemWords(MessageSource messages) {
        this.messages = messages;
    }

    String of(FieldProblem problem, Locale locale) {
        String field = problem.field().replaceAll("\\[\\d+]", "");
        String key = "complaint.expected." + (problem.message().startsWith("required") ? "required." : "") + field;
        String found = messages.getMessage(key, null, "", locale);
        return found == null || found.isEmpty() ? problem.message() : found;
    }
}
