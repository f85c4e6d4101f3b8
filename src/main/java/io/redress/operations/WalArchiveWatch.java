package io.redress.operations;

import io.redress.platform.StartNote;
import io.redress.platform.WalArchive;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Notices when the log is not archived any more: to the log, to health, in the start's block. Never DOWN: work goes on,
 * only the promise of five minutes does not hold meanwhile.
 */
@Component
class WalArchiveWatch implements HealthIndicator, StartNote {

    private static final Logger log = LoggerFactory.getLogger(WalArchiveWatch.class);
    private static final int CHECKS_BETWEEN_WARNINGS = 15;

    /** Times are compared within the server's own clock; history files are copied too and are no segments. */
    private static final String STATE = "select case when last_archived_time is null or last_failed_time"
            + " > last_archived_time then last_failed_wal end as failed,"
            + " substring(last_archived_wal from '^[0-9A-F]{24}') as archived,"
            + " pg_walfile_name(pg_current_wal_lsn()) as current from pg_stat_archiver";

    private final WalArchive archive;
    private final String setting;
    private final JdbcTemplate database;

    private volatile @Nullable String trouble;
    private @Nullable String firstSeen;
    private @Nullable Long unarchivedBefore;
    private int checksInTrouble;

    WalArchiveWatch(
            ObjectProvider<WalArchive> archive,
            @Value("${redress.wal-archive:}") String setting,
            JdbcTemplate database) {
        this.archive = archive.getIfAvailable(() -> WalArchive.of(""));
        this.setting = setting;
        this.database = database;
    }

    @Scheduled(fixedDelay = 60_000, initialDelay = 30_000)
    void check() {
        if (archive.folder() == null) {
            return;
        }
        String before = trouble;
        String now = archive.present()
                ? database.queryForObject(
                        STATE,
                        (row, n) ->
                                trouble(row.getString("failed"), row.getString("archived"), row.getString("current")))
                : "the folder " + archive.folder() + " is not the one it began in; its disk is away";
        trouble = now;
        if (now == null) {
            if (before != null) {
                log.warn("The write-ahead log is archived again");
            }
            checksInTrouble = 0;
        } else if (checksInTrouble++ % CHECKS_BETWEEN_WARNINGS == 0) {
            log.error(
                    "The write-ahead log is not archived: {}. Until it is, the loss of the disk costs more than five"
                            + " minutes, and the data folder grows",
                    now);
        }
    }

    /**
     * @param failed the segment that could not be copied last, null when one was copied since
     * @param archived the segment that was copied last, null when none was
     * @param current the one being written
     */
    @Nullable
    String trouble(@Nullable String failed, @Nullable String archived, String current) {
        if (firstSeen == null) {
            firstSeen = current;
        }
        if (failed != null) {
            return "PostgreSQL could not copy " + failed
                    + " (look at space and rights there; its own words appear with LOGGING_LEVEL_IO_ZONKY=info)";
        }
        long last = archived == null ? number(firstSeen) - 1 : number(archived);
        // A whole segment that is not copied, seen by two checks in a row, means that nobody copies it.
        Long waiting = number(current) - last > 1 ? last : null;
        boolean still = waiting != null && waiting.equals(unarchivedBefore);
        unarchivedBefore = waiting;
        return still ? "nothing was copied after " + (archived == null ? "the start" : archived) : null;
    }

    /** Only differences matter, and only within one timeline. */
    private static long number(String segment) {
        return Long.parseLong(segment.substring(8, 16), 16) * 0x100 + Long.parseLong(segment.substring(16, 24), 16);
    }

    @Override
    public Health health() {
        String now = trouble;
        String state = now == null ? "archiving" : "NOT archiving: " + now;
        return Health.up()
                .withDetail("walArchive", archive.folder() == null ? "none" : state)
                .build();
    }

    @Override
    public String title() {
        return "Archive";
    }

    @Override
    public List<String> lines() {
        if (archive.folder() != null) {
            return List.of("write-ahead log to " + archive.folder());
        }
        return setting.isBlank()
                ? List.of()
                : List.of("REDRESS_WAL_ARCHIVE is not used: archiving is a matter of your own PostgreSQL");
    }
}
