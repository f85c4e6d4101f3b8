package io.redress.complaint;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One decision at triage, kept for good. */
@Entity
@Table(name = "complaint_triage")
class ComplaintTriage {

    @Id
    UUID id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "complaint_id")
    Complaint complaint;

    String outcome;
    String severity;
    String suggestedSeverity;
    boolean overridden;
    UUID reasonId;
    UUID duplicateOf;
    String decidedBy;
    Instant decidedAt;

    protected ComplaintTriage() {}

    ComplaintTriage(
            Complaint complaint,
            TriageDecision decision,
            boolean overridden,
            UUID reasonId,
            UUID duplicateOf,
            String decidedBy,
            Instant decidedAt) {
        this.id = UuidCreator.getTimeOrderedEpoch();
        this.complaint = complaint;
        this.outcome = decision.outcome();
        this.severity = decision.severity();
        this.suggestedSeverity = complaint.suggestedSeverity();
        this.overridden = overridden;
        this.reasonId = reasonId;
        this.duplicateOf = duplicateOf;
        this.decidedBy = decidedBy;
        this.decidedAt = decidedAt;
    }
}
