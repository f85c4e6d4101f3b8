package io.redress.platform.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import jakarta.validation.ConstraintViolationException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Turns refusals and wrong input of {@code /api/**} into one shape: a ProblemDetail (RFC 9457) whose {@code errors} name
 * each field and what was expected.
 */
@RestControllerAdvice(annotations = RestController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(Refusal refusal) {
        return problem(
                HttpStatus.valueOf(refusal.kind().status()),
                Objects.requireNonNullElse(refusal.getMessage(), "Refused"),
                refusal.problems());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> violated(ConstraintViolationException e) {
        return problem(
                HttpStatus.BAD_REQUEST,
                "Some fields are missing or wrong.",
                e.getConstraintViolations().stream()
                        .map(violation ->
                                new FieldProblem(violation.getPropertyPath().toString(), violation.getMessage()))
                        .sorted((a, b) -> a.field().compareTo(b.field()))
                        .toList());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> mismatched(MethodArgumentTypeMismatchException e) {
        Class<?> required = e.getRequiredType();
        return problem(
                HttpStatus.BAD_REQUEST,
                "A parameter has the wrong type.",
                List.of(new FieldProblem(
                        e.getName(), "expected " + (required == null ? "another type" : expectation(required)))));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> partsUnreadable(MultipartException e) {
        return problem(
                HttpStatus.BAD_REQUEST,
                "The parts of the body could not be read.",
                List.of(new FieldProblem("(body)", "well-formed multipart/form-data, sent to its end")));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> changedMeanwhile(OptimisticLockingFailureException e) {
        return problem(
                HttpStatus.CONFLICT,
                "Somebody else changed this record at the same moment. Read it again, then repeat what you did.",
                List.of());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> constraint(DataIntegrityViolationException e) {
        log.warn(
                "A database constraint refused a request: {}",
                e.getMostSpecificCause().getMessage());
        return problem(
                HttpStatus.CONFLICT, "This contradicts what is on record already. Nothing was changed.", List.of());
    }

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class,
        PessimisticLockingFailureException.class
    })
    ResponseEntity<ProblemDetail> databaseAway(Exception e) {
        log.error("The database did not answer", e);
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer at the moment. Try again shortly.");
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "5")
                .body(detail);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldProblem> problems = e.getBindingResult().getAllErrors().stream()
                .map(error -> new FieldProblem(
                        error instanceof FieldError field ? field.getField() : error.getObjectName(),
                        Objects.requireNonNullElse(error.getDefaultMessage(), "is wrong")))
                .toList();
        ProblemDetail detail = detail(HttpStatus.BAD_REQUEST, "Some fields are missing or wrong.", problems);
        return handleExceptionInternal(e, detail, headers, HttpStatus.BAD_REQUEST, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail detail = unreadable(e.getCause());
        return handleExceptionInternal(e, detail, headers, HttpStatus.BAD_REQUEST, request);
    }

    private static ProblemDetail unreadable(@Nullable Throwable cause) {
        if (cause instanceof UnrecognizedPropertyException unknown) {
            Collection<Object> known = unknown.getKnownPropertyIds();
            String names = known == null
                    ? ""
                    : known.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
            return detail(
                    HttpStatus.BAD_REQUEST,
                    "The body has a field that is not known here.",
                    List.of(new FieldProblem(path(unknown), "unknown field; known here are: " + names)));
        }
        if (cause instanceof InvalidFormatException wrong) {
            return detail(
                    HttpStatus.BAD_REQUEST,
                    "A field has a value of the wrong form.",
                    List.of(new FieldProblem(path(wrong), "expected " + expectation(wrong.getTargetType()))));
        }
        if (cause instanceof MismatchedInputException wrong) {
            return detail(
                    HttpStatus.BAD_REQUEST,
                    "A field has a value of the wrong type.",
                    List.of(new FieldProblem(path(wrong), "expected " + expectation(wrong.getTargetType()))));
        }
        if (cause instanceof JsonMappingException mapping) {
            return detail(
                    HttpStatus.BAD_REQUEST,
                    "A field could not be read.",
                    List.of(new FieldProblem(path(mapping), "could not be read")));
        }
        if (cause instanceof JsonProcessingException json) {
            String where = json.getLocation() == null
                    ? ""
                    : " at line " + json.getLocation().getLineNr() + ", column "
                            + json.getLocation().getColumnNr();
            return detail(HttpStatus.BAD_REQUEST, "The body is not well-formed JSON" + where + ".", List.of());
        }
        return detail(HttpStatus.BAD_REQUEST, "The body is missing or could not be read; expected JSON.", List.of());
    }

    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : e.getPath()) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                if (path.length() > 0) {
                    path.append('.');
                }
                path.append(reference.getFieldName());
            }
        }
        return path.length() == 0 ? "(body)" : path.toString();
    }

    private static String expectation(@Nullable Class<?> type) {
        if (type == null) {
            return "another type";
        }
        if (type.isEnum()) {
            return "one of "
                    + java.util.Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "LocalDate" -> "a date such as 2026-11-20";
            case "Instant", "OffsetDateTime" -> "a time such as 2026-11-20T10:30:00Z";
            case "String" -> "text";
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "boolean", "Boolean" -> "true or false";
            case "List", "ArrayList", "Set" -> "a list";
            default -> type.isRecord() ? "an object" : "a " + type.getSimpleName();
        };
    }

    private static ResponseEntity<ProblemDetail> problem(
            HttpStatus status, String message, List<FieldProblem> problems) {
        return ResponseEntity.status(status).body(detail(status, message, problems));
    }

    private static ProblemDetail detail(HttpStatus status, String message, List<FieldProblem> problems) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, message);
        if (!problems.isEmpty()) {
            detail.setProperty("errors", problems);
        }
        return detail;
    }
}
