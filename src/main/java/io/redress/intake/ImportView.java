package io.redress.intake;

import io.redress.intake.mapping.Becomes;
import io.redress.intake.mapping.DateOrder;
import io.redress.intake.table.TableFormat;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far an import is.
 *
 * @param state draft, running, done, failed or discarded
 * @param fileName null once nobody may know it any more
 * @param fileSha256 of the file as it was sent, as hex
 * @param format null in a draft that nothing was recognised of
 * @param counts read = created + known + differs + refused
 * @param readBytes of the file, roughly
 * @param problem why it failed; null when it did not
 * @param waiting reports that are not complaints yet
 * @param stuck of those, how many failed before and wait for another attempt
 * @param stuckBecause what kept the last one of them
 */
public record ImportView(
        UUID id,
        String state,
        ImportMode mode,
        Becomes becomes,
        @Nullable String fileName,
        long fileBytes,
        String fileSha256,
        @Nullable TableFormat format,
        @Nullable DateOrder dateOrder,
        @Nullable String mapping,
        @Nullable String source,
        String createdBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Counts counts,
        long readBytes,
        boolean readToEnd,
        @Nullable String problem,
        long waiting,
        long stuck,
        @Nullable String stuckBecause) {

    /** How much of the file is read, 0 to 100; never 100 before it is. */
    public long percentRead() {
        return readToEnd ? 100 : fileBytes == 0 ? 0 : Math.min(99, 100 * readBytes / fileBytes);
    }

    /** How many of the new reports are complaints, or kept as feedback, 0 to 100. */
    public long percentMade() {
        return counts.created() == 0
                ? readToEnd ? 100 : 0
                : 100 * (counts.promoted() + counts.feedback()) / counts.created();
    }

    /**
     * Rows.
     *
     * @param read so far
     * @param created new reports
     * @param known here already, saying the same
     * @param differs here already, saying something else: kept as a later version
     * @param refused no reports; each has its reason
     * @param promoted of the created ones, how many are complaints by now
     * @param feedback of the created ones, how many are kept without becoming complaints
     */
    public record Counts(
            long read, long created, long known, long differs, long refused, long promoted, long feedback) {}
}
