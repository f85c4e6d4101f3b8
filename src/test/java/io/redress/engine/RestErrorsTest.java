package io.redress.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.exception.NotValidException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.rest.exception.ExceptionHandler;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.camunda.bpm.engine.rest.exception.RestException;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;

class RestErrorsTest {

    private final RestErrors errors = new RestErrors();

    @Test
    void aRefusalKeepsItsStatusHoweverDeepItIsWrapped() {
        assertThat(status(wrapped(Refusal.forbidden("Not you.")))).isEqualTo(403);
        assertThat(status(wrapped(Refusal.conflict("Closed already.")))).isEqualTo(409);
        assertThat(status(wrapped(Refusal.notFound("None.")))).isEqualTo(404);
        assertThat(status(wrapped(Refusal.invalid("reason", "expected a reason"))))
                .isEqualTo(400);
        assertThat(status(wrapped(new Refusal(
                        Refusal.Kind.UNPROCESSABLE, "Other body.", List.of(new FieldProblem("key", "other"))))))
                .isEqualTo(422);
    }

    @Test
    void theMessageIsTheRefusalsOwnAndTheShapeTheEngines() {
        Response response = errors.toResponse(wrapped(Refusal.invalid("reason", "expected a reason")));

        assertThat(body(response))
                .containsEntry("type", "Refusal")
                .containsEntry("message", "reason: expected a reason");
    }

    @Test
    void whatAClientSentWrongIsNoServerError() {
        assertThat(status(wrapped(new SQLException("too long", "22001")))).isEqualTo(400);
        assertThat(status(wrapped(new SQLException("NUL", "22021")))).isEqualTo(400);
        assertThat(status(wrapped(new SQLException("no such row", "23503")))).isEqualTo(400);
        assertThat(status(new JsonParseException(null, "unexpected"))).isEqualTo(400);
        assertThat(status(new InvalidRequestException(Response.Status.BAD_REQUEST, "no")))
                .isEqualTo(400);
        assertThat(status(new ProcessEngineException("cannot do that now"))).isEqualTo(400);
        assertThat(status(wrapped(new NotValidException("id is null")))).isEqualTo(400);
        assertThat(status(wrapped(new NullValueException("Cannot find task with id x: task is null"))))
                .isEqualTo(404);
        assertThat(status(new AuthorizationException("no"))).isEqualTo(403);
    }

    @Test
    void whatSomebodyElseDidMeanwhileIsAConflict() {
        assertThat(status(wrapped(new OptimisticLockingException("changed")))).isEqualTo(409);
        assertThat(status(wrapped(new TaskAlreadyClaimedException("t", "handler"))))
                .isEqualTo(409);
        assertThat(status(wrapped(new SQLException("duplicate", "23505")))).isEqualTo(409);
    }

    @Test
    void aDatabaseThatIsAwayIsToBeTriedAgain() {
        for (Throwable away : List.of(
                wrapped(new SQLException("terminated", "57P01")),
                wrapped(new SQLException("refused", "08001")),
                wrapped(new SQLException("too many", "53300")),
                new CannotCreateTransactionException("no", new SQLTransientConnectionException("pool")))) {
            Response response = errors.toResponse(away);
            assertThat(response.getStatus()).as(away.toString()).isEqualTo(503);
            assertThat(response.getHeaderString("Retry-After")).isEqualTo("5");
        }
    }

    @Test
    void ourOwnFaultIsAServerErrorThatTellsNothingInside() {
        Response response = errors.toResponse(wrapped(new IllegalStateException("secret inside")));

        assertThat(response.getStatus()).isEqualTo(500);
        assertThat(body(response).get("message").toString()).doesNotContain("secret");
    }

    @Test
    void theWebApplicationsMountHasOurMapperAndNotTheVendors() {
        assertThat(new RestMounts.WebappsEngineRest().getClasses())
                .contains(RestErrors.class)
                .doesNotContain(ExceptionHandler.class);
    }

    private int status(Throwable thrown) {
        return errors.toResponse(thrown).getStatus();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> body(Response response) {
        return (Map<String, Object>) response.getEntity();
    }

    /** As the engine does it: a listener's exception in the engine's, that in the REST layer's 500. */
    private static RestException wrapped(Exception cause) {
        return new RestException(
                Response.Status.INTERNAL_SERVER_ERROR,
                new ProcessEngineException("Exception while invoking TaskListener", cause),
                "Cannot complete task");
    }
}
