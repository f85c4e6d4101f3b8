package io.redress.identity;

import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who works with Redress, as others may see them.
 *
 * @param id login name and engine user id; never changes
 * @param subject under whose key the ledger keeps what would name this person
 * @param printedName as it stands on records, displays and printouts
 * @param language of pages and mails, as an ISO 639 code
 * @param team id of the team, null for none
 * @param active whether this person may sign in
 * @param demo whether this person was invented for a demonstration
 */
public record Person(
        String id,
        UUID subject,
        String printedName,
        @Nullable String email,
        String language,
        ZoneId zone,
        @Nullable String team,
        boolean active,
        boolean demo) {}
