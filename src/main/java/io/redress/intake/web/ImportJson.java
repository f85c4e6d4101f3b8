package io.redress.intake.web;

import io.redress.intake.ImportView;
import io.redress.intake.mapping.DateOrder;
import io.redress.intake.mapping.Mapping;
import io.redress.intake.table.TableFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An import as the API gives it. The names are a promise to its callers: fields may be added, none is renamed. */
@Schema(name = "Import")
record ImportJson(
        UUID id,

        @Schema(allowableValues = {"draft", "running", "done", "failed", "discarded"})
        String state,

        @Schema(allowableValues = {"open", "history"}) String mode,

        @Schema(
                description = "What rows become",
                allowableValues = {"complaint", "feedback", "nothing"})
        String becomes,

        @Nullable String fileName,
        long fileBytes,
        String fileSha256,
        @Nullable String mapping,
        @Nullable String source,
        @Nullable Format format,
        String createdBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,

        @Schema(description = "Rows read so far: created + known + differs + refused")
        long read,

        @Schema(description = "New reports") long created,

        @Schema(description = "Here already, saying the same")
        long known,

        @Schema(description = "Here already, saying something else: kept as a later version")
        long differs,

        @Schema(description = "No reports; see refusedRows for the reasons")
        long refused,

        @Schema(
                description =
                        "Of the created ones, how many are complaints by now; done when created = promoted + feedback")
        long promoted,

        @Schema(description = "Of the created ones, how many are kept without becoming complaints")
        long feedback,

        long waiting,
        long stuck,
        @Nullable String stuckBecause,
        @Nullable String problem,
        String refusedRows,
        String refusedCsv) {

    static ImportJson of(ImportView view) {
        String self = "/api/complaints/imports/" + view.id();
        ImportView.Counts counts = view.counts();
        String mapping = view.mapping();
        return new ImportJson(
                view.id(),
                view.state(),
                view.mode().key(),
                view.becomes().name().toLowerCase(Locale.ROOT),
                view.fileName(),
                view.fileBytes(),
                view.fileSha256(),
                mapping == null ? null : Mapping.parse(mapping).id(),
                view.source(),
                Format.of(view.format(), view.dateOrder()),
                view.createdBy(),
                view.createdAt(),
                view.startedAt(),
                view.finishedAt(),
                counts.read(),
                counts.created(),
                counts.known(),
                counts.differs(),
                counts.refused(),
                counts.promoted(),
                counts.feedback(),
                view.waiting(),
                view.stuck(),
                view.stuckBecause(),
                view.problem(),
                self + "/refused",
                self + "/refused.csv");
    }

    /** How the file was read. */
    @Schema(name = "ImportFormat")
    record Format(
            String kind,
            String charset,
            @Nullable String delimiter,
            boolean heading,
            @Nullable String dateOrder,
            List<String> columns) {

        static @Nullable Format of(@Nullable TableFormat format, @Nullable DateOrder dateOrder) {
            return format == null
                    ? null
                    : new Format(
                            format.kind().name().toLowerCase(Locale.ROOT),
                            format.charset(),
                            format.delimiter(),
                            format.heading(),
                            dateOrder == null ? null : dateOrder.name(),
                            format.columns());
        }
    }

    /** One page of imports, newest first; ask for the next one with {@code after} = the last one's id. */
    @Schema(name = "ImportPage")
    record Page(List<ImportJson> content, @Nullable UUID next) {}

    /** One page of refused rows; ask for the next one with {@code after} = next. */
    @Schema(name = "RefusedRowPage")
    record Refused(
            List<io.redress.intake.RefusedRow> content,
            @Nullable Long next) {}
}
