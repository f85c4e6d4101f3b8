package io.redress.complaint.web;

import io.redress.complaint.RegisterComplaint;
import io.redress.core.FieldProblem;
import io.redress.party.CustomerDetails;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was typed into the form for a new complaint, kept as typed so that nothing is lost when something is wrong.
 *
 * @param key drawn when the form was opened; sending it twice registers once
 */
record NewComplaint(
        @Nullable String key,
        @Nullable String channel,
        @Nullable String source,
        @Nullable String externalReference,
        @Nullable String awarenessDate,
        @Nullable String language,
        @Nullable Customer customer,
        @Nullable List<Row> products,
        @Nullable String category,
        @Nullable String description,
        @Nullable String remedySought) {

    /** A form has as many rows as a person can look through; who has more sends them over the API. */
    static final int MAX_ROWS = 20;

    record Customer(
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String address,
            @Nullable String country,
            @Nullable String reference) {}

    record Row(
            @Nullable String code,
            @Nullable String name,
            @Nullable String lot,
            @Nullable String serial,
            @Nullable String udi) {

        static final Row EMPTY = new Row(null, null, null, null, null);

        boolean empty() {
            return Stream.of(code, name, lot, serial, udi).allMatch(NewComplaint::blank);
        }
    }

    static NewComplaint empty(String key, String language) {
        return new NewComplaint(key, null, null, null, null, language, null, List.of(Row.EMPTY), null, null, null);
    }

    /** Public because templates call it; there is at least one. */
    public List<Row> rows() {
        List<Row> rows = products == null
                ? List.of()
                : products.stream().map(row -> row == null ? Row.EMPTY : row).toList();
        return rows.isEmpty() ? List.of(Row.EMPTY) : rows;
    }

    NewComplaint withRows(List<Row> rows) {
        return new NewComplaint(
                key,
                channel,
                source,
                externalReference,
                awarenessDate,
                language,
                customer,
                rows,
                category,
                description,
                remedySought);
    }

    /** What a page can see without asking the register; the register checks all of it again. */
    List<FieldProblem> problems() {
        List<FieldProblem> problems = new ArrayList<>();
        if (blank(channel)) {
            problems.add(new FieldProblem("channel", "required"));
        }
        if (blank(description)) {
            problems.add(new FieldProblem("description", "required"));
        }
        if (!blank(awarenessDate) && date() == null) {
            problems.add(new FieldProblem("awarenessDate", "a date such as 2026-11-20"));
        }
        return problems;
    }

    /** Rows that were left empty are left out, so the numbers of the others may shift; see {@link #filled()}. */
    RegisterComplaint registration() {
        Customer c = customer;
        return new RegisterComplaint(
                Objects.requireNonNullElse(channel, ""),
                text(source),
                text(externalReference),
                date(),
                text(language),
                c == null
                        ? null
                        : new CustomerDetails(
                                text(c.name()),
                                text(c.email()),
                                text(c.phone()),
                                text(c.address()),
                                text(c.country()),
                                text(c.reference())),
                filled().stream()
                        .map(row -> new RegisterComplaint.Product(
                                text(row.code()),
                                text(row.name()),
                                text(row.lot()),
                                text(row.serial()),
                                text(row.udi())))
                        .toList(),
                text(category),
                Objects.requireNonNullElse(description, ""),
                text(remedySought),
                null);
    }

    List<Row> filled() {
        return rows().stream().filter(row -> !row.empty()).toList();
    }

    private @Nullable LocalDate date() {
        String typed = awarenessDate;
        if (typed == null || typed.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(typed.strip());
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable String text(@Nullable String typed) {
        return blank(typed) ? null : typed;
    }

    private static boolean blank(@Nullable String typed) {
        return typed == null || typed.isBlank();
    }
}
