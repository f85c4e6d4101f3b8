package io.redress.complaint;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.hibernate.Session;
import org.hibernate.engine.spi.EntityKey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Finds a complaint by its reference, for reading or alone with it, with no statement more than that takes: several steps
 * of one case often share a transaction.
 */
@Component
class OpenedComplaints {

    private final ComplaintRepository complaints;
    private final EntityManager entities;
    private final JdbcClient jdbc;

    OpenedComplaints(ComplaintRepository complaints, EntityManager entities, JdbcClient jdbc) {
        this.complaints = complaints;
        this.entities = entities;
        this.jdbc = jdbc;
    }

    Optional<Complaint> find(String reference) {
        Complaint read = readBefore(reference);
        return read == null ? complaints.findByReference(reference) : Optional.of(read);
    }

    /**
     * The complaint as it is behind the lock. A task's rule may have read it before in this transaction, without the lock:
     * then it is read anew, or a step that ran meanwhile would end in a conflict that nobody understands. Whoever locked
     * it in this transaction is alone with it already.
     */
    Optional<Complaint> lock(String reference) {
        Complaint read = readBefore(reference);
        if (read == null) {
            return complaints.lockByReference(reference);
        }
        if (entities.getLockMode(read) != LockModeType.PESSIMISTIC_WRITE) {
            entities.flush();
            // Not in one with the refresh: Hibernate would read first, then lock, and refuse what changed in between.
            jdbc.sql("select 1 from complaint where id = ? for update")
                    .param(read.id())
                    .query(Integer.class)
                    .single();
            entities.refresh(read);
        }
        return Optional.of(read);
    }

    private @Nullable Complaint readBefore(String reference) {
        for (Object key : entities.unwrap(Session.class).getStatistics().getEntityKeys()) {
            if (key instanceof EntityKey entity && entity.getEntityName().equals(Complaint.class.getName())) {
                Complaint complaint = entities.find(Complaint.class, entity.getIdentifier());
                if (complaint != null && complaint.reference().equals(reference)) {
                    return complaint;
                }
            }
        }
        return null;
    }
}
