package io.redress.report;

import com.github.f4b6a3.uuid.UuidCreator;
import io.redress.core.CaseRef;
import io.redress.core.Change;
import io.redress.core.QualityEvent;
import io.redress.identity.Actors;
import io.redress.party.PersonStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps what came in, as it came in. It does not judge: whether a report becomes a complaint, joins one or stays
 * feedback is decided elsewhere, and only told here.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Reports {

    /** The source of what a person enters at the desk. */
    public static final String DESK = "desk";

    private final JdbcClient jdbc;
    private final PersonStore persons;
    private final Actors actors;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    Reports(JdbcClient jdbc, PersonStore persons, Actors actors, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.persons = persons;
        this.actors = actors;
        this.clock = clock;
        this.events = events;
    }

    /**
     * Keeps a report that becomes a complaint of its own in the same transaction, the caller's. Its words are kept and
     * its reference issued with the complaint's, which spares the database two turns.
     *
     * @param reference an issued {@code R-} reference
     * @param raw where the content as received is kept, under the subject's key
     * @throws AlreadyReported when its source has reported this external reference before
     */
    public Received receivePromoted(NewReport report, String reference, UUID raw, CaseRef complaint) {
        String source = report.source() == null ? DESK : report.source();
        refuseSecond(source, report.externalReference());
        Instant now = clock.instant();
        Instant received = report.receivedAt() == null ? now : report.receivedAt();
        UUID id = UuidCreator.getTimeOrderedEpoch();
        long kept = jdbc.sql("""
                        with kept as (insert into report (id, reference, state, channel, source, external_reference, awareness_date,
                          received_at, entered_at, entered_by, language, customer_id, subject, raw_id, content_hash)
                        values (:id, :reference, 'promoted', :channel, :source, :external, :awareness,
                          :received, :entered, :by, :language, :customer, :subject, :raw, :hash)
                        on conflict (source, external_reference) where external_reference is not null do nothing
                        returning id),
                        named as (insert into report_product (report_id, position, code, name, lot, serial, udi)
                        select kept.id, p.place - 1, p.code, p.name, p.lot, p.serial, p.udi from kept,
                          unnest(:codes::text[], :names::text[], :lots::text[], :serials::text[], :udis::text[])
                          with ordinality as p (code, name, lot, serial, udi, place))
                        select count(*) from kept""")
                .param("id", id)
                .param("reference", reference)
                .param("channel", report.channel())
                .param("source", source)
                .param("external", report.externalReference())
                .param("awareness", report.awarenessDate())
                .param("received", utc(received))
                .param("entered", utc(now))
                .param("by", actors.current().id())
                .param("language", report.language())
                .param("customer", report.customerId())
                .param("subject", report.subject())
                .param("raw", raw)
                .param("hash", persons.commitment(report.subject(), report.raw()))
                .param("codes", column(report, NewReport.ReportedProduct::code))
                .param("names", column(report, NewReport.ReportedProduct::name))
                .param("lots", column(report, NewReport.ReportedProduct::lot))
                .param("serials", column(report, NewReport.ReportedProduct::serial))
                .param("udis", column(report, NewReport.ReportedProduct::udi))
                .query(Long.class)
                .single();
        if (kept == 0) { // somebody else's, committed between the question and the insert
            refuseSecond(source, report.externalReference());
            throw new IllegalStateException("A report was neither kept nor found");
        }
        List<Change> changes = new ArrayList<>(List.of(
                Change.of("channel", null, report.channel()),
                Change.of("source", null, source),
                Change.of("awarenessDate", null, report.awarenessDate()),
                Change.of("receivedAt", null, received),
                Change.ofPersonData("raw", null, raw)));
        if (report.externalReference() != null) {
            changes.add(Change.of("externalReference", null, report.externalReference()));
        }
        events.publishEvent(
                QualityEvent.of(CaseRef.report(reference), "report.received").changing(changes.toArray(Change[]::new)));
        events.publishEvent(promoted(reference, "received", complaint));
        return new Received(id, reference);
    }

    private static QualityEvent promoted(String report, String before, CaseRef complaint) {
        return QualityEvent.of(CaseRef.report(report), "report.promoted")
                .changing(Change.of("state", before, "promoted"))
                .with(Map.of("complaint", complaint.reference()));
    }

    /** Reports that were here already became complaints of their own, each the one named. */
    public void promoted(Map<UUID, CaseRef> complaints) {
        List<QualityEvent> moved = new ArrayList<>();
        jdbc.sql("""
                        with present as (select id, reference, state from report where id in (:ids) order by id for update)
                        update report set state = 'promoted' from present where report.id = present.id
                        returning report.id, present.reference, present.state as before""").param("ids", complaints.keySet()).query(row -> {
            CaseRef complaint = Objects.requireNonNull(complaints.get(row.getObject("id", UUID.class)));
            moved.add(promoted(row.getString("reference"), row.getString("before"), complaint));
        });
        moved.forEach(events::publishEvent);
    }

    /** The report is kept, and becomes no complaint. */
    public void keptAsFeedback(UUID reportId) {
        move(reportId, "feedback", Map.of());
    }

    /** The report now belongs to another case. */
    public void joined(UUID reportId, CaseRef complaint) {
        move(reportId, "joined", Map.of("complaint", complaint.reference()));
    }

    /** The reports with these ids, in the order they were entered. */
    public List<ReportView> views(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Row> rows = rows(ids);
        Map<UUID, List<LaterRow>> later = jdbc
                .sql("select * from report_version where report_id in (:ids) order by report_id, version")
                .param("ids", ids)
                .query(LaterRow::of)
                .stream()
                .collect(Collectors.groupingBy(LaterRow::reportId));
        Map<UUID, String> raw = persons.readAll(Stream.concat(
                        rows.stream().map(Row::rawId),
                        later.values().stream().flatMap(List::stream).map(LaterRow::rawId))
                .collect(Collectors.toSet()));
        return rows.stream()
                .map(row -> row.view(
                        raw.get(row.rawId()),
                        later.getOrDefault(row.id(), List.of()).stream()
                                .map(version -> version.view(raw.get(version.rawId())))
                                .toList()))
                .toList();
    }

    /** Those of the reports with these ids that nobody has judged yet. */
    public List<UnjudgedReport> unjudged(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Row> rows =
                rows(ids).stream().filter(row -> row.state().equals("received")).toList();
        Map<UUID, String> raw = persons.readAll(rows.stream().map(Row::rawId).collect(Collectors.toSet()));
        return rows.stream().map(row -> row.unjudged(raw.get(row.rawId()))).toList();
    }

    private List<Row> rows(Collection<UUID> ids) {
        return jdbc.sql("select * from report where id in (:ids) order by entered_at, id")
                .param("ids", ids)
                .query(Row::of)
                .list();
    }

    private void move(UUID reportId, String state, Map<String, String> details) {
        QualityEvent moved = jdbc.sql("""
                        with present as (select id, reference, state from report where id = ? for update)
                        update report set state = ? from present where report.id = present.id
                        returning present.reference, present.state as before""")
                .params(reportId, state)
                .query((row, n) -> QualityEvent.of(CaseRef.report(row.getString("reference")), "report." + state)
                        .changing(Change.of("state", row.getString("before"), state))
                        .with(details))
                .single();
        events.publishEvent(moved);
    }

    private void refuseSecond(String source, @Nullable String externalReference) {
        if (externalReference == null) {
            return;
        }
        jdbc.sql("select id, reference from report where source = ? and external_reference = ?")
                .params(source, externalReference)
                .query((row, n) -> new AlreadyReported(row.getObject("id", UUID.class), row.getString("reference")))
                .optional()
                .ifPresent(already -> {
                    throw already;
                });
    }

    private static @Nullable String[] column(
            NewReport report, Function<NewReport.ReportedProduct, @Nullable String> field) {
        return report.products().stream().map(field).toArray(String[]::new);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * A report that was kept.
     *
     * @param reference {@code R-2026-000001}
     */
    public record Received(UUID id, String reference) {}

    private record Row(
            UUID id,
            String reference,
            String state,
            String channel,
            String source,
            @Nullable String externalReference,
            LocalDate awareness,
            Instant receivedAt,
            Instant enteredAt,
            String enteredBy,
            String language,
            UUID subject,
            @Nullable UUID customerId,
            @Nullable UUID importId,
            UUID rawId) {

        static Row of(ResultSet row, int number) throws SQLException {
            return new Row(
                    row.getObject("id", UUID.class),
                    row.getString("reference"),
                    row.getString("state"),
                    row.getString("channel"),
                    row.getString("source"),
                    row.getString("external_reference"),
                    row.getObject("awareness_date", LocalDate.class),
                    row.getTimestamp("received_at").toInstant(),
                    row.getTimestamp("entered_at").toInstant(),
                    row.getString("entered_by"),
                    row.getString("language"),
                    row.getObject("subject", UUID.class),
                    row.getObject("customer_id", UUID.class),
                    row.getObject("import_id", UUID.class),
                    row.getObject("raw_id", UUID.class));
        }

        UnjudgedReport unjudged(@Nullable String raw) {
            return new UnjudgedReport(
                    id, reference, subject, customerId, awareness, receivedAt, language, enteredBy, raw);
        }

        ReportView view(@Nullable String raw, List<ReportView.Later> later) {
            return new ReportView(
                    id,
                    reference,
                    state,
                    channel,
                    source,
                    externalReference,
                    awareness,
                    receivedAt,
                    enteredAt,
                    enteredBy,
                    language,
                    raw,
                    importId,
                    later);
        }
    }

    private record LaterRow(UUID reportId, int version, UUID rawId, Instant enteredAt, String enteredBy) {

        static LaterRow of(ResultSet row, int number) throws SQLException {
            return new LaterRow(
                    row.getObject("report_id", UUID.class),
                    row.getInt("version"),
                    row.getObject("raw_id", UUID.class),
                    row.getTimestamp("entered_at").toInstant(),
                    row.getString("entered_by"));
        }

        ReportView.Later view(@Nullable String raw) {
            return new ReportView.Later(version, enteredAt, enteredBy, raw);
        }
    }
}
