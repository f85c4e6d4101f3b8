package io.redress.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import io.redress.complaint.Complaints;
import io.redress.core.CaseRef;
import io.redress.core.FieldProblem;
import io.redress.core.QualityEvent;
import io.redress.core.Refusal;
import io.redress.identity.Actors;
import io.redress.identity.Roles;
import io.redress.intake.mapping.DateOrder;
import io.redress.intake.mapping.MappedRow;
import io.redress.intake.mapping.Mapping;
import io.redress.intake.mapping.Plan;
import io.redress.intake.mapping.Planner;
import io.redress.intake.mapping.RowMapper;
import io.redress.intake.table.ByteSource;
import io.redress.intake.table.FormatWishes;
import io.redress.intake.table.TableReader;
import io.redress.intake.table.TableRow;
import io.redress.intake.table.Tables;
import io.redress.intake.table.UnreadableTable;
import io.redress.party.PersonStore;
import io.redress.platform.RedressProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Files of many rows: the module's one service. It accepts them, shows what would become of them, starts them and tells
 * how far they are; the work itself is done in the background.
 */
@Service
public class Imports {

    private static final Set<String> MAY_SEE = Set.of(Roles.AGENTS, Roles.HANDLERS, Roles.QUALITY, Roles.AUDITORS);
    private static final int LONGEST_NAME = 255;
    private static final int MOST = 100;
    private static final Duration DRAFTS_STAY = Duration.ofDays(7);
    private static final JsonMapper JSON = new JsonMapper();

    private final ImportStore store;
    private final ImportFiles files;
    private final ImportWorkers workers;
    private final Complaints complaints;
    private final PersonStore persons;
    private final Actors actors;
    private final JdbcTemplate database;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final RedressProperties properties;

    Imports(
            ImportStore store,
            ImportFiles files,
            ImportWorkers workers,
            Complaints complaints,
            PersonStore persons,
            Actors actors,
            JdbcTemplate database,
            TransactionTemplate transaction,
            ApplicationEventPublisher events,
            Clock clock,
            RedressProperties properties) {
        this.store = store;
        this.files = files;
        this.workers = workers;
        this.complaints = complaints;
        this.persons = persons;
        this.actors = actors;
        this.database = database;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
        this.properties = properties;
    }

    /**
     * Accepts a file and starts with it. Nothing is kept of a file that cannot be read, or of which too little is
     * recognised.
     *
     * @param mapping the id of a ready mapping or a mapping in YAML or JSON; null to find a ready one that fits
     * @param dateOrder null to detect it
     * @throws Refusal naming what is missing, and how to say it
     */
    public UUID accept(
            Upload upload,
            FormatWishes wishes,
            @Nullable String mapping,
            @Nullable DateOrder dateOrder,
            ImportMode mode) {
        complaints.refuseUnlessMayRegister();
        Plan plan = plan(upload.content(), wishes, mapping, dateOrder);
        refuseUnready(plan);
        return Objects.requireNonNull(transaction.execute(status -> {
            UUID id = keep(upload);
            begin(id, plan, mode);
            return id;
        }));
    }

    /** Keeps a file for a person to look at before anything is made of it. */
    public UUID draft(Upload upload) {
        complaints.refuseUnlessMayRegister();
        readable(() -> Tables.detect(upload.content(), FormatWishes.NONE));
        return Objects.requireNonNull(transaction.execute(status -> keep(upload)));
    }

    /**
     * What would become of a draft.
     *
     * @param rows how many of the first ones to show
     * @throws Refusal when it is no draft any more
     */
    public Preview preview(
            UUID id, FormatWishes wishes, @Nullable String mapping, @Nullable DateOrder dateOrder, int rows) {
        complaints.refuseUnlessMayRegister();
        ImportStore.Job job = draft(id);
        ByteSource file = files.source(job.id(), job.subject());
        Plan plan = plan(file, wishes, mapping, dateOrder);
        return readable(() -> {
            List<PreviewRow> first = new ArrayList<>();
            RowMapper mapper = plan.ready() ? mapper(plan) : null;
            try (TableReader reader = Tables.open(file, plan.format())) {
                for (TableRow row = reader.next(); row != null && first.size() < rows; row = reader.next()) {
                    first.add(previewed(row, mapper));
                }
            }
            return new Preview(store.view(id).orElseThrow(Imports::none), plan, first);
        });
    }

    /** Starts with a draft, as it was last looked at. @throws Refusal when too little is known, or it is no draft */
    public void start(
            UUID id, FormatWishes wishes, @Nullable String mapping, @Nullable DateOrder dateOrder, ImportMode mode) {
        complaints.refuseUnlessMayRegister();
        ImportStore.Job job = draft(id);
        Plan plan = plan(files.source(job.id(), job.subject()), wishes, mapping, dateOrder);
        refuseUnready(plan);
        transaction.executeWithoutResult(status -> begin(id, plan, mode));
    }

    /** Lets a draft go, and its file with it. @throws Refusal when it is no draft */
    @Transactional
    public void discard(UUID id) {
        complaints.refuseUnlessMayRegister();
        if (!store.discard(id)) {
            throw Refusal.conflict("Only what was not started can be discarded.");
        }
        files.remove(id);
    }

    /** @throws Refusal when there is none */
    @Transactional(readOnly = true)
    public ImportView get(UUID id) {
        permitReading();
        return store.view(id).orElseThrow(Imports::none);
    }

    /**
     * Imports, newest first.
     *
     * @param after the last one of the page before; null for the first page
     * @param size 1 to 100
     */
    @Transactional(readOnly = true)
    public List<ImportView> list(@Nullable UUID after, int size) {
        permitReading();
        if (size < 1 || size > MOST) {
            throw Refusal.invalid("size", "a whole number from 1 to " + MOST);
        }
        if (after == null) {
            return store.newest(null, null, size);
        }
        ImportView last = store.view(after).orElseThrow(() -> Refusal.invalid("after", "the id of an import"));
        return store.newest(last.createdAt(), after, size);
    }

    /**
     * Refused rows, in the file's order.
     *
     * @param after the number of the last row that was seen; 0 for the first page
     * @param size 1 to 1000
     */
    @Transactional(readOnly = true)
    public List<RefusedRow> refused(UUID id, long after, int size) {
        permitReading();
        if (store.job(id).isEmpty()) {
            throw none();
        }
        List<Object[]> rows = database.query(
                "select row_number, line, row_id from import_refused where import_id = ? and row_number > ?"
                        + " order by row_number limit ?",
                (row, n) -> new Object[] {row.getLong(1), row.getLong(2), row.getObject(3, UUID.class)},
                id,
                after,
                size);
        Map<UUID, String> texts =
                persons.readAll(rows.stream().map(row -> (UUID) row[2]).toList());
        return rows.stream()
                .map(row -> refusedRow((Long) row[0], (Long) row[1], texts.get((UUID) row[2])))
                .toList();
    }

    /** Nobody came back to them. */
    @Scheduled(fixedDelay = 3_600_000, initialDelay = 600_000)
    @Transactional
    void letDraftsGo() {
        for (UUID id : store.draftsBefore(clock.instant().minus(DRAFTS_STAY))) {
            if (store.discard(id)) {
                files.remove(id);
            }
        }
    }

    private UUID keep(Upload upload) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        UUID subject = persons.newSubject();
        String name = upload.name().replace("\0", "");
        store.create(
                id,
                subject,
                persons.put(
                        subject, "file-name", name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name),
                actors.current().id());
        try {
            store.stored(id, files.store(id, subject, upload.content()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return id;
    }

    private void begin(UUID id, Plan plan, ImportMode mode) {
        Mapping mapping = Objects.requireNonNull(plan.mapping());
        if (!store.start(id, StoredPlan.of(plan), mapping, mode)) {
            throw Refusal.conflict("This import was started or discarded already.");
        }
        ImportView started = store.view(id).orElseThrow();
        events.publishEvent(QualityEvent.of(CaseRef.system("imports"), "import.started")
                .with(new TreeMap<>(Map.of(
                        "import", id.toString(),
                        "mapping", mapping.id(),
                        "source", mapping.source(),
                        "mode", mode.key(),
                        "bytes", Long.toString(started.fileBytes()),
                        "sha256", started.fileSha256()))));
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                workers.wake();
            }
        });
    }

    private ImportStore.Job draft(UUID id) {
        ImportStore.Job job = store.job(id).orElseThrow(Imports::none);
        if (!job.state().equals("draft")) {
            throw Refusal.conflict("This import was started or discarded already.");
        }
        return job;
    }

    private static Plan plan(
            ByteSource file, FormatWishes wishes, @Nullable String mapping, @Nullable DateOrder dateOrder) {
        Mapping wanted = mapping == null || mapping.isBlank() ? null : mapping(mapping);
        return readable(() -> Planner.plan(file, wishes, wanted, dateOrder));
    }

    private static Mapping mapping(String idOrText) {
        return Planner.ready().stream()
                .filter(ready -> ready.id().equals(idOrText.strip()))
                .findFirst()
                .orElseGet(() -> Mapping.parse(idOrText));
    }

    private static void refuseUnready(Plan plan) {
        if (!plan.ready()) {
            throw Refusal.invalid(plan.missing().stream()
                    .map(missing -> new FieldProblem("mapping", missing))
                    .toList());
        }
    }

    private RowMapper mapper(Plan plan) {
        return new RowMapper(plan, clock.instant().atZone(properties.zone()).toLocalDate(), properties.zone());
    }

    private static PreviewRow previewed(TableRow row, @Nullable RowMapper mapper) {
        if (mapper == null) {
            String problem = row.problem();
            return new PreviewRow(row, null, problem == null ? List.of() : List.of(new FieldProblem("row", problem)));
        }
        try {
            return new PreviewRow(row, mapper.map(row), List.of());
        } catch (Refusal refusal) {
            return new PreviewRow(row, null, refusal.problems());
        }
    }

    private static RefusedRow refusedRow(long number, long line, @Nullable String json) {
        try {
            return json == null
                    ? new RefusedRow(number, line, List.of(), List.of())
                    : JSON.readValue(json, RefusedRow.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A refused row cannot be read"); // its text is a person's
        }
    }

    private void permitReading() {
        if (Collections.disjoint(actors.current().roles(), MAY_SEE)) {
            throw Refusal.forbidden("You may not see imports.");
        }
    }

    private static Refusal none() {
        return Refusal.notFound("There is no such import.");
    }

    private static <T> T readable(Reading<T> reading) {
        try {
            return reading.get();
        } catch (UnreadableTable e) {
            throw Refusal.invalid(e.field(), Objects.requireNonNullElse(e.getMessage(), "a table"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Reading<T> {

        T get() throws IOException, UnreadableTable;
    }

    /**
     * A draft as it would be taken in.
     *
     * @param first rows of the file
     */
    public record Preview(ImportView draft, Plan plan, List<PreviewRow> first) {}

    /**
     * A row of a draft.
     *
     * @param mapped null when it would be refused, or nothing says yet what it means
     * @param problems why it would be refused
     */
    public record PreviewRow(TableRow row, @Nullable MappedRow mapped, List<FieldProblem> problems) {}
}
