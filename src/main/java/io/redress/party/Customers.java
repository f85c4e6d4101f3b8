package io.redress.party;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The customers and other outsiders that cases speak of. */
@Service
public class Customers {

    /**
     * Finds the customer by its reference or e-mail address, or makes a new one; new details are kept as a later
     * version.
     */
    public CustomerId register(CustomerDetails details) {
        throw new UnsupportedOperationException();
    }

    /** The details as last known, or null when the person was erased or there is none. */
    public @Nullable CustomerDetails details(UUID customerId) {
        throw new UnsupportedOperationException();
    }

    /**
     * A customer's id and the subject whose key protects what is said about it.
     */
    public record CustomerId(UUID id, UUID subject) {}
}
