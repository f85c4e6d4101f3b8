package io.redress.complaint;

import com.github.f4b6a3.uuid.UuidCreator;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One version of the answer to the customer. What was submitted is never rewritten. */
@Entity
@Table(name = "complaint_answer")
class ComplaintAnswer {

    static final String DRAFT = "draft";
    static final String SUBMITTED = "submitted";
    static final String REJECTED = "rejected";
    static final String APPROVED = "approved";
    static final String SENT = "sent";

    @Id
    UUID id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "complaint_id")
    Complaint complaint;

    @Column(name = "version")
    int number;

    String state;
    UUID textId;
    String author;
    Instant writtenAt;
    Instant submittedAt;
    String decidedBy;
    Instant decidedAt;
    UUID rejectionId;
    Instant sentAt;

    protected ComplaintAnswer() {}

    ComplaintAnswer(Complaint complaint, int number, UUID textId, String author, Instant writtenAt) {
        this.id = UuidCreator.getTimeOrderedEpoch();
        this.complaint = complaint;
        this.number = number;
        this.state = DRAFT;
        this.textId = textId;
        this.author = author;
        this.writtenAt = writtenAt;
    }

    boolean is(String wanted) {
        return state.equals(wanted);
    }
}
