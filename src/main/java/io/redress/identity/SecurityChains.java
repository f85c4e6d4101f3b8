package io.redress.identity;

import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.withDefaults;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who gets through which door, with what. Four doors: the engine's REST interface (Basic), our own ({@code /api}:
 * session or Basic), the engine's web applications (session), our pages (session). Nobody without a login sees anything
 * but the login page, what it is made of, and whether the application is well.
 */
@Configuration(proxyBeanMethods = false)
class SecurityChains {

    /** Inline styles come from the diagram viewer, which sets them on what it draws; scripts come from files only. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self';"
                    + " frame-ancestors 'none'";

    private final ClientAnswers clientAnswers = new ClientAnswers(true);
    private final ClientAnswers plainAnswers = new ClientAnswers(false);

    /** Also keeps Spring Boot from making a user of its own. */
    @Bean
    AuthenticationManager pageSignIn(SignIns signIns) {
        return new ProviderManager(List.of(new PersonAuthentication(signIns, SignIns.Door.PAGE)));
    }

    /** Spring Security would time each of its fifteen filters apart, which costs more than most of them do. */
    @Bean
    SecurityObservationSettings filtersAreNotTimedApart() {
        return SecurityObservationSettings.noObservations();
    }

    private static AuthenticationManager basicSignIn(SignIns signIns) {
        return new ProviderManager(List.of(new PersonAuthentication(signIns, SignIns.Door.BASIC)));
    }

    @Bean
    @Order(1)
    SecurityFilterChain engineRestChain(HttpSecurity http, SignIns signIns, Persons persons, IdentityService engine)
            throws Exception {
        // A path pattern as a String would be Spring MVC's and not match Jersey's servlet.
        return http.securityMatcher(withDefaults().matcher("/engine-rest/**"))
                .authenticationManager(basicSignIn(signIns))
                .httpBasic(basic -> basic.authenticationEntryPoint(clientAnswers))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .headers(headers ->
                        headers.contentSecurityPolicy(csp -> csp.policyDirectives("default-src 'none'; sandbox")))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .exceptionHandling(exceptions ->
                        exceptions.authenticationEntryPoint(clientAnswers).accessDeniedHandler(clientAnswers))
                .addFilterBefore(new Standing(persons), AnonymousAuthenticationFilter.class)
                .addFilterAfter(new EngineDoors(), AuthorizationFilter.class)
                .addFilterAfter(new EngineAuthentication(engine), EngineDoors.class)
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain apiChain(HttpSecurity http, SignIns signIns, Persons persons, IdentityService engine)
            throws Exception {
        return http.securityMatcher(withDefaults().matcher("/api/**"))
                .authenticationManager(basicSignIn(signIns))
                .httpBasic(basic -> basic.authenticationEntryPoint(clientAnswers))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(SecurityChains::writesWithSession)
                        .csrfTokenRequestHandler(new CsrfWithoutParts()))
                .requestCache(cache -> cache.disable())
                .logout(logout -> logout.disable())
                .headers(headers ->
                        headers.contentSecurityPolicy(csp -> csp.policyDirectives("default-src 'none'; sandbox")))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(exceptions ->
                        exceptions.authenticationEntryPoint(clientAnswers).accessDeniedHandler(clientAnswers))
                .addFilterBefore(new Standing(persons), AnonymousAuthenticationFilter.class)
                .addFilterAfter(new EngineAuthentication(engine), AuthorizationFilter.class)
                .build();
    }

    /** A request with Basic proves itself; one without a session is refused for want of a login, not of a token. */
    private static boolean writesWithSession(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean basic =
                authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith("basic ");
        return CsrfFilter.DEFAULT_CSRF_MATCHER.matches(request) && !basic && request.getSession(false) != null;
    }

    @Bean
    @Order(3)
    SecurityFilterChain webappsChain(HttpSecurity http, AuthenticationManager pageSignIn, Persons persons)
            throws Exception {
        return http.securityMatcher(withDefaults().matcher("/camunda/**"))
                .authenticationManager(pageSignIn)
                // The applications bring a token of their own, and their own content security policy.
                .csrf(csrf -> csrf.disable())
                .headers(headers -> headers.cacheControl(cache -> cache.disable())
                        .xssProtection(xss -> xss.disable())
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN)))
                .requestCache(cache -> cache.requestCache(savedNavigation()))
                .logout(logout -> logout.disable())
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(exceptions -> exceptions
                        .authenticationEntryPoint(pageOrAnswer("/camunda/api/**"))
                        .accessDeniedHandler(clientAnswers))
                .addFilterBefore(new Standing(persons), AnonymousAuthenticationFilter.class)
                .addFilterAfter(new EngineDoors(), AuthorizationFilter.class)
                .addFilterAfter(new WebappAuthentication(), EngineDoors.class)
                .build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain pagesChain(
            HttpSecurity http, AuthenticationManager pageSignIn, Persons persons, IdentityService engine)
            throws Exception {
        PathPatternRequestMatcher.Builder paths = withDefaults();
        return http.authenticationManager(pageSignIn)
                .csrf(csrf -> csrf.csrfTokenRequestHandler(new CsrfWithoutParts()))
                .formLogin(form -> form.loginPage("/login").failureHandler(SecurityChains::notSignedIn))
                .logout(logout -> logout.logoutSuccessUrl("/login?logout"))
                .requestCache(cache -> cache.requestCache(savedNavigation()))
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                        .permissionsPolicyHeader(
                                permissions -> permissions.policy("camera=(), microphone=(), geolocation=()")))
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC)
                        .permitAll()
                        .requestMatchers(
                                paths.matcher("/login"),
                                paths.matcher("/language"),
                                paths.matcher("/actuator/health"),
                                paths.matcher("/actuator/health/liveness"),
                                paths.matcher("/actuator/health/readiness"),
                                paths.matcher("/redress.css"),
                                paths.matcher("/ui/**"),
                                paths.matcher("/favicon.ico"),
                                paths.matcher("/webjars/bootstrap/**"),
                                paths.matcher("/webjars/htmx.org/**"))
                        .permitAll()
                        .requestMatchers(paths.matcher("/actuator/**"))
                        .hasAuthority(Roles.ADMINISTRATORS)
                        .anyRequest()
                        .authenticated())
                .exceptionHandling(exceptions ->
                        exceptions.authenticationEntryPoint(pageOrAnswer("/v3/api-docs/**", "/actuator/**")))
                .addFilterBefore(new Standing(persons), AnonymousAuthenticationFilter.class)
                .addFilterAfter(new EngineAuthentication(engine), AuthorizationFilter.class)
                .build();
    }

    @Bean
    FilterRegistrationBean<NoncePerRequest> noncePerRequest() {
        FilterRegistrationBean<NoncePerRequest> registration = new FilterRegistrationBean<>(new NoncePerRequest());
        registration.addUrlPatterns("/camunda/app/*");
        registration.setOrder(-200);
        return registration;
    }

    private static void notSignedIn(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException exception)
            throws IOException {
        if (exception instanceof TooManyAttempts tooMany) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(tooMany.retryAfter()));
        }
        response.sendRedirect(request.getContextPath() + "/login?error");
    }

    /** Only what a person navigated to is worth going back to after the login. */
    private static HttpSessionRequestCache savedNavigation() {
        HttpSessionRequestCache cache = new HttpSessionRequestCache();
        cache.setRequestMatcher(SecurityChains::navigates);
        return cache;
    }

    private static boolean navigates(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        String destination = request.getHeader("Sec-Fetch-Dest");
        return request.getMethod().equals("GET")
                && accept != null
                && accept.contains(MediaType.TEXT_HTML_VALUE)
                && (destination == null || destination.equals("document"))
                && request.getHeader("HX-Request") == null
                && request.getHeader("X-Requested-With") == null;
    }

    /** A person is sent to the login page; a script in a page, and whatever asks for these paths, gets 401. */
    private AuthenticationEntryPoint pageOrAnswer(String... answered) {
        AuthenticationEntryPoint login = new LoginUrlAuthenticationEntryPoint("/login");
        List<RequestMatcher> answers = java.util.Arrays.stream(answered)
                .map(path -> (RequestMatcher) withDefaults().matcher(path))
                .toList();
        return (request, response, exception) -> {
            boolean fetched = request.getHeader("X-Requested-With") != null || request.getHeader("HX-Request") != null;
            if (fetched) {
                response.setHeader("HX-Redirect", "/login");
                response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            } else if (answers.stream().anyMatch(matcher -> matcher.matches(request))) {
                plainAnswers.commence(request, response, exception);
            } else {
                login.commence(request, response, exception);
            }
        };
    }
}
