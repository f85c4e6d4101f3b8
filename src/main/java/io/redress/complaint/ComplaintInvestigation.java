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

/** One finding: a cause with its evidence, or why none was determined. */
@Entity
@Table(name = "complaint_investigation")
class ComplaintInvestigation {

    @Id
    UUID id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "complaint_id")
    Complaint complaint;

    UUID causeId;
    UUID evidenceId;
    UUID notDeterminedId;
    String foundBy;
    Instant foundAt;

    protected ComplaintInvestigation() {}

    ComplaintInvestigation(
            Complaint complaint, UUID causeId, UUID evidenceId, UUID notDeterminedId, String foundBy, Instant foundAt) {
        this.id = UuidCreator.getTimeOrderedEpoch();
        this.complaint = complaint;
        this.causeId = causeId;
        this.evidenceId = evidenceId;
        this.notDeterminedId = notDeterminedId;
        this.foundBy = foundBy;
        this.foundAt = foundAt;
    }
}
