package io.redress.complaint;

import io.redress.party.BulkPersons;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The search entry of a complaint that is loaded in bulk: the same as {@link SearchIndex} writes, no database. */
public final class BulkSearch {

    public static final String COLUMNS = "complaint_id, registered_at, terms, tokens";

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
        String terms = own.stream().map(SearchTerms::folded).collect(Collectors.joining("\n"));
        Set<Long> tokens = SearchTerms.shortWords(terms);
        tokens.add(SearchTerms.product(productCode));
        ofPersons.forEach(text -> persons.searchTokens(text).forEach(hex -> tokens.add(SearchTerms.personToken(hex))));
        return new Object[] {complaint, registered, terms, tokens};
    }
}
