package io.redress.intake.web;

import io.redress.core.Refusal;
import io.redress.intake.ImportMode;
import io.redress.intake.ImportView;
import io.redress.intake.Imports;
import io.redress.intake.RefusedRow;
import io.redress.intake.Upload;
import io.redress.intake.mapping.Mapping;
import io.redress.intake.mapping.Planner;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Files of many complaints, for other systems. */
@RestController
@Tag(name = "Imports")
class ImportApi {

    private static final int MOST = 100;

    private final Imports imports;

    ImportApi(Imports imports) {
        this.imports = imports;
    }

    @PostMapping(
            path = "/api/complaints/imports",
            consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Import a file of complaints",
            description =
                    "Delimited text, JSON or XML, gzip too. Each row becomes a report, each report a complaint. What is"
                            + " here already is found by its id, so a file can be sent twice. The answer comes at once; ask"
                            + " its Location how far it is.")
    @ApiResponse(responseCode = "202", description = "Accepted; Location says where to ask")
    @ApiResponse(
            responseCode = "400",
            description = "The file cannot be read, or no mapping fits it; errors says what was recognised",
            content = @Content(schema = @Schema(implementation = ProblemDetail.class)))
    @ApiResponse(
            responseCode = "413",
            description = "The file is too large",
            content = @Content(schema = @Schema(implementation = ProblemDetail.class)))
    ResponseEntity<ImportJson> send(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @Parameter(
                            description =
                                    "The id of a ready mapping, or one in YAML or JSON; found by the columns otherwise")
                    @RequestParam(required = false)
                    @Nullable
                    String mapping,
            @Parameter(
                            description =
                                    "open: each becomes an open complaint; history: what has an outcome is taken over closed")
                    @RequestParam(defaultValue = "open")
                    String mode,
            @Parameter(description = "Where the detection is wrong: a charset such as windows-1252")
                    @RequestParam(required = false)
                    @Nullable
                    String charset,
            @Parameter(description = "Where the detection is wrong: one character, or tab")
                    @RequestParam(required = false)
                    @Nullable
                    String delimiter,
            @Parameter(description = "Where the detection is wrong: does the first row name the columns?")
                    @RequestParam(required = false)
                    @Nullable
                    String heading,
            @Parameter(description = "Where the detection is wrong: YMD, DMY or MDY")
                    @RequestParam(required = false)
                    @Nullable
                    String dateOrder) {
        if (file == null || file.isEmpty()) {
            throw Refusal.invalid("file", "a file with at least one row, as a part of multipart/form-data");
        }
        UUID id = imports.accept(
                new Upload(Objects.requireNonNullElse(file.getOriginalFilename(), "file"), file::getInputStream),
                Wishes.format(charset, delimiter, heading),
                mapping,
                Wishes.dateOrder(dateOrder),
                mode(mode));
        return ResponseEntity.accepted()
                .location(URI.create("/api/complaints/imports/" + id))
                .body(ImportJson.of(imports.get(id)));
    }

    @GetMapping(path = "/api/complaints/imports", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Imports, newest first")
    ImportJson.Page list(
            @Parameter(description = "The last one's id of the page before") @RequestParam(required = false) @Nullable
                    UUID after,
            @Parameter(description = "1 to 100") @RequestParam(defaultValue = "20") int size) {
        List<ImportView> found = imports.list(after, size);
        return new ImportJson.Page(
                found.stream().map(ImportJson::of).toList(),
                found.size() < size ? null : found.get(found.size() - 1).id());
    }

    @GetMapping(path = "/api/complaints/imports/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "How far an import is")
    ImportJson one(@PathVariable UUID id) {
        return ImportJson.of(imports.get(id));
    }

    @GetMapping(path = "/api/complaints/imports/{id}/refused", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Rows that are no reports, with line and reason, in the file's order")
    ImportJson.Refused refused(
            @PathVariable UUID id,
            @Parameter(description = "The row number after which to begin") @RequestParam(defaultValue = "0")
                    long after,
            @Parameter(description = "1 to 100") @RequestParam(defaultValue = "20") int size) {
        if (size < 1 || size > MOST) {
            throw Refusal.invalid("size", "a whole number from 1 to " + MOST);
        }
        List<RefusedRow> rows = imports.refused(id, after, size);
        return new ImportJson.Refused(
                rows, rows.size() < size ? null : rows.get(rows.size() - 1).number());
    }

    @GetMapping(path = "/api/complaints/imports/{id}/refused.csv", produces = "text/csv")
    @Operation(
            summary = "The refused rows as CSV",
            description =
                    "Row, line and reason, then the row as it stood; corrected, it can be sent again. Formulas are"
                            + " neutralised with an apostrophe.")
    void refusedCsv(@PathVariable UUID id, HttpServletResponse response) throws IOException {
        ImportView view = imports.get(id);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"refused-" + id + ".csv\"");
        RefusedCsv.write(imports, view, response.getOutputStream());
    }

    @GetMapping(path = "/api/complaints/imports/mappings", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "The mappings that come with Redress")
    List<Ready> mappings() {
        return Planner.ready().stream().map(Ready::of).toList();
    }

    @Schema(name = "ReadyMapping")
    record Ready(String id, String title, String source, String document) {

        static Ready of(Mapping mapping) {
            return new Ready(mapping.id(), mapping.title(), mapping.source(), mapping.text());
        }
    }

    static ImportMode mode(String mode) {
        return ImportMode.of(mode)
                .orElseThrow(() -> Refusal.invalid("mode", "one of " + String.join(", ", ImportMode.keys())));
    }
}
