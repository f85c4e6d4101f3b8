package io.redress.report;

import com.github.f4b6a3.uuid.UuidCreator;
import io.redress.core.CaseRef;
import io.redress.core.CaseType;
import io.redress.core.Change;
import io.redress.core.QualityEvent;
import io.redress.party.PersonStore;
import io.redress.platform.References;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes in many reports at once, with a handful of statements however many there are, and tells which of them are here
 * already. Who sends two of the same in one batch has sorted that out before.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class ReportBatches {

    private static final String ADD_REPORT = """
            insert into report (id, reference, state, channel, source, external_reference, awareness_date, received_at,
              entered_at, entered_by, language, customer_id, subject, raw_id, content_hash, comparison_hash, import_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate database;
    private final PersonStore persons;
    private final References references;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    ReportBatches(
            JdbcTemplate database,
            PersonStore persons,
            References references,
            Clock clock,
            ApplicationEventPublisher events) {
        this.database = database;
        this.persons = persons;
        this.references = references;
        this.clock = clock;
        this.events = events;
    }

    /** What is here already of a source, by external reference. */
    public Map<String, KnownReport> known(String source, Collection<String> externalReferences) {
        Map<String, KnownReport> known = new HashMap<>();
        if (externalReferences.isEmpty()) {
            return known;
        }
        database.query(
                "select r.id, r.reference, r.external_reference, r.subject, r.comparison_hash, v.version,"
                        + " v.comparison_hash as later_hash from report r left join report_version v on v.report_id = r.id"
                        + " where r.source = ? and r.external_reference = any (?) order by r.id, v.version",
                row -> {
                    String external = row.getString("external_reference");
                    KnownReport report = known.get(external);
                    if (report == null) {
                        report = KnownReport.of(row);
                        known.put(external, report);
                    }
                    report.add(row.getString("later_hash"), row.getInt("version"));
                },
                source,
                externalReferences.toArray(String[]::new));
        return known;
    }

    /**
     * Does a report say the same as one of the versions that are here? A report that a person typed has nothing to
     * compare with, and one of somebody who was erased must not grow again: both say the same.
     *
     * @param saying each known report with what is said now, in the one spelling
     * @return for each whether it is the same
     */
    public List<Boolean> saySame(List<Saying> saying) {
        List<String> hashes = persons.commitments(saying.stream()
                .map(s -> new PersonStore.Piece(s.report().subject(), "report", s.content()))
                .toList());
        List<Boolean> same = new ArrayList<>(saying.size());
        for (int i = 0; i < saying.size(); i++) {
            same.add(hashes.get(i).isEmpty() || saying.get(i).report().said(hashes.get(i)));
        }
        return same;
    }

    /**
     * Keeps reports of one import, all new.
     *
     * @param feedback kept as feedback at once; otherwise they wait to be judged
     * @param by the person who is responsible
     * @return the reports in their order
     */
    public List<Reports.Received> receive(List<ImportedReport> reports, UUID importId, boolean feedback, String by) {
        int count = reports.size();
        if (count == 0) {
            return List.of();
        }
        Instant now = clock.instant();
        List<String> names = references.next(CaseType.REPORT, count);
        List<PersonStore.Piece> texts = new ArrayList<>();
        List<PersonStore.Piece> contents = new ArrayList<>();
        for (ImportedReport imported : reports) {
            NewReport report = imported.report();
            texts.add(new PersonStore.Piece(report.subject(), "report", report.raw()));
            contents.add(new PersonStore.Piece(report.subject(), "report", imported.content()));
        }
        List<UUID> raw = persons.putAll(texts);
        List<String> rawHashes = persons.commitments(texts);
        List<String> contentHashes = persons.commitments(contents);
        List<Object[]> rows = new ArrayList<>(count);
        List<Object[]> products = new ArrayList<>();
        List<Reports.Received> received = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            NewReport report = reports.get(i).report();
            UUID id = UuidCreator.getTimeOrderedEpoch();
            Instant receivedAt = earlier(report.receivedAt(), now);
            rows.add(new Object[] {
                id,
                names.get(i),
                feedback ? "feedback" : "received",
                report.channel(),
                report.source(),
                report.externalReference(),
                report.awarenessDate(),
                utc(receivedAt),
                utc(now),
                by,
                report.language(),
                report.customerId(),
                report.subject(),
                raw.get(i),
                rawHashes.get(i),
                contentHashes.get(i),
                importId
            });
            int position = 0;
            for (NewReport.ReportedProduct product : report.products()) {
                products.add(new Object[] {
                    id, position++, product.code(), product.name(), product.lot(), product.serial(), product.udi()
                });
            }
            received.add(new Reports.Received(id, names.get(i)));
            events.publishEvent(QualityEvent.of(
                            CaseRef.report(names.get(i)), feedback ? "report.kept-as-feedback" : "report.received")
                    .changing(
                            Change.of("channel", null, report.channel()),
                            Change.of("source", null, report.source()),
                            Change.of("externalReference", null, report.externalReference()),
                            Change.of("awarenessDate", null, report.awarenessDate()),
                            Change.of("receivedAt", null, receivedAt),
                            Change.ofPersonData("raw", null, raw.get(i)))
                    .with(Map.of(
                            "import", importId.toString(),
                            "row", Long.toString(reports.get(i).row()),
                            "enteredBy", by)));
        }
        database.batchUpdate(ADD_REPORT, rows);
        if (!products.isEmpty()) {
            database.batchUpdate("insert into report_product values (?, ?, ?, ?, ?, ?, ?)", products);
        }
        return received;
    }

    /** Keeps what a known report says now as a later version of it. What was received first stays. */
    public void receiveVersions(List<NewVersion> versions, UUID importId, String by) {
        if (versions.isEmpty()) {
            return;
        }
        OffsetDateTime now = utc(clock.instant());
        List<PersonStore.Piece> texts = versions.stream()
                .map(v -> new PersonStore.Piece(v.report().subject(), "report", v.raw()))
                .toList();
        List<UUID> raw = persons.putAll(texts);
        List<String> rawHashes = persons.commitments(texts);
        List<String> contentHashes = persons.commitments(versions.stream()
                .map(v -> new PersonStore.Piece(v.report().subject(), "report", v.content()))
                .toList());
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            KnownReport report = versions.get(i).report();
            int version = report.next(contentHashes.get(i));
            rows.add(new Object[] {
                report.id(), version, raw.get(i), rawHashes.get(i), contentHashes.get(i), importId, now, by
            });
            events.publishEvent(QualityEvent.of(CaseRef.report(report.reference()), "report.changed-at-source")
                    .changing(Change.ofPersonData("raw", null, raw.get(i)))
                    .with(Map.of(
                            "import",
                            importId.toString(),
                            "row",
                            Long.toString(versions.get(i).row()),
                            "version",
                            Integer.toString(version),
                            "enteredBy",
                            by)));
        }
        database.batchUpdate("insert into report_version values (?, ?, ?, ?, ?, ?, ?, ?)", rows);
    }

    private static Instant earlier(@Nullable Instant given, Instant now) {
        return given == null || given.isAfter(now) ? now : given;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /**
     * A report of an import.
     *
     * @param report with source and external reference
     * @param content what it says, in the one spelling by which versions are compared
     * @param row its number in the file
     */
    public record ImportedReport(NewReport report, String content, long row) {}

    /** What a known report says now. */
    public record Saying(KnownReport report, String content) {}

    /** A known report that says something new. */
    public record NewVersion(KnownReport report, String raw, String content, long row) {}

    /** A report that is here already, with all it ever said. */
    public static final class KnownReport {

        private final UUID id;
        private final String reference;
        private final UUID subject;
        private final boolean comparable;
        private final Set<String> hashes = new HashSet<>();
        private int newest = 1;

        private KnownReport(UUID id, String reference, UUID subject, @Nullable String hash) {
            this.id = id;
            this.reference = reference;
            this.subject = subject;
            this.comparable = hash != null;
            add(hash, 1);
        }

        private static KnownReport of(ResultSet row) throws SQLException {
            return new KnownReport(
                    row.getObject("id", UUID.class),
                    row.getString("reference"),
                    row.getObject("subject", UUID.class),
                    row.getString("comparison_hash"));
        }

        private void add(@Nullable String hash, int version) {
            if (hash != null) {
                hashes.add(hash);
                newest = Math.max(newest, version);
            }
        }

        private boolean said(String hash) {
            return !comparable || hashes.contains(hash);
        }

        private int next(String hash) {
            add(hash, newest + 1);
            return newest;
        }

        public UUID id() {
            return id;
        }

        /** {@code R-2026-000001}. */
        public String reference() {
            return reference;
        }

        public UUID subject() {
            return subject;
        }
    }
}
