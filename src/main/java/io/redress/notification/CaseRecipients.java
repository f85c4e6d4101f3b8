package io.redress.notification;

import io.redress.core.CaseRef;
import io.redress.core.CaseType;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A port: each kind of case tells whom a message about it goes to and what its text may say. */
public interface CaseRecipients {

    CaseType caseType();

    /** The customer of this case, or null when there is none. */
    @Nullable
    Recipient customer(CaseRef caseRef);

    /** The values that message texts may use for this case: {@code reference}, {@code product}, {@code answer} … */
    Map<String, String> values(CaseRef caseRef, Locale language);

    /**
     * Somebody a message goes to.
     *
     * @param subject whose key protects the message as sent
     * @param email null when no address is known
     */
    record Recipient(
            UUID subject, @Nullable String name, @Nullable String email, Locale language) {}
}
