package io.redress.complaint.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.redress.complaint.AlreadyRegistered;
import io.redress.complaint.ComplaintFilter;
import io.redress.complaint.ComplaintPaging;
import io.redress.complaint.Complaints;
import io.redress.complaint.RegisterComplaint;
import io.redress.complaint.process.ComplaintProcess;
import io.redress.core.Refusal;
import io.redress.platform.RedressProperties;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The register of complaints for other systems and for our own pages' scripts. */
@RestController
@Tag(name = "Complaints")
class ComplaintApi {

    static final String WORDS =
            "Words that must all occur: from three characters on also as parts of words in reference, product, lot, serial,"
                    + " external reference and category, shorter ones as whole words there; whole words in description and"
                    + " customer. Upper case and accents do not matter";
    static final String STATE = "A state, or open or closed for all such states";
    static final String PRODUCT = "A product's code, to the letter";
    static final String FROM = "First day of registration";
    static final String TO = "Last day of registration";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final Complaints complaints;
    private final ComplaintProcess process;
    private final ObjectMapper json;
    private final Clock clock;
    private final RedressProperties properties;

    ComplaintApi(
            Complaints complaints,
            ComplaintProcess process,
            ObjectMapper json,
            Clock clock,
            RedressProperties properties) {
        this.complaints = complaints;
        this.process = process;
        this.json = json;
        this.clock = clock;
        this.properties = properties;
    }

    @PostMapping(
            path = "/api/complaints",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Register a complaint",
            description =
                    "Keeps the report as received, makes a complaint of it and starts its process, all or nothing."
                            + " The score follows a moment later.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(implementation = RegistrationRequest.class))))
    @ApiResponse(responseCode = "201", description = "Registered, now or by the first call with this key")
    @ApiResponse(
            responseCode = "400",
            description = "Fields are missing, wrong or unknown; errors names each",
            content = @Content(schema = @Schema(implementation = ProblemDetail.class)))
    @ApiResponse(
            responseCode = "409",
            description = "This externalReference of this source is registered already; Location says where",
            content = @Content(schema = @Schema(implementation = ProblemDetail.class)))
    @ApiResponse(
            responseCode = "422",
            description = "This Idempotency-Key was used for another request",
            content = @Content(schema = @Schema(implementation = ProblemDetail.class)))
    ResponseEntity<ComplaintJson.Registered> register(
            @Parameter(
                            description = "Makes repetition safe: the same key and body give the same answer."
                                    + " 1 to 255 visible ASCII characters, yours alone")
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String key,
            @RequestBody String body) {
        if (key != null && !KEY.matcher(key).matches()) {
            throw Refusal.invalid("Idempotency-Key", "1 to 255 visible ASCII characters");
        }
        JsonNode parsed = parse(body);
        RegisterComplaint registration = RegistrationRequest.read(parsed, body, today());
        String reference = key == null
                ? complaints.register(registration)
                : complaints.registerOnce(registration, key, canonical(parsed));
        return ResponseEntity.created(location(reference)).body(new ComplaintJson.Registered(reference));
    }

    @GetMapping(path = "/api/complaints/{reference}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "One complaint")
    ComplaintJson one(@PathVariable String reference) {
        return ComplaintJson.of(complaints.get(reference));
    }

    @GetMapping(path = "/api/complaints", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Search the register, newest first",
            description = "Walk with next and after: every complaint comes once, whatever is registered meanwhile.")
    ComplaintJson.Page search(
            @Parameter(description = WORDS) @RequestParam(required = false) @Nullable String q,
            @Parameter(description = STATE) @RequestParam(required = false) @Nullable String state,
            @Parameter(description = PRODUCT) @RequestParam(required = false) @Nullable String product,
            @Parameter(description = FROM)
                    @RequestParam(required = false)
                    @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
                    @Nullable
                    LocalDate from,
            @Parameter(description = TO)
                    @RequestParam(required = false)
                    @DateTimeFormat(iso = DateTimeFormat.ISO.DATE)
                    @Nullable
                    LocalDate to,
            @Parameter(description = "The next of the page before; not together with page")
                    @RequestParam(required = false)
                    @Nullable
                    String after,
            @Parameter(description = "From 0, with at most 10000 rows before it; further on with after")
                    @RequestParam(defaultValue = "0")
                    int page,
            @Parameter(description = "1 to 100") @RequestParam(defaultValue = "20") int size) {
        return ComplaintJson.Page.of(complaints.search(
                new ComplaintFilter(q, state, product, from, to), new ComplaintPaging(size, page, after, null)));
    }

    @GetMapping(path = "/api/tasks/{id}/case", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "What a task is about", description = "404 when there is no such task, or none you may see.")
    ComplaintJson.TaskCase caseOf(@PathVariable String id) {
        ComplaintProcess.TaskOfCase task = process.task(id);
        return ComplaintJson.TaskCase.of(task.id(), task.name(), complaints.get(task.caseReference()));
    }

    /** Closer than the general advice: it says where the first one is. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> alreadyRegistered(AlreadyRegistered already) {
        return ResponseEntity.status(HttpStatus.CONFLICT)
                .header(HttpHeaders.LOCATION, location(already.reference()).toString())
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, already.getMessage()));
    }

    private JsonNode parse(String body) {
        try {
            JsonNode parsed = json.readTree(body);
            if (parsed == null || parsed.isMissingNode()) {
                throw Refusal.invalid("(body)", "a JSON object");
            }
            return parsed;
        } catch (JsonProcessingException e) {
            throw Refusal.invalid("(body)", "well-formed JSON");
        }
    }

    /** RFC 8785: the same request spelled otherwise is the same request. */
    private static String canonical(JsonNode body) {
        try {
            return new JsonCanonicalizer(body.toString()).getEncodedString();
        } catch (java.io.IOException e) {
            throw Refusal.invalid("(body)", "well-formed JSON");
        }
    }

    private LocalDate today() {
        return clock.instant().atZone(properties.zone()).toLocalDate();
    }

    private static URI location(String reference) {
        return URI.create("/api/complaints/" + reference);
    }
}
