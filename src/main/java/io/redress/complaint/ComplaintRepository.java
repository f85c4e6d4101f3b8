package io.redress.complaint;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

/** The store of {@link Complaint}. */
interface ComplaintRepository extends JpaRepository<Complaint, UUID> {

    Optional<Complaint> findByReference(String reference);
}
