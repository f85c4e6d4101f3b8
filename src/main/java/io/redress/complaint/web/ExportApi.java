package io.redress.complaint.web;

import io.redress.complaint.ComplaintExport;
import io.redress.complaint.ComplaintFilter;
import io.redress.complaint.ComplaintPaging;
import io.redress.complaint.Complaints;
import io.redress.core.Refusal;
import io.redress.platform.RedressProperties;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

/** The register, as far as a filter fits, as a file; written while it is read, and broken off rather than cut short. */
@RestController
@Tag(name = "Complaints")
class ExportApi {

    private static final Logger log = LoggerFactory.getLogger(ExportApi.class);

    private final Complaints complaints;
    private final Clock clock;
    private final RedressProperties properties;

    ExportApi(Complaints complaints, Clock clock, RedressProperties properties) {
        this.complaints = complaints;
        this.clock = clock;
        this.properties = properties;
    }

    @GetMapping("/api/complaints/export")
    @Operation(
            summary = "Export what a search finds",
            description =
                    "All of it, newest first, with the search's own parameters. A text that a spreadsheet would run"
                            + " as a formula gets one apostrophe in front; where a text matches ^'+[=+\\-@\\t\\r], take one away to"
                            + " have it as it was. The connection breaks when the export does: a transfer that ended cleanly is"
                            + " whole. Every export is on record.")
    @ApiResponse(
            responseCode = "200",
            description = "CSV (UTF-8 with byte order mark, RFC 4180) or XLSX",
            content = {
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(mediaType = Format.XLSX_TYPE, schema = @Schema(type = "string", format = "binary"))
            })
    @ApiResponse(
            responseCode = "400",
            description = "Parameters are missing or wrong; errors names each",
            content = @Content(schema = @Schema(implementation = ProblemDetail.class)))
    void export(
            @Parameter(required = true, schema = @Schema(allowableValues = {"csv", "xlsx"}))
                    @RequestParam(required = false)
                    @Nullable
                    String format,
            @Parameter(description = ComplaintApi.WORDS) @RequestParam(required = false) @Nullable String q,
            @Parameter(description = ComplaintApi.STATE) @RequestParam(required = false) @Nullable String state,
            @Parameter(description = ComplaintApi.PRODUCT) @RequestParam(required = false) @Nullable String product,
            @Parameter(description = ComplaintApi.FROM)
                    @RequestParam(required = false)
                    @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
                    @Nullable
                    LocalDate from,
            @Parameter(description = ComplaintApi.TO)
                    @RequestParam(required = false)
                    @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
                    @Nullable
                    LocalDate to,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Format wanted = Format.of(format);
        ComplaintFilter filter = new ComplaintFilter(q, state, product, from, to);
        if (request.getMethod().equals(HttpMethod.HEAD.name())) {
            complaints.search(filter, ComplaintPaging.first(1)); // refuses what the export would refuse
            describe(response, wanted);
            return;
        }
        describe(response, wanted);
        try {
            complaints.export(filter, wanted.key(), wanted.writer.apply(response.getOutputStream()));
        } catch (IOException | RuntimeException e) {
            if (!response.isCommitted()) {
                response.reset();
                throw e;
            }
            log.error("An export broke after its first rows were sent; the connection is broken off", e);
            throw new BrokenOff();
        }
    }

    private void describe(HttpServletResponse response, Format format) {
        LocalDate today = clock.instant().atZone(properties.zone()).toLocalDate();
        response.setContentType(format.type);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename("complaints-" + today + "." + format.key())
                        .build()
                        .toString());
    }

    /** Without a cause, for which some advice would have words that would go into the file. */
    private static final class BrokenOff extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /**
     * Breaks the connection of what broke. Of all exceptions this is the one for which Tomcat adds nothing to what was
     * sent and does not end it properly either; Spring takes it for a client that went away, so it is thrown out here.
     */
    @Component
    static final class BreakOff extends OncePerRequestFilter {

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            try {
                chain.doFilter(request, response);
            } catch (ServletException e) {
                if (e.getRootCause() instanceof BrokenOff) {
                    throw new ClientAbortException(e);
                }
                throw e;
            }
        }
    }

    private enum Format {
        CSV("text/csv;charset=UTF-8", CsvExport::new),
        XLSX(Format.XLSX_TYPE, XlsxExport::new);

        static final String XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

        private final String type;
        private final Function<OutputStream, ComplaintExport.Taker> writer;

        Format(String type, Function<OutputStream, ComplaintExport.Taker> writer) {
            this.type = type;
            this.writer = writer;
        }

        String key() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        static Format of(@Nullable String key) {
            return Arrays.stream(values())
                    .filter(format -> format.key().equals(key))
                    .findFirst()
                    .orElseThrow(() -> Refusal.invalid(
                            "format", Arrays.stream(values()).map(Format::key).collect(Collectors.joining(" or "))));
        }
    }
}
