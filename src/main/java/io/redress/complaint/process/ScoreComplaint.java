package io.redress.complaint.process;

import io.redress.complaint.Complaints;
import io.redress.complaint.SafetySignals;
import io.redress.complaint.ScoringFacts;
import io.redress.engine.Models;
import io.redress.engine.PublishedBean;
import java.util.Locale;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * The step that gathers what the decision table asks for: category, safety, similar complaints, channel. It takes the
 * input parameter {@code windowDays} (calendar days, default 90) and the word list {@code safety-signals.<language>.md}
 * of its own deployment, and judges nothing itself.
 */
@PublishedBean("scoreComplaint")
public class ScoreComplaint implements JavaDelegate {

    private static final int DEFAULT_WINDOW = 90;

    private final Complaints complaints;
    private final Models models;

    ScoreComplaint(Complaints complaints, Models models) {
        this.complaints = complaints;
        this.models = models;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Integer window = Variables.number(execution, ComplaintProcess.WINDOW_DAYS);
        String definition = execution.getProcessDefinitionId();
        ScoringFacts facts = complaints.gatherFacts(
                Objects.requireNonNull(execution.getProcessBusinessKey(), "business key"),
                language -> signals(definition, language),
                window == null ? DEFAULT_WINDOW : window);
        execution.setVariable(ComplaintProcess.CATEGORY, facts.category());
        execution.setVariable(ComplaintProcess.SAFETY, facts.safety());
        execution.setVariable(ComplaintProcess.SIMILAR_COMPLAINTS, facts.similarComplaints());
        execution.setVariable(ComplaintProcess.CHANNEL, facts.channel());
    }

    /** @throws IllegalStateException when there is no list at all: a missing list must not pass as "no danger" */
    private SafetySignals signals(String definition, String language) {
        return models.text(definition, file(language))
                .or(() -> models.text(definition, file("en")))
                .map(SafetySignals::read)
                .orElseThrow(() -> new IllegalStateException(
                        "The deployment has no word list " + file(language) + " nor " + file("en")));
    }

    private static String file(String language) {
        return "safety-signals." + Locale.forLanguageTag(language).getLanguage() + ".md";
    }
}
