package io.redress.complaint;

import io.redress.core.Refusal;
import java.util.List;

/** What the source sent under this external reference is in the register already. */
public class AlreadyRegistered extends Refusal {

    private static final long serialVersionUID = 1L;

    private final String reference;

    AlreadyRegistered(String reference) {
        super(
                Kind.CONFLICT,
                "This external reference of this source is registered already, as " + reference + ".",
                List.of());
        this.reference = reference;
    }

    /** The complaint that holds it. */
    public String reference() {
        return reference;
    }
}
