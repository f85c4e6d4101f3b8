package io.redress.complaint;

import io.redress.party.BulkPersons;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** The search entry of a complaint that is loaded in bulk: the same as {@link ComplaintSearch} writes, no database. */
public final class BulkSearch {

    public static final String COLUMNS = "complaint_id, terms, tokens";

    private BulkSearch() {}

    /**
     * The values of {@link #COLUMNS}.
     *
     * @param own words of our own fields
     * @param ofPersons texts of people
     */
    public static Object[] row(
            UUID complaint,
            Instant registered,
            List<String> own,
            String productCode,
            List<String> ofPersons,
            BulkPersons persons) {
        Set<String> tokens = new TreeSet<>();
        ofPersons.forEach(text -> tokens.addAll(persons.searchTokens(text)));
        return new Object[] {complaint, String.join("\n", own).toLowerCase(Locale.ROOT), tokens};
    }
}
