package io.redress.platform.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.web.servlet.error.DefaultErrorAttributes;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.WebRequest;

/** Errors that never reached a controller have the shape of a ProblemDetail too, and tell nothing of the inside. */
@Component
class ProblemAttributes extends DefaultErrorAttributes {

    @Override
    public Map<String, Object> getErrorAttributes(WebRequest request, ErrorAttributeOptions options) {
        Map<String, Object> found = super.getErrorAttributes(request, ErrorAttributeOptions.defaults());
        int code = found.get("status") instanceof Integer number ? number : 500;
        HttpStatus status = HttpStatus.resolve(code);
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", status == null ? "Error" : status.getReasonPhrase());
        problem.put("status", code);
        problem.put(
                "detail",
                switch (code) {
                    case 401 -> "Sign in first.";
                    case 403 -> "You may not do this.";
                    case 404 -> "There is nothing at this address, or nothing that you may see.";
                    case 405 -> "This address does not take this method.";
                    case 413 -> "The body is too large.";
                    default -> code < 500 ? "The request was refused." : "Something went wrong on our side.";
                });
        problem.put("instance", Objects.requireNonNullElse(found.get("path"), ""));
        return problem;
    }
}
