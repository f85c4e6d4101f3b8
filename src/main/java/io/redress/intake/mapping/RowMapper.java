package io.redress.intake.mapping;

import io.redress.complaint.RegisterComplaint;
import io.redress.complaint.RegistrationRules;
import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import io.redress.intake.table.TableFormat;
import io.redress.intake.table.TableRow;
import io.redress.party.CustomerDetails;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes complaints of rows, as a plan says. Not for several threads. */
public final class RowMapper {

    /** Longest outcome, in characters. */
    private static final int OUTCOME = 2_000;

    private final TableFormat format;
    private final MappingText mapping;
    private final Binding binding;
    private final @Nullable DateOrder order;
    private final LocalDate today;
    private final ZoneId zone;
    private final boolean hasId;

    /**
     * @param today the organisation's day, after which nothing can have been received
     * @param zone in which days begin, where the mapping names none
     */
    public RowMapper(Plan plan, LocalDate today, ZoneId zone) {
        this.format = plan.format();
        this.mapping = Objects.requireNonNull(plan.mapping(), "A plan without a mapping makes no complaints")
                .said();
        this.binding = new Binding(mapping, format.columns());
        this.order = plan.dateOrder();
        this.today = today;
        this.zone = mapping.zone() == null ? zone : ZoneId.of(mapping.zone());
        Take id = mapping.take(Field.EXTERNAL_REFERENCE);
        this.hasId = !id.none() && binding.complete(id);
    }

    /** @throws Refusal with every field that is missing or wrong, by the names of the file's columns where it has them */
    public MappedRow map(TableRow row) {
        if (mapping.becomes() == Becomes.NOTHING) {
            String reason = mapping.reason();
            throw Refusal.invalid("row", reason == null ? "these rows become nothing" : reason);
        }
        String problem = row.problem();
        if (problem != null && !(mapping.shortRows() && row.onlyShort(format))) {
            throw Refusal.invalid("row", problem);
        }
        RowValues values = new RowValues(mapping, binding, row.cells());
        Received received = received(values);
        String narrative = values.text(Field.DESCRIPTION);
        String composed = narrative == null ? values.composed() : null;
        String outcome = outcome(values);
        LocalDate closedOn = closedOn(values, outcome, received.told());
        String id = hasId ? values.id() : null;
        if (hasId && id == null) {
            values.refuse(values.label(Field.EXTERNAL_REFERENCE), "required: the complaint's id in this table");
        }
        RowProducts products = new RowProducts(mapping, binding, values);
        String channel = values.value(Field.CHANNEL);
        RegisterComplaint complaint = new RegisterComplaint(
                channel == null ? "" : channel,
                mapping.source(),
                id,
                received.date(),
                values.value(Field.LANGUAGE),
                customer(values),
                products.products(),
                values.value(Field.CATEGORY),
                narrative != null ? narrative : composed != null ? composed : "",
                values.text(Field.REMEDY_SOUGHT),
                raw(row));
        check(complaint, values, products);
        if (!values.problems().isEmpty()) {
            throw Refusal.invalid(values.problems());
        }
        return new MappedRow(
                complaint,
                received.at(),
                outcome,
                closedOn,
                composed != null,
                RowContent.of(
                        complaint,
                        received.told(),
                        received.timed() ? received.at() : null,
                        outcome,
                        closedOn,
                        composed != null));
    }

    /** As {@link #map}, for a row that was kept: {@code raw} as in {@link MappedRow#complaint()}. */
    public MappedRow map(String raw) {
        return map(RawRow.read(format, raw));
    }

    /** The row as received, as JSON: each column's name and cell, in the file's order. */
    public String raw(TableRow row) {
        return RawRow.write(format, row);
    }

    /**
     * @param date as told; today where the table tells none
     * @param told null where the table tells none
     * @param timed does the table tell the time of day?
     */
    private record Received(LocalDate date, @Nullable LocalDate told, Instant at, boolean timed) {}

    private Received received(RowValues values) {
        Received none = new Received(today, null, today.atStartOfDay(zone).toInstant(), false);
        Take take = mapping.take(Field.RECEIVED_ON);
        if (take.none() || !binding.complete(take)) {
            return none;
        }
        String cell = values.value(Field.RECEIVED_ON);
        if (cell == null) {
            if (!mapping.receivedMayBeEmpty()) {
                values.refuse(values.label(Field.RECEIVED_ON), "required: the day it was received");
            }
            return none;
        }
        Dates.Moment moment = moment(values, Field.RECEIVED_ON, cell);
        if (moment == null) {
            return none;
        }
        LocalTime time = moment.time();
        String clock = values.value(Field.RECEIVED_TIME);
        if (clock != null) {
            time = Dates.time(clock);
            if (time == null) {
                values.refuse(
                        values.label(Field.RECEIVED_TIME),
                        RowValues.shown(clock) + " is no time of day such as 13:45 or 1:45 PM");
            }
        }
        if (time == null) {
            return new Received(
                    moment.date(),
                    moment.date(),
                    moment.date().atStartOfDay(zone).toInstant(),
                    false);
        }
        Instant at = moment.offset() == null
                ? moment.date().atTime(time).atZone(zone).toInstant()
                : moment.date().atTime(time).toInstant(moment.offset());
        LocalDate date = moment.offset() == null ? moment.date() : LocalDate.ofInstant(at, zone);
        return new Received(date, date, at, true);
    }

    private Dates.@Nullable Moment moment(RowValues values, Field field, String cell) {
        Dates.Moment moment = Dates.read(cell, order);
        if (moment == null) {
            values.refuse(
                    values.label(field),
                    RowValues.shown(cell) + " is no date written "
                            + Dates.WORDS.get(order == null ? DateOrder.YMD : order));
        }
        return moment;
    }

    private @Nullable String outcome(RowValues values) {
        String outcome = values.value(Field.OUTCOME);
        if (outcome == null || mapping.open().contains(MappingReader.key(outcome))) {
            return null;
        }
        if (outcome.length() > OUTCOME) {
            values.refuse(values.label(Field.OUTCOME), "at most " + OUTCOME + " characters, not " + outcome.length());
        }
        return outcome;
    }

    private @Nullable LocalDate closedOn(RowValues values, @Nullable String outcome, @Nullable LocalDate received) {
        String cell = values.value(Field.CLOSED_ON);
        if (cell == null || (outcome == null && !mapping.take(Field.OUTCOME).none())) {
            return null;
        }
        Dates.Moment moment = moment(values, Field.CLOSED_ON, cell);
        if (moment == null) {
            return null;
        }
        LocalDate date = moment.offset() == null || moment.time() == null
                ? moment.date()
                : LocalDate.ofInstant(moment.date().atTime(moment.time()).toInstant(moment.offset()), zone);
        String label = values.label(Field.CLOSED_ON);
        if (date.isAfter(today)) {
            values.refuse(label, "a day that is not in the future; today is " + today);
        } else if (received != null && date.isBefore(received)) {
            values.refuse(label, date + " is before " + received + ", when it was received");
        }
        return date;
    }

    /** A country alone is no customer. */
    private static @Nullable CustomerDetails customer(RowValues values) {
        CustomerDetails customer = new CustomerDetails(
                values.value(Field.CUSTOMER_NAME),
                values.value(Field.CUSTOMER_EMAIL),
                values.value(Field.CUSTOMER_PHONE),
                values.value(Field.CUSTOMER_ADDRESS),
                values.value(Field.CUSTOMER_COUNTRY),
                values.value(Field.CUSTOMER_REFERENCE));
        return customer.equals(new CustomerDetails(null, null, null, null, customer.country(), null)) ? null : customer;
    }

    private void check(RegisterComplaint complaint, RowValues values, RowProducts products) {
        List<String> told = new ArrayList<>(
                values.problems().stream().map(FieldProblem::field).toList());
        for (FieldProblem problem : RegistrationRules.check(complaint, today)) {
            String path = problem.field();
            // Without an id of its own the row gets one from its content, so it needs no customer.
            if (path.equals("customer") && complaint.externalReference() == null) {
                continue;
            }
            String label = label(path, values, products);
            if (!told.contains(label)) {
                values.refuse(label, problem.message());
            }
        }
    }

    private String label(String path, RowValues values, RowProducts products) {
        if (path.startsWith("products")) {
            return products.label(path);
        }
        if (path.equals("description")) {
            List<String> columns =
                    new ArrayList<>(mapping.take(Field.DESCRIPTION).columns());
            columns.addAll(mapping.composed());
            return binding.label(columns, path);
        }
        String key = path.equals("awarenessDate") ? Field.RECEIVED_ON.key() : path;
        return Field.of(key).map(values::label).orElse(path);
    }
}
