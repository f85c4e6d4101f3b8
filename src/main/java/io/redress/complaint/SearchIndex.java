package io.redress.complaint;

import io.redress.party.CustomerDetails;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Writes what {@link ComplaintSearch} finds complaints by. */
@Component
class SearchIndex {

    private final JdbcTemplate database;
    private final ComplaintQuestions questions;

    SearchIndex(JdbcTemplate database, ComplaintQuestions questions) {
        this.database = database;
        this.questions = questions;
    }

    /** Makes new complaints findable. */
    void index(List<Entry> entries) {
        database.batchUpdate(
                "insert into complaint_search (complaint_id, registered_at, terms, tokens) values (?, ?, ?, ?)",
                entries.stream()
                        .map(entry -> row(entry.complaint(), entry.registration(), entry.report()))
                        .toList());
    }

    private Object[] row(Complaint complaint, RegisterComplaint registration, String reportReference) {
        Stream<@Nullable String> own = Stream.concat(
                Stream.of(
                        complaint.reference(),
                        reportReference,
                        registration.externalReference(),
                        registration.category(),
                        registration.channel()),
                registration.products().stream()
                        .flatMap(p -> Stream.of(p.code(), p.name(), p.lot(), p.serial(), p.udi())));
        String terms = own.filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .map(SearchTerms::folded)
                .collect(Collectors.joining("\n"));
        Set<Long> tokens = SearchTerms.shortWords(terms);
        registration.products().stream()
                .map(RegisterComplaint.Product::code)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .forEach(code -> tokens.add(SearchTerms.product(code)));
        tokens.addAll(questions.personTokens(registration.description()));
        tokens.addAll(questions.personTokens(registration.remedySought()));
        CustomerDetails customer = registration.customer();
        if (customer != null) {
            Stream.of(customer.name(), customer.email(), customer.phone(), customer.address(), customer.reference())
                    .forEach(text -> tokens.addAll(questions.personTokens(text)));
        }
        return new Object[] {
            complaint.id(), complaint.registeredAt().atOffset(ZoneOffset.UTC), terms, tokens.toArray(Long[]::new)
        };
    }

    /**
     * A new complaint.
     *
     * @param report the reference of its report
     */
    record Entry(Complaint complaint, RegisterComplaint registration, String report) {}

    /** What tells the words of a person who was erased goes; what our own fields say stays findable. */
    void forget(UUID subject) {
        database.update("""
                        update complaint_search set tokens = array(select token from unnest(tokens) as token where token < 0)
                        where complaint_id in (select id from complaint where subject = ?)""", subject);
    }
}
