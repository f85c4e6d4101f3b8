package io.redress.intake;

import io.redress.intake.mapping.Becomes;
import io.redress.intake.mapping.Mapping;
import io.redress.party.PersonStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The imports and where each of them stands. It knows states and counts, nothing of files and rows. */
@Component
class ImportStore {

    /** How long others leave an import alone whose reader was heard of; it speaks with every batch. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final int PROBLEM = 4_000;

    private final JdbcTemplate database;
    private final PersonStore persons;
    private final Clock clock;
    /** This process; another one, or this one after a restart, is somebody else. */
    private final UUID node = UUID.randomUUID();

    ImportStore(JdbcTemplate database, PersonStore persons, Clock clock) {
        this.database = database;
        this.persons = persons;
        this.clock = clock;
    }

    /** A draft whose file is stored next. */
    void create(UUID id, UUID subject, UUID fileName, String by) {
        database.update(
                "insert into import (id, state, mode, becomes, subject, file_name_id, file_bytes, file_sha256,"
                        + " created_by, created_at) values (?, 'draft', 'open', 'complaint', ?, ?, 0, '', ?, ?)",
                id,
                subject,
                fileName,
                by,
                now());
    }

    void stored(UUID id, ImportFiles.Stored file) {
        database.update(
                "update import set file_bytes = ?, file_sha256 = ? where id = ?", file.bytes(), file.sha256(), id);
    }

    /** @return false when it is no draft any more */
    boolean start(UUID id, StoredPlan plan, Mapping mapping, ImportMode mode) {
        return database.update(
                        "update import set state = 'running', plan = ?, source = ?, becomes = ?, mode = ?, started_at = ?"
                                + " where id = ? and state = 'draft'",
                        plan.write(),
                        mapping.source(),
                        mapping.becomes().name().toLowerCase(Locale.ROOT),
                        mode.key(),
                        now(),
                        id)
                == 1;
    }

    /** @return false when it is running, or was discarded before */
    boolean discard(UUID id) {
        return database.update(
                        "update import set state = 'discarded', finished_at = ? where id = ? and state = 'draft'",
                        now(),
                        id)
                == 1;
    }

    List<UUID> draftsBefore(Instant moment) {
        return database.queryForList(
                "select id from import where state = 'draft' and created_at < ?", UUID.class, utc(moment));
    }

    /** An import that nobody reads at the moment, now read by this node. */
    Optional<Job> claim() {
        return database
                .query(
                        "update import set locked_by = ?, locked_until = ? where id = (select id from import"
                                + " where state = 'running' and not read_to_end"
                                + " and (locked_until is null or locked_until < ?)"
                                + " order by started_at limit 1 for update skip locked) returning *",
                        (row, n) -> Job.of(row),
                        node,
                        utc(clock.instant().plus(LEASE)),
                        now())
                .stream()
                .findFirst();
    }

    /**
     * A batch was taken in: the place moves on with it, in its transaction.
     *
     * @throws Overtaken when somebody else reads this import meanwhile; the batch must not be kept
     */
    void advance(UUID id, long from, Progress progress, boolean atEnd) {
        int moved = database.update(
                "update import set read_rows = read_rows + ?, created = created + ?, known = known + ?,"
                        + " differs = differs + ?, refused = refused + ?, feedback = feedback + ?, read_bytes = ?, read_to_end = ?,"
                        + " locked_until = ? where id = ? and read_rows = ? and locked_by = ? and state = 'running'",
                progress.read(),
                progress.created(),
                progress.known(),
                progress.differs(),
                progress.refused(),
                progress.feedback(),
                progress.bytes(),
                atEnd,
                utc(clock.instant().plus(LEASE)),
                id,
                from,
                node);
        if (moved != 1) {
            throw new Overtaken();
        }
    }

    void fail(UUID id, String problem) {
        database.update(
                "update import set state = 'failed', problem = ?, finished_at = ?, locked_by = null, locked_until = null"
                        + " where id = ? and state = 'running' and locked_by = ?",
                problem.length() > PROBLEM ? problem.substring(0, PROBLEM) : problem,
                now(),
                id,
                node);
    }

    /** Lets another node, or a later attempt, go on after a pause. */
    void release(UUID id, Duration pause) {
        database.update(
                "update import set locked_until = ? where id = ? and locked_by = ? and state = 'running'",
                utc(clock.instant().plus(pause)),
                id,
                node);
    }

    void promoted(UUID id, long complaints, long feedback) {
        database.update(
                "update import set promoted = promoted + ?, feedback = feedback + ? where id = ?",
                complaints,
                feedback,
                id);
    }

    /** @return true when the import has just come to its end */
    boolean finish(UUID id) {
        return database.update(
                        "update import set state = 'done', finished_at = ?, locked_by = null, locked_until = null"
                                + " where id = ? and state = 'running' and read_to_end and promoted + feedback = created",
                        now(),
                        id)
                == 1;
    }

    Optional<Job> job(UUID id) {
        return database.query("select * from import where id = ?", (row, n) -> Job.of(row), id).stream()
                .findFirst();
    }

    Optional<ImportView> view(UUID id) {
        return views("where i.id = ?", id).stream().findFirst();
    }

    /** Newest first. @param before null for the first page */
    List<ImportView> newest(@Nullable Instant before, @Nullable UUID beforeId, int size) {
        return before == null || beforeId == null
                ? views("where state <> 'discarded' order by created_at desc, id desc limit ?", size)
                : views(
                        "where state <> 'discarded' and (created_at, id) < (?, ?) order by created_at desc, id desc limit ?",
                        utc(before),
                        beforeId,
                        size);
    }

    private List<ImportView> views(String where, Object... values) {
        List<ViewRow> rows = database.query(
                "select i.*, w.waiting, w.stuck, w.because from import i left join lateral (select count(*) as waiting,"
                        + " count(*) filter (where attempts > 0) as stuck, max(problem) as because"
                        + " from import_waiting where import_id = i.id) w on true "
                        + where,
                (row, n) -> ViewRow.of(row),
                values);
        Map<UUID, String> names =
                persons.readAll(rows.stream().map(ViewRow::fileName).collect(Collectors.toSet()));
        return rows.stream().map(row -> row.view(names.get(row.fileName()))).toList();
    }

    private OffsetDateTime now() {
        return utc(clock.instant());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** What is needed to carry an import out. */
    record Job(
            UUID id,
            ImportMode mode,
            Becomes becomes,
            UUID subject,
            @Nullable String plan,
            String state,
            String createdBy,
            long readRows) {

        static Job of(ResultSet row) throws SQLException {
            return new Job(
                    row.getObject("id", UUID.class),
                    ImportMode.of(row.getString("mode")).orElseThrow(),
                    becomesOf(row),
                    row.getObject("subject", UUID.class),
                    row.getString("plan"),
                    row.getString("state"),
                    row.getString("created_by"),
                    row.getLong("read_rows"));
        }
    }

    /**
     * What a batch came to.
     *
     * @param bytes of the file that were read by now
     */
    record Progress(long read, long created, long known, long differs, long refused, long feedback, long bytes) {}

    /** Somebody else reads this import: this node was too slow, or was thought dead. */
    static final class Overtaken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Overtaken() {
            super("Another reader has gone on with this import", null, false, false);
        }
    }

    private static Becomes becomesOf(ResultSet row) throws SQLException {
        return Becomes.valueOf(row.getString("becomes").toUpperCase(Locale.ROOT));
    }

    private record ViewRow(UUID fileName, ImportView unnamed) {

        static ViewRow of(ResultSet row) throws SQLException {
            String json = row.getString("plan");
            StoredPlan plan = json == null ? null : StoredPlan.read(json);
            return new ViewRow(
                    row.getObject("file_name_id", UUID.class),
                    new ImportView(
                            row.getObject("id", UUID.class),
                            row.getString("state"),
                            ImportMode.of(row.getString("mode")).orElseThrow(),
                            becomesOf(row),
                            null,
                            row.getLong("file_bytes"),
                            row.getString("file_sha256"),
                            plan == null ? null : plan.format(),
                            plan == null ? null : plan.dateOrder(),
                            plan == null ? null : plan.mapping(),
                            row.getString("source"),
                            row.getString("created_by"),
                            row.getTimestamp("created_at").toInstant(),
                            instant(row, "started_at"),
                            instant(row, "finished_at"),
                            new ImportView.Counts(
                                    row.getLong("read_rows"),
                                    row.getLong("created"),
                                    row.getLong("known"),
                                    row.getLong("differs"),
                                    row.getLong("refused"),
                                    row.getLong("promoted"),
                                    row.getLong("feedback")),
                            row.getLong("read_bytes"),
                            row.getBoolean("read_to_end"),
                            row.getString("problem"),
                            row.getLong("waiting"),
                            row.getLong("stuck"),
                            row.getString("because")));
        }

        ImportView view(@Nullable String name) {
            ImportView v = unnamed;
            return new ImportView(
                    v.id(),
                    v.state(),
                    v.mode(),
                    v.becomes(),
                    name,
                    v.fileBytes(),
                    v.fileSha256(),
                    v.format(),
                    v.dateOrder(),
                    v.mapping(),
                    v.source(),
                    v.createdBy(),
                    v.createdAt(),
                    v.startedAt(),
                    v.finishedAt(),
                    v.counts(),
                    v.readBytes(),
                    v.readToEnd(),
                    v.problem(),
                    v.waiting(),
                    v.stuck(),
                    v.stuckBecause());
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
