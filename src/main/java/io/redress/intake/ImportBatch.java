package io.redress.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.redress.complaint.Complaints;
import io.redress.complaint.RegisterComplaint;
import io.redress.core.FieldProblem;
import io.redress.intake.mapping.Becomes;
import io.redress.intake.mapping.MappedRow;
import io.redress.intake.table.TableRow;
import io.redress.party.CustomerDetails;
import io.redress.party.Customers;
import io.redress.party.PersonStore;
import io.redress.report.NewReport;
import io.redress.report.ReportBatches;
import io.redress.report.Reports;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes in a few hundred rows in one transaction: reports, later versions, refused rows, counts, and the place where
 * reading goes on. Either all of it is there or nothing, so a file can be read from that place again after any fall.
 */
@Component
class ImportBatch {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String DEFAULT_LANGUAGE = "en";

    private final ImportStore store;
    private final ReportBatches reports;
    private final Complaints complaints;
    private final Customers customers;
    private final PersonStore persons;
    private final JdbcTemplate database;
    private final Clock clock;

    ImportBatch(
            ImportStore store,
            ReportBatches reports,
            Complaints complaints,
            Customers customers,
            PersonStore persons,
            JdbcTemplate database,
            Clock clock) {
        this.store = store;
        this.reports = reports;
        this.complaints = complaints;
        this.customers = customers;
        this.persons = persons;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Takes in rows that follow each other, as many of them as fit one transaction.
     *
     * @param from how many rows were taken in before
     * @param end is there nothing behind these rows?
     * @param bytes of the file that were read by now
     * @return how many were taken in: fewer than given where two rows with one id say different things
     * @throws ImportStore.Overtaken when somebody else reads this import
     */
    @Transactional
    int take(ImportStore.Job job, String source, long from, List<Row> rows, boolean end, long bytes) {
        List<Row> named = named(job.id(), rows);
        List<Row> fitting = untilOneContradicts(named);
        Map<String, ReportBatches.KnownReport> known = reports.known(
                source,
                fitting.stream()
                        .map(Row::external)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
        List<Row> added = new ArrayList<>();
        List<Row> later = new ArrayList<>();
        List<Row> refused = new ArrayList<>();
        sort(fitting, known, added, later, refused);
        keep(job, source, added);
        version(job, known, later);
        refuse(job.id(), refused);
        ImportStore.Progress progress = new ImportStore.Progress(
                fitting.size(),
                added.size(),
                fitting.size() - added.size() - later.size() - refused.size(),
                later.size(),
                refused.size(),
                job.becomes() == Becomes.FEEDBACK ? added.size() : 0,
                bytes);
        if (fitting.size() < rows.size()) {
            forgetOccurrences(job.id(), named.subList(fitting.size(), named.size()));
        }
        store.advance(job.id(), from, progress, end && fitting.size() == rows.size());
        return fitting.size();
    }

    /** Without an id a row is known by what it says, and by how often this file has said so. */
    private List<Row> named(UUID importId, List<Row> rows) {
        Map<String, Integer> times = new LinkedHashMap<>();
        List<@Nullable String> hashes = new ArrayList<>();
        for (Row row : rows) {
            MappedRow mapped = row.mapped();
            String hash = mapped == null || mapped.complaint().externalReference() != null
                    ? null
                    : persons.fingerprint(mapped.content());
            hashes.add(hash);
            if (hash != null) {
                times.merge(hash, 1, Integer::sum);
            }
        }
        if (times.isEmpty()) {
            return rows;
        }
        Map<String, Integer> before = new HashMap<>();
        database.query(
                "insert into import_occurrence (import_id, row_hash, times)"
                        + " select ?, hash, times from unnest(?::text[], ?::integer[]) as seen (hash, times)"
                        + " on conflict (import_id, row_hash) do update set times = import_occurrence.times + excluded.times"
                        + " returning row_hash, times",
                row -> {
                    String hash = row.getString(1);
                    before.put(hash, row.getInt(2) - Objects.requireNonNull(times.get(hash)));
                },
                importId,
                times.keySet().toArray(String[]::new),
                times.values().toArray(Integer[]::new));
        List<Row> named = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            String hash = hashes.get(i);
            named.add(
                    hash == null
                            ? rows.get(i)
                            : rows.get(i)
                                    .called(
                                            "row-" + hash.substring(0, 40) + "-" + before.merge(hash, 1, Integer::sum),
                                            hash));
        }
        return named;
    }

    private void forgetOccurrences(UUID importId, List<Row> left) {
        List<Object[]> hashes = left.stream()
                .map(Row::hash)
                .filter(Objects::nonNull)
                .map(hash -> new Object[] {importId, hash})
                .toList();
        database.batchUpdate(
                "update import_occurrence set times = times - 1 where import_id = ? and row_hash = ?", hashes);
    }

    /** Two rows with one id and different words cannot be told apart from two versions before the first one is kept. */
    private static List<Row> untilOneContradicts(List<Row> rows) {
        Map<String, String> said = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            MappedRow mapped = rows.get(i).mapped();
            String external = rows.get(i).external();
            if (mapped != null && external != null) {
                String before = said.putIfAbsent(external, mapped.content());
                if (before != null && !before.equals(mapped.content())) {
                    return rows.subList(0, i);
                }
            }
        }
        return rows;
    }

    private void sort(
            List<Row> rows,
            Map<String, ReportBatches.KnownReport> known,
            List<Row> added,
            List<Row> later,
            List<Row> refused) {
        List<Row> here = new ArrayList<>();
        Map<String, Row> first = new HashMap<>();
        for (Row row : rows) {
            String external = row.external();
            if (row.mapped() == null || external == null) {
                refused.add(row);
            } else if (first.putIfAbsent(external, row) == null) {
                (known.containsKey(external) ? here : added).add(row);
            }
        }
        List<Boolean> same = reports.saySame(here.stream()
                .map(row -> new ReportBatches.Saying(Objects.requireNonNull(known.get(row.external())), row.content()))
                .toList());
        for (int i = 0; i < here.size(); i++) {
            if (!same.get(i)) {
                later.add(here.get(i));
            }
        }
    }

    private void keep(ImportStore.Job job, String source, List<Row> rows) {
        List<UUID> unnamed = persons.newSubjects(
                (int) rows.stream().filter(row -> row.customer() == null).count());
        int next = 0;
        List<ReportBatches.ImportedReport> received = new ArrayList<>(rows.size());
        for (Row row : rows) {
            CustomerDetails details = row.customer();
            Customers.CustomerId customer = details == null ? null : customers.register(details);
            MappedRow mapped = Objects.requireNonNull(row.mapped());
            RegisterComplaint said = mapped.complaint();
            received.add(new ReportBatches.ImportedReport(
                    new NewReport(
                            customer == null ? unnamed.get(next++) : customer.subject(),
                            Objects.requireNonNull(said.raw(), "a row's own words"),
                            said.channel(),
                            source,
                            row.external(),
                            Objects.requireNonNull(said.awarenessDate(), "awareness date"),
                            mapped.receivedAt(),
                            customer == null ? null : customer.id(),
                            said.language() == null ? DEFAULT_LANGUAGE : said.language(),
                            said.products().stream()
                                    .map(p -> new NewReport.ReportedProduct(
                                            p.code(), p.name(), p.lot(), p.serial(), p.udi()))
                                    .toList()),
                    mapped.content(),
                    row.row().number()));
        }
        boolean feedback = job.becomes() == Becomes.FEEDBACK;
        List<Reports.Received> kept = reports.receive(received, job.id(), feedback, job.createdBy());
        if (!feedback) {
            OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
            List<Object[]> waiting = new ArrayList<>(kept.size());
            for (int i = 0; i < kept.size(); i++) {
                waiting.add(new Object[] {
                    kept.get(i).id(), job.id(), rows.get(i).row().number(), now
                });
            }
            database.batchUpdate(
                    "insert into import_waiting (report_id, import_id, row_number, next_attempt_at) values (?, ?, ?, ?)",
                    waiting);
        }
    }

    private void version(ImportStore.Job job, Map<String, ReportBatches.KnownReport> known, List<Row> rows) {
        List<ReportBatches.NewVersion> versions = rows.stream()
                .map(row -> new ReportBatches.NewVersion(
                        Objects.requireNonNull(known.get(row.external())),
                        Objects.requireNonNull(
                                Objects.requireNonNull(row.mapped()).complaint().raw()),
                        row.content(),
                        row.row().number()))
                .toList();
        reports.receiveVersions(versions, job.id(), job.createdBy());
        complaints.reportsChanged(versions.stream().map(v -> v.report().id()).toList());
    }

    private void refuse(UUID importId, List<Row> rows) {
        List<UUID> subjects = persons.newSubjects(rows.size());
        List<PersonStore.Piece> pieces = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            pieces.add(new PersonStore.Piece(
                    subjects.get(i),
                    "refused-row",
                    write(new RefusedRow(
                            row.row().number(),
                            row.row().line(),
                            row.problems(),
                            row.row().cells()))));
        }
        List<UUID> kept = persons.putAll(pieces);
        List<Object[]> values = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            TableRow row = rows.get(i).row();
            values.add(new Object[] {importId, row.number(), row.line(), kept.get(i)});
        }
        if (!values.isEmpty()) {
            database.batchUpdate(
                    "insert into import_refused (import_id, row_number, line, row_id) values (?, ?, ?, ?)", values);
        }
    }

    private static String write(RefusedRow row) {
        try {
            return JSON.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A row on its way in.
     *
     * @param mapped null when it is refused
     * @param problems why it is refused
     * @param external under which it is known; null when it is refused
     * @param hash of what it says, where that is all it is known by
     */
    record Row(
            TableRow row,
            @Nullable MappedRow mapped,
            List<FieldProblem> problems,
            @Nullable String external,
            @Nullable String hash) {

        static Row of(TableRow row, MappedRow mapped) {
            return new Row(row, mapped, List.of(), mapped.complaint().externalReference(), null);
        }

        static Row refused(TableRow row, List<FieldProblem> problems) {
            return new Row(row, null, problems, null, null);
        }

        Row called(String reference, String hash) {
            return new Row(row, mapped, problems, reference, hash);
        }

        String content() {
            return Objects.requireNonNull(mapped).content();
        }

        @Nullable
        CustomerDetails customer() {
            return Objects.requireNonNull(mapped).complaint().customer();
        }
    }
}
