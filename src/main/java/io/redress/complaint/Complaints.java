package io.redress.complaint;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The register of complaints: the module's one service. */
@Service
public class Complaints {

    /** Registers report and complaint and starts the process, in one transaction. */
    public String register(RegisterComplaint complaint) {
        throw new UnsupportedOperationException();
    }

    /** @throws io.redress.core.Refusal when there is none */
    public ComplaintView get(String reference) {
        throw new UnsupportedOperationException();
    }

    public Page search(ComplaintFilter filter, int page, int size) {
        throw new UnsupportedOperationException();
    }

    /** Keeps the analyst's finding; the task can then be completed. */
    public void recordInvestigation(
            String reference, @Nullable String cause, @Nullable String evidence, @Nullable String notDetermined) {
        throw new UnsupportedOperationException();
    }

    /** Keeps the text as the newest version of the answer, to be submitted with the task. */
    public void writeAnswer(String reference, String text) {
        throw new UnsupportedOperationException();
    }

    /** Approves or sends back the submitted answer. @throws io.redress.core.Refusal when the decider is its author */
    public void decideAnswer(String reference, boolean approved, @Nullable String reason) {
        throw new UnsupportedOperationException();
    }

    /** The customer objects to the answer: reopens a closed case and starts its process again. */
    public void reopen(String reference, String reason, boolean investigateAgain) {
        throw new UnsupportedOperationException();
    }

    /**
     * One page of the register, newest first.
     *
     * @param total rows that match
     */
    public record Page(List<Row> content, int page, int size, long total) {}

    /** One row of the register. */
    public record Row(
            String reference,
            ComplaintState state,
            @Nullable String severity,
            @Nullable Integer priority,
            @Nullable String category,
            @Nullable String product,
            @Nullable String customer,
            String channel,
            Instant registeredAt,
            @Nullable Instant closedAt,
            boolean demo) {}
}
