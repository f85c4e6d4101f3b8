package io.redress.complaint.process;

import io.redress.complaint.Complaints;
import io.redress.complaint.Severity;
import io.redress.complaint.TriageDecision;
import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import io.redress.engine.TaskRule;
import io.redress.platform.RedressProperties;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What must hold before a task of complaint handling is completed, so that a refusal names the field and has its right
 * status; a listener's exception would always be a 500. The domain asks the same again.
 */
@Configuration(proxyBeanMethods = false)
class TaskRules {

    static final String NOT_REACHABLE = "not-reachable";

    private static final List<String> WAYS = List.of("phone", "letter", "in-person", NOT_REACHABLE);
    private static final int LONGEST_REASON = 2_000;

    private final ObjectProvider<Complaints> complaints; // the engine asks for its rules before the domain exists
    private final Clock clock;
    private final RedressProperties properties;

    TaskRules(ObjectProvider<Complaints> complaints, Clock clock, RedressProperties properties) {
        this.complaints = complaints;
        this.clock = clock;
        this.properties = properties;
    }

    @Bean
    TaskRule triageRule() {
        return new Rule(ComplaintProcess.TASK_TRIAGE, this::triage);
    }

    @Bean
    TaskRule reachRule() {
        return new Rule(ComplaintProcess.TASK_REACH, this::reach);
    }

    @Bean
    TaskRule deliverRule() {
        return new Rule(ComplaintProcess.TASK_DELIVER, this::reach);
    }

    @Bean
    TaskRule investigateRule() {
        return new Rule(
                ComplaintProcess.TASK_INVESTIGATE,
                (completion, problems) -> complaints.getObject().refuseWithoutFinding(completion.caseReference()));
    }

    @Bean
    TaskRule answerRule() {
        return new Rule(
                ComplaintProcess.TASK_ANSWER,
                (completion, problems) -> complaints.getObject().refuseWithoutDraft(completion.caseReference()));
    }

    @Bean
    TaskRule approveRule() {
        return new Rule(ComplaintProcess.TASK_APPROVE, this::approve);
    }

    private void triage(TaskRule.Completion completion, List<FieldProblem> problems) {
        Map<String, @Nullable Object> fields = completion.variables();
        String outcome = text(fields, ComplaintProcess.OUTCOME, problems);
        String severity = text(fields, ComplaintProcess.CHOSEN_SEVERITY, problems);
        String reason = text(fields, ComplaintProcess.REASON, problems);
        String duplicateOf = text(fields, ComplaintProcess.DUPLICATE_OF, problems);
        if (outcome == null || !TriageDecision.OUTCOMES.contains(outcome)) {
            problems.add(
                    new FieldProblem(ComplaintProcess.OUTCOME, "one of " + String.join(", ", TriageDecision.OUTCOMES)));
        }
        tooLong(ComplaintProcess.REASON, reason, problems);
        if (outcome == null || !problems.isEmpty()) {
            return;
        }
        TriageDecision decision = new TriageDecision(outcome, severity, reason, duplicateOf);
        if (decision.answerOwed()) {
            String suggested = complaints.getObject().suggestedSeverity(completion.caseReference());
            String chosen = severity == null && !fields.containsKey(ComplaintProcess.CHOSEN_SEVERITY)
                    ? suggested // the field was not submitted and keeps what it was filled in with
                    : severity;
            if (chosen == null || !Severity.ALL.contains(chosen)) {
                problems.add(new FieldProblem(
                        ComplaintProcess.CHOSEN_SEVERITY, "one of " + String.join(", ", Severity.ALL)));
            } else if (suggested != null && !suggested.equals(chosen) && reason == null) {
                problems.add(new FieldProblem(
                        ComplaintProcess.REASON, "required: why the severity is " + chosen + ", not " + suggested));
            }
        } else if (reason == null) {
            problems.add(new FieldProblem(
                    ComplaintProcess.REASON, "required: why the customer gets no answer from this case"));
        }
        if (outcome.equals(TriageDecision.DUPLICATE)) {
            try {
                complaints.getObject().refuseAsDuplicate(completion.caseReference(), duplicateOf);
            } catch (Refusal refusal) {
                problems.addAll(refusal.problems());
            }
        }
    }

    private void reach(TaskRule.Completion completion, List<FieldProblem> problems) {
        Map<String, @Nullable Object> fields = completion.variables();
        String how = text(fields, ComplaintProcess.REACHED_BY, problems);
        String on = text(fields, ComplaintProcess.REACHED_ON, problems);
        String note = text(fields, ComplaintProcess.REACH_NOTE, problems);
        if (how == null || !WAYS.contains(how)) {
            problems.add(new FieldProblem(ComplaintProcess.REACHED_BY, "one of " + String.join(", ", WAYS)));
        }
        tooLong(ComplaintProcess.REACH_NOTE, note, problems);
        if (NOT_REACHABLE.equals(how)) {
            if (note == null) {
                problems.add(new FieldProblem(ComplaintProcess.REACH_NOTE, "required: what you tried"));
            }
        } else if (!dayUpToToday(on)) {
            problems.add(new FieldProblem(
                    ComplaintProcess.REACHED_ON, "a day that is not in the future, such as 2026-11-20"));
        }
    }

    private void approve(TaskRule.Completion completion, List<FieldProblem> problems) {
        if (!(completion.variables().get(ComplaintProcess.APPROVED) instanceof Boolean approved)) {
            problems.add(new FieldProblem(ComplaintProcess.APPROVED, "true or false"));
            return;
        }
        complaints.getObject().refuseDecision(completion.caseReference(), approved, completion.userId());
    }

    private boolean dayUpToToday(@Nullable String text) {
        if (text == null || text.length() != 10) {
            return false;
        }
        try {
            // A day ahead is granted: it may be tomorrow already where the person sits.
            return !LocalDate.parse(text)
                    .isAfter(clock.instant()
                            .atZone(properties.zone())
                            .toLocalDate()
                            .plusDays(1));
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static @Nullable String text(
            Map<String, @Nullable Object> fields, String name, List<FieldProblem> problems) {
        Object value = fields.get(name);
        if (value != null && !(value instanceof String)) {
            problems.add(new FieldProblem(name, "text"));
            return null;
        }
        return Variables.text(value);
    }

    private static void tooLong(String name, @Nullable String text, List<FieldProblem> problems) {
        if (text != null && text.length() > LONGEST_REASON) {
            problems.add(new FieldProblem(name, "at most " + LONGEST_REASON + " characters"));
        }
    }

    private record Rule(String taskKey, BiConsumer<Completion, List<FieldProblem>> rule) implements TaskRule {

        @Override
        public String processKey() {
            return ComplaintProcess.KEY;
        }

        @Override
        public void check(Completion completion) {
            List<FieldProblem> problems = new ArrayList<>();
            rule.accept(completion, problems);
            if (!problems.isEmpty()) {
                throw Refusal.invalid(problems);
            }
        }
    }
}
