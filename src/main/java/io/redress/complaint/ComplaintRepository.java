package io.redress.complaint;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** The store of {@link Complaint}. */
interface ComplaintRepository extends JpaRepository<Complaint, UUID> {

    Optional<Complaint> findByReference(String reference);

    /** Only for what this transaction has not read yet: see {@link OpenedComplaints}. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from Complaint c where c.reference = :reference")
    Optional<Complaint> lockByReference(String reference);
}
