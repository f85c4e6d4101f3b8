package io.redress.platform.web;

import io.redress.core.Refusal;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/**
 * Turns refusals that a page did not answer itself into our own error pages. What comes from {@code /api/**} is
 * {@link ProblemAdvice}'s, which is asked first.
 */
@ControllerAdvice(annotations = Controller.class)
class PageAdvice {

    private static final Logger log = LoggerFactory.getLogger(PageAdvice.class);

    @ExceptionHandler
    ModelAndView refused(Refusal refusal) {
        HttpStatus status = HttpStatus.valueOf(refusal.kind().status());
        String view =
                switch (status) {
                    case FORBIDDEN -> "error/403";
                    case NOT_FOUND -> "error/404";
                    default -> "error";
                };
        return page(view, status, refusal.getMessage() == null ? "" : refusal.getMessage());
    }

    @ExceptionHandler
    ModelAndView mismatched(MethodArgumentTypeMismatchException e) {
        return new ModelAndView("error", Map.of("status", 400), HttpStatus.BAD_REQUEST);
    }

    @ExceptionHandler
    ModelAndView changedMeanwhile(OptimisticLockingFailureException e) {
        return page(
                "error", HttpStatus.CONFLICT, "Somebody else changed this record at the same moment. Read it again.");
    }

    @ExceptionHandler({CannotCreateTransactionException.class, DataAccessResourceFailureException.class})
    ModelAndView databaseAway(Exception e, HttpServletResponse response) {
        log.error("The database did not answer", e);
        response.setHeader(HttpHeaders.RETRY_AFTER, "5");
        return new ModelAndView("error", Map.of("status", 503), HttpStatus.SERVICE_UNAVAILABLE);
    }

    private static ModelAndView page(String view, HttpStatus status, String message) {
        return new ModelAndView(view, Map.of("status", status.value(), "message", message), status);
    }
}
