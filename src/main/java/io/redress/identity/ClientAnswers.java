package io.redress.identity;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * What clients of the interfaces hear who are not signed in or may not: the engine's shape on its own mounts, a
 * ProblemDetail elsewhere. A browser never gets a Basic challenge, because it would keep the password and send it along
 * with whatever another site makes it do.
 */
final class ClientAnswers implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final String CHALLENGE = "Basic realm=\"Redress\", charset=\"UTF-8\"";

    private final boolean challenges;

    /** @param challenges whether clients that are no browser are asked for Basic */
    ClientAnswers(boolean challenges) {
        this.challenges = challenges;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        if (exception instanceof TooManyAttempts tooMany) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(tooMany.retryAfter()));
            answer(request, response, 429, "Too Many Requests", "AuthenticationException", message(exception));
            return;
        }
        if (challenges && !fromBrowser(request)) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
        }
        boolean tried = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        answer(
                request,
                response,
                HttpServletResponse.SC_UNAUTHORIZED,
                "Unauthorized",
                "AuthenticationException",
                tried ? "The user name or the password is wrong." : "Sign in first.");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException exception)
            throws IOException {
        boolean forgery = exception instanceof org.springframework.security.web.csrf.CsrfException;
        answer(
                request,
                response,
                HttpServletResponse.SC_FORBIDDEN,
                "Forbidden",
                "AuthorizationException",
                forgery
                        ? "This session's CSRF token is missing or old; reload the page. Clients other than pages use"
                                + " HTTP Basic."
                        : "You may not do this.");
    }

    /** Browsers send fetch metadata, pages of ours say so themselves, and navigation asks for HTML. */
    static boolean fromBrowser(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return request.getHeader("X-Requested-With") != null
                || request.getHeader("HX-Request") != null
                || request.getHeader("Sec-Fetch-Mode") != null
                || request.getHeader(HttpHeaders.ORIGIN) != null
                || (accept != null && accept.contains(MediaType.TEXT_HTML_VALUE));
    }

    private static void answer(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            String title,
            String type,
            String message)
            throws IOException {
        String path = request.getRequestURI();
        if (path.startsWith("/engine-rest") || path.startsWith("/camunda/")) {
            engine(response, status, type, message);
        } else {
            write(
                    response,
                    status,
                    MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                    "{\"type\":\"about:blank\",\"title\":" + quoted(title) + ",\"status\":" + status + ",\"detail\":"
                            + quoted(message) + ",\"instance\":" + quoted(path) + "}");
        }
    }

    /** The engine's error shape. */
    static void engine(HttpServletResponse response, int status, String type, String message) throws IOException {
        write(
                response,
                status,
                MediaType.APPLICATION_JSON_VALUE,
                "{\"type\":" + quoted(type) + ",\"message\":" + quoted(message) + ",\"code\":null}");
    }

    private static void write(HttpServletResponse response, int status, String type, String body) throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(@Nullable String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text == null ? "" : text)) + "\"";
    }

    private static String message(AuthenticationException exception) {
        String message = exception.getMessage();
        return message == null ? "" : message;
    }
}
