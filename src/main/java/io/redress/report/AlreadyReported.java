package io.redress.report;

import io.redress.core.Refusal;
import java.util.List;
import java.util.UUID;

/** This source has reported this external reference before. */
public class AlreadyReported extends Refusal {

    private static final long serialVersionUID = 1L;

    private final UUID reportId;

    AlreadyReported(UUID reportId, String reference) {
        super(
                Kind.CONFLICT,
                "This source has reported this external reference before, as " + reference + ".",
                List.of());
        this.reportId = reportId;
    }

    /** The report that holds the external reference. */
    public UUID reportId() {
        return reportId;
    }
}
