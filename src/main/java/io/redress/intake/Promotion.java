package io.redress.intake;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.redress.complaint.Complaints;
import io.redress.complaint.History;
import io.redress.core.Refusal;
import io.redress.intake.mapping.MappedRow;
import io.redress.intake.mapping.RowMapper;
import io.redress.platform.RedressProperties;
import io.redress.report.Reports;
import io.redress.report.UnjudgedReport;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes complaints of the reports that imports brought, a few in one transaction, on however many nodes. What fails is
 * tried again alone, with growing waits: one report that cannot become a complaint holds no other one back.
 */
@Component
class Promotion {

    private static final Logger log = LoggerFactory.getLogger(Promotion.class);

    private static final int BATCH = 50;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final String CLAIM = "select report_id, import_id, attempts from import_waiting"
            + " where next_attempt_at <= ? order by next_attempt_at, import_id, row_number limit ? for update skip locked";

    private final Complaints complaints;
    private final Reports reports;
    private final ImportStore store;
    private final ImportEnd end;
    private final JdbcTemplate database;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final RedressProperties properties;
    private final Cache<UUID, Judge> judges =
            Caffeine.newBuilder().maximumSize(20).build();

    Promotion(
            Complaints complaints,
            Reports reports,
            ImportStore store,
            ImportEnd end,
            JdbcTemplate database,
            TransactionTemplate transaction,
            Clock clock,
            RedressProperties properties) {
        this.complaints = complaints;
        this.reports = reports;
        this.store = store;
        this.end = end;
        this.database = database;
        this.transaction = transaction;
        this.clock = clock;
        this.properties = properties;
    }

    /** @return false when nothing was due */
    boolean next() {
        try {
            Set<UUID> imports = Objects.requireNonNull(transaction.execute(status -> take(BATCH)));
            imports.forEach(end::reached);
            return !imports.isEmpty();
        } catch (RuntimeException e) {
            log.info("Some of {} reports could not become complaints together; trying each alone", BATCH);
            return oneByOne();
        }
    }

    private boolean oneByOne() {
        for (int i = 0; i < BATCH; i++) {
            Waiting[] tried = new Waiting[1];
            try {
                Set<UUID> imports = Objects.requireNonNull(transaction.execute(status -> {
                    List<Waiting> claimed = claim(1);
                    tried[0] = claimed.isEmpty() ? null : claimed.get(0);
                    return take(claimed);
                }));
                if (imports.isEmpty()) {
                    return i > 0;
                }
                imports.forEach(end::reached);
            } catch (RuntimeException e) {
                Waiting waiting = tried[0];
                if (waiting == null) {
                    throw e;
                }
                log.warn("Report {} could not become a complaint", waiting.report(), e);
                transaction.executeWithoutResult(status -> postpone(waiting, e));
            }
        }
        return true;
    }

    private Set<UUID> take(int count) {
        return take(claim(count));
    }

    private List<Waiting> claim(int count) {
        return database.query(
                CLAIM,
                (row, n) -> new Waiting(
                        row.getObject("report_id", UUID.class),
                        row.getObject("import_id", UUID.class),
                        row.getInt("attempts")),
                now(),
                count);
    }

    /** @return the imports whose reports were judged */
    private Set<UUID> take(List<Waiting> claimed) {
        Map<UUID, UnjudgedReport> unjudged = reports
                .unjudged(claimed.stream().map(Waiting::report).toList())
                .stream()
                .collect(Collectors.toMap(UnjudgedReport::id, Function.identity()));
        Map<UUID, long[]> counts = new HashMap<>();
        List<Complaints.Judged> judged = new ArrayList<>();
        for (Waiting waiting : claimed) {
            UnjudgedReport report = unjudged.get(waiting.report());
            String raw = report == null ? null : report.raw();
            long[] count = counts.computeIfAbsent(waiting.importId(), id -> new long[2]);
            if (report == null) {
                count[0]++; // somebody judged it meanwhile
            } else if (raw == null) {
                reports.keptAsFeedback(report.id()); // its person was erased meanwhile; nothing can be made of it
                count[1]++;
            } else {
                judged.add(judge(waiting.importId()).judged(report, raw));
                count[0]++;
            }
        }
        if (!judged.isEmpty()) {
            complaints.promote(judged);
        }
        if (!claimed.isEmpty()) {
            database.update("delete from import_waiting where report_id = any (?)", (Object)
                    claimed.stream().map(Waiting::report).toArray(UUID[]::new));
        }
        counts.forEach((importId, count) -> store.promoted(importId, count[0], count[1]));
        return new HashSet<>(counts.keySet());
    }

    private void postpone(Waiting waiting, RuntimeException e) {
        Duration wait = Duration.ofSeconds(10L << Math.min(waiting.attempts(), 10));
        database.update(
                "update import_waiting set attempts = attempts + 1, next_attempt_at = ?, problem = ? where report_id = ?",
                now().plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait),
                reason(e),
                waiting.report());
    }

    /** The message itself may quote what a person wrote. */
    private static String reason(RuntimeException e) {
        String fields = e instanceof Refusal refusal
                ? refusal.problems().stream()
                        .map(problem -> problem.field())
                        .distinct()
                        .collect(Collectors.joining(", ", " ", ""))
                : "";
        String text = e.getClass().getSimpleName() + fields;
        return text.length() > 500 ? text.substring(0, 500) : text;
    }

    private Judge judge(UUID importId) {
        return judges.get(importId, id -> {
            ImportStore.Job job = store.job(id).orElseThrow();
            return new Judge(
                    job.mode(),
                    new RowMapper(
                            StoredPlan.read(Objects.requireNonNull(job.plan(), "plan"))
                                    .plan(),
                            clock.instant().atZone(properties.zone()).toLocalDate(),
                            properties.zone()));
        });
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private record Waiting(UUID report, UUID importId, int attempts) {}

    /** Knows how the rows of one import become complaints. */
    private static final class Judge {

        private final ImportMode mode;
        private final RowMapper mapper;

        Judge(ImportMode mode, RowMapper mapper) {
            this.mode = mode;
            this.mapper = mapper;
        }

        synchronized Complaints.Judged judged(UnjudgedReport report, String raw) {
            MappedRow row = mapper.map(raw);
            String outcome = row.outcome();
            return new Complaints.Judged(
                    report,
                    row.complaint(),
                    mode == ImportMode.HISTORY && outcome != null ? new History(outcome, row.closedOn()) : null);
        }
    }
}
