package io.redress.engine;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Tells a call that a client makes on the engine itself from one that our own code makes. Our controllers, jobs, start-up
 * and tests run in Spring MVC or without a request; whatever else serves a request is the engine's REST or web
 * applications. A door that is added later counts as a client's, whoever is signed in.
 */
final class ClientCall {

    private ClientCall() {}

    static boolean present() {
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        if (!(attributes instanceof ServletRequestAttributes servlet)) {
            return false;
        }
        HttpServletRequest request = servlet.getRequest();
        return request.getAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE) == null;
    }
}
