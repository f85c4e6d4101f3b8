package io.redress.engine;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import jakarta.annotation.Priority;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.ibatis.exceptions.PersistenceException;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.SuspendedEntityInteractionException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.rest.exception.ExceptionHandlerHelper;
import org.camunda.bpm.engine.rest.exception.RestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Gives every exception of both REST mounts its status, in the engine's shape ({@code type}, {@code message}). What a
 * client sent wrong is never a 500, however deep the engine wrapped it; 500 is left for our own faults, and those are
 * logged here, because nobody else does.
 */
@Priority(1)
public final class RestErrors implements ExceptionMapper<Throwable> {

    /** Seconds after which a client may try again when the database is away or all connections are in use. */
    static final int RETRY_AFTER_SECONDS = 5;

    private static final Logger log = LoggerFactory.getLogger(RestErrors.class);
    private static final int DEEPEST = 25;

    /** Jackson's JAX-RS module brings a nearer mapper of its own, which would answer in plain text. */
    @Priority(1)
    public static final class OfJsonSyntax implements ExceptionMapper<JsonParseException> {

        @Override
        public Response toResponse(JsonParseException thrown) {
            return new RestErrors().toResponse(thrown);
        }
    }

    /** As {@link OfJsonSyntax}, for JSON that is well-formed but not what is expected. */
    @Priority(1)
    public static final class OfJsonMapping implements ExceptionMapper<JsonMappingException> {

        @Override
        public Response toResponse(JsonMappingException thrown) {
            return new RestErrors().toResponse(thrown);
        }
    }

    /** The type and message that a client sees. */
    private record Answer(int status, String type, String message) {}

    @Override
    public Response toResponse(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ParseException parse) {
                // It names resource, element and line; Modeler shows them.
                return ExceptionHandlerHelper.getInstance().getResponse(parse);
            }
        }
        Answer answer = answer(thrown);
        if (answer.status() >= 500) {
            log.error("A REST call failed with {}: {}", answer.status(), answer.message(), thrown);
        } else {
            log.debug("A REST call was refused with {}", answer.status(), thrown);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", answer.type());
        body.put("message", answer.message());
        body.put("code", null);
        Response.ResponseBuilder response =
                Response.status(answer.status()).entity(body).type(MediaType.APPLICATION_JSON_TYPE);
        if (answer.status() == 503) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    private static Answer answer(Throwable thrown) {
        // The innermost thing that we know says most; what wraps it is the engine's "cannot complete task".
        Answer known = null;
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            Answer here = known(cause);
            if (here != null) {
                known = here;
            }
            if (cause instanceof Refusal) {
                break;
            }
        }
        if (known != null) {
            return known;
        }
        if (thrown instanceof WebApplicationException web) {
            return answer(web.getResponse().getStatus(), "RestException", web.getMessage());
        }
        if (thrown instanceof RestException rest
                && rest.getStatus() != null
                && rest.getStatus().getStatusCode() != 500) {
            return answer(rest.getStatus().getStatusCode(), thrown.getClass().getSimpleName(), rest.getMessage());
        }
        Throwable root = root(thrown);
        if (isEngineVerdict(root) || isMadeByTheRequest(root)) {
            return answer(400, thrown.getClass().getSimpleName(), thrown.getMessage());
        }
        return answer(500, "ServerError", "Something went wrong here. It was logged; nothing was changed.");
    }

    private static @Nullable Answer known(Throwable cause) {
        String type = cause.getClass().getSimpleName();
        if (cause instanceof Refusal refusal) {
            return answer(refusal.kind().status(), "Refusal", message(refusal));
        }
        if (cause instanceof AuthorizationException) {
            return answer(403, type, cause.getMessage());
        }
        if (cause instanceof OptimisticLockingException || cause instanceof OptimisticLockingFailureException) {
            return answer(409, type, "Somebody else changed this at the same moment. Read it again, then repeat.");
        }
        if (cause instanceof TaskAlreadyClaimedException || cause instanceof SuspendedEntityInteractionException) {
            return answer(409, type, cause.getMessage());
        }
        if (cause instanceof NotFoundException) {
            return answer(404, type, cause.getMessage());
        }
        if (cause instanceof NullValueException) {
            String message = String.valueOf(cause.getMessage());
            boolean missing =
                    message.contains("Cannot find") || message.contains("No ") || message.contains("not found");
            return answer(missing ? 404 : 400, type, message);
        }
        if (cause instanceof BadUserRequestException) {
            return answer(400, type, cause.getMessage());
        }
        if (cause instanceof JsonProcessingException json) {
            return answer(
                    400,
                    "InvalidRequestException",
                    "The body is not the JSON that is expected: " + json.getOriginalMessage());
        }
        if (cause instanceof CannotCreateTransactionException
                || cause instanceof DataAccessResourceFailureException
                || cause instanceof SQLTransientConnectionException
                || cause instanceof SQLRecoverableException) {
            return databaseAway();
        }
        return cause instanceof SQLException sql ? ofState(sql) : null;
    }

    /** By the class of the SQLSTATE (ISO 9075): 08 connection, 22 data, 23 constraint, 53/57P resources. */
    private static @Nullable Answer ofState(SQLException sql) {
        String state = String.valueOf(sql.getSQLState());
        if (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P")) {
            return databaseAway();
        }
        if (state.equals("22001")) {
            return answer(
                    400,
                    "InvalidRequestException",
                    "A value is too long. Expected at most 4000 characters of" + " text, 255 for keys, 64 for ids.");
        }
        if (state.startsWith("22")) {
            return answer(
                    400,
                    "InvalidRequestException",
                    "A value cannot be stored: a NUL character, or a number or" + " date out of range.");
        }
        if (state.equals("40001") || state.equals("40P01") || state.equals("23505")) {
            return answer(
                    409,
                    "ConflictException",
                    "This contradicts what was stored at the same moment. Nothing was" + " changed.");
        }
        return state.startsWith("23") ? answer(400, "InvalidRequestException", "A value contradicts another.") : null;
    }

    private static Answer databaseAway() {
        return answer(503, "ServiceUnavailable", "The database does not answer at the moment. Try again shortly.");
    }

    /** The engine itself refused, without a cause beneath it: a wrong state or argument, told in its message. */
    private static boolean isEngineVerdict(Throwable root) {
        return root instanceof ProcessEngineException && !(root.getCause() instanceof PersistenceException);
    }

    /** A body or parameter that the REST layer itself stumbled over ({@code null} as a body, a wrong enum). */
    private static boolean isMadeByTheRequest(Throwable root) {
        StackTraceElement[] trace = root.getStackTrace();
        for (StackTraceElement element : trace) {
            String name = element.getClassName();
            if (name.startsWith("java.") || name.startsWith("jdk.")) {
                continue;
            }
            return name.startsWith("org.camunda.bpm.engine.rest.")
                    || name.startsWith("com.fasterxml.jackson.")
                    || name.startsWith("org.camunda.bpm.engine.impl.calendar.")
                    || name.startsWith("org.glassfish.jersey.");
        }
        return false;
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
            root = root.getCause();
        }
        return root;
    }

    private static String message(Refusal refusal) {
        List<FieldProblem> problems = refusal.problems();
        if (problems.isEmpty()) {
            return String.valueOf(refusal.getMessage());
        }
        return problems.stream()
                .map(problem -> problem.field() + ": " + problem.message())
                .collect(Collectors.joining("; "));
    }

    private static Answer answer(int status, String type, @Nullable String message) {
        return new Answer(status, type, message == null ? "" : message);
    }
}
