package io.redress.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UriUtils;

/** Stands before the engine's interfaces and lets through what {@link DoorRules} name; the rest is 403. */
final class EngineDoors extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(EngineDoors.class);
    private static final List<String> REST = List.of("engine-rest");
    private static final List<String> WEBAPPS = List.of("camunda", "api");
    private static final List<String> WEBAPPS_REST = List.of("camunda", "api", "engine", "engine", "default");
    private static final List<String> LOGOUT = DoorRules.segments("/camunda/api/admin/auth/user/default/logout");
    private static final List<String> PAGES = List.of("camunda", "app");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        List<String> path = path(request);
        if (path == null || !allowed(request.getMethod(), path)) {
            log.info("Denied: {} {}", request.getMethod(), request.getRequestURI());
            ClientAnswers.engine(
                    response,
                    HttpServletResponse.SC_FORBIDDEN,
                    "AuthorizationException",
                    "This is not open here: " + request.getMethod() + " " + request.getRequestURI()
                            + ". Cases are moved by completing their tasks, people are managed in Admin, models are"
                            + " deployed by process owners.");
            return;
        }
        chain.doFilter(request, response);
        if (path.equals(LOGOUT)) {
            // The web applications know their own sign-out only; one login means one logout.
            HttpSession session = request.getSession(false);
            if (session != null) {
                session.invalidate();
            }
            SecurityContextHolder.clearContext();
        }
    }

    private static boolean allowed(String method, List<String> path) {
        Set<String> roles = roles();
        if (starts(path, REST)) {
            return DoorRules.ENGINE.allow(method, path.subList(REST.size(), path.size()), roles);
        }
        if (starts(path, WEBAPPS_REST) && path.size() > WEBAPPS_REST.size()) {
            return DoorRules.ENGINE.allow(method, path.subList(WEBAPPS_REST.size(), path.size()), roles);
        }
        if (starts(path, WEBAPPS)) {
            return DoorRules.WEBAPPS.allow(method, path.subList(WEBAPPS.size(), path.size()), roles);
        }
        boolean reads = method.equals("GET") || method.equals("HEAD");
        boolean setUp = starts(path, PAGES) && path.contains("setup");
        return reads && !setUp;
    }

    private static boolean starts(List<String> path, List<String> with) {
        return path.size() >= with.size() && path.subList(0, with.size()).equals(with);
    }

    /** Decoded as the REST servlets do, so that both see the same; null for what nobody sends in good faith. */
    private static @Nullable List<String> path(HttpServletRequest request) {
        List<String> path = new ArrayList<>();
        for (String segment : DoorRules.segments(request.getRequestURI())) {
            String decoded;
            try {
                decoded = UriUtils.decode(segment, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return null;
            }
            if (decoded.contains("/") || decoded.contains(";") || decoded.equals("..") || decoded.equals(".")) {
                return null;
            }
            path.add(decoded);
        }
        return path;
    }

    private static Set<String> roles() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication == null
                ? Set.of()
                : authentication.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .collect(Collectors.toSet());
    }
}
