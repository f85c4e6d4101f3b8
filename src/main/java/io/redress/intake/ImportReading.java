package io.redress.intake;

import io.redress.core.CaseRef;
import io.redress.core.FieldProblem;
import io.redress.core.QualityEvent;
import io.redress.core.Refusal;
import io.redress.intake.mapping.Mapping;
import io.redress.intake.mapping.Plan;
import io.redress.intake.mapping.RowMapper;
import io.redress.intake.table.TableReader;
import io.redress.intake.table.TableRow;
import io.redress.intake.table.Tables;
import io.redress.intake.table.UnreadableTable;
import io.redress.platform.RedressProperties;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the file of an import from the place where it was left to its end, batch by batch. */
@Component
class ImportReading {

    private static final Logger log = LoggerFactory.getLogger(ImportReading.class);

    private static final int BATCH = 200;
    private static final int ATTEMPTS = 3;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);

    private final ImportStore store;
    private final ImportFiles files;
    private final ImportBatch batch;
    private final ImportEnd end;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final RedressProperties properties;
    private volatile boolean busy;

    ImportReading(
            ImportStore store,
            ImportFiles files,
            ImportBatch batch,
            ImportEnd end,
            TransactionTemplate transaction,
            ApplicationEventPublisher events,
            Clock clock,
            RedressProperties properties) {
        this.store = store;
        this.files = files;
        this.batch = batch;
        this.end = end;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
        this.properties = properties;
    }

    /**
     * Goes on with an import that nobody reads.
     *
     * @param stop asked between batches
     * @return false when there was none
     */
    boolean next(BooleanSupplier stop) {
        ImportStore.Job job = transaction.execute(status -> store.claim().orElse(null));
        if (job == null) {
            return false;
        }
        busy = true;
        try {
            read(job, stop);
        } catch (ImportStore.Overtaken e) {
            log.info("Import {} is read by somebody else now", job.id());
        } catch (UnreadableTable e) {
            fail(job.id(), Objects.requireNonNullElse(e.getMessage(), "The file cannot be read."));
        } catch (IOException | RuntimeException e) {
            // Not the file's fault, as far as we know: the place is kept, and it is tried again.
            log.warn("Import {} came to a halt and goes on in {} s", job.id(), PAUSE_AFTER_FAILURE.toSeconds(), e);
            transaction.executeWithoutResult(status -> store.release(job.id(), PAUSE_AFTER_FAILURE));
        } finally {
            busy = false;
        }
        return true;
    }

    /** Is this node reading a file at the moment? */
    boolean busy() {
        return busy;
    }

    private void read(ImportStore.Job job, BooleanSupplier stop) throws IOException, UnreadableTable {
        Plan plan = StoredPlan.read(Objects.requireNonNull(job.plan(), "plan")).plan();
        Mapping mapping = Objects.requireNonNull(plan.mapping(), "mapping");
        RowMapper mapper =
                new RowMapper(plan, clock.instant().atZone(properties.zone()).toLocalDate(), properties.zone());
        long taken = job.readRows();
        AtomicLong bytes = new AtomicLong();
        try (TableReader reader = Tables.open(files.source(job.id(), job.subject(), bytes), plan.format())) {
            for (long skipped = 0; skipped < taken; skipped++) {
                if (reader.next() == null) {
                    throw new UnreadableTable("file", "The file has fewer rows than were read from it before.");
                }
            }
            List<ImportBatch.Row> rows = new ArrayList<>(BATCH);
            UnreadableTable broken = null;
            boolean more = true;
            while (more && !stop.getAsBoolean()) {
                while (more && rows.size() < BATCH) {
                    TableRow row;
                    try {
                        row = reader.next();
                    } catch (UnreadableTable e) {
                        broken = e; // what was read before it is kept first
                        row = null;
                    }
                    if (row == null) {
                        more = false;
                    } else {
                        rows.add(mapped(row, mapper));
                    }
                }
                do {
                    int count = take(job, mapping.source(), taken, rows, !more && broken == null, bytes.get());
                    taken += count;
                    rows.subList(0, count).clear();
                } while (!more && !rows.isEmpty());
            }
            if (broken != null) {
                throw broken;
            }
        }
        if (!stop.getAsBoolean()) {
            end.reached(job.id());
        } else {
            transaction.executeWithoutResult(status -> store.release(job.id(), Duration.ZERO));
        }
    }

    /** The same id may be registered at this very moment by another way; then it is known at the next attempt. */
    private int take(
            ImportStore.Job job, String source, long from, List<ImportBatch.Row> rows, boolean atEnd, long bytes) {
        for (int attempt = 1; ; attempt++) {
            try {
                return batch.take(job, source, from, List.copyOf(rows), atEnd, bytes);
            } catch (DuplicateKeyException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static ImportBatch.Row mapped(TableRow row, RowMapper mapper) {
        try {
            return ImportBatch.Row.of(row, mapper.map(row));
        } catch (Refusal refusal) {
            return ImportBatch.Row.refused(row, problems(refusal));
        }
    }

    private static List<FieldProblem> problems(Refusal refusal) {
        String message = refusal.getMessage();
        return refusal.problems().isEmpty()
                ? List.of(new FieldProblem("row", message == null ? "refused" : message))
                : refusal.problems();
    }

    private void fail(UUID id, String problem) {
        transaction.executeWithoutResult(status -> {
            store.fail(id, problem);
            files.remove(id);
            events.publishEvent(
                    QualityEvent.of(CaseRef.system("imports"), "import.failed").with(Map.of("import", id.toString())));
        });
    }
}
