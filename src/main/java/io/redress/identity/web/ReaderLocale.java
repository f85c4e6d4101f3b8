package io.redress.identity.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.WebUtils;

/**
 * In which language a page is shown: the one chosen in its header (kept in a cookie), else the best that the browser
 * asks for and we have, else English.
 */
@Component("localeResolver")
class ReaderLocale implements LocaleResolver {

    static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);
    private static final String COOKIE = "redress-language";

    @Override
    public Locale resolveLocale(HttpServletRequest request) {
        var cookie = WebUtils.getCookie(request, COOKIE);
        if (cookie != null) {
            for (Locale language : LANGUAGES) {
                if (language.getLanguage().equals(cookie.getValue())) {
                    return language;
                }
            }
        }
        String accepted = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        if (accepted != null) {
            try {
                Locale best = Locale.lookup(Locale.LanguageRange.parse(accepted), LANGUAGES);
                if (best != null) {
                    return best;
                }
            } catch (IllegalArgumentException e) {
                return Locale.ENGLISH; // a header nobody can read asks for nothing
            }
        }
        return Locale.ENGLISH;
    }

    @Override
    public void setLocale(HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
        if (response != null && locale != null) {
            response.addHeader(
                    HttpHeaders.SET_COOKIE,
                    ResponseCookie.from(COOKIE, locale.getLanguage())
                            .path("/")
                            .maxAge(Duration.ofDays(365))
                            .httpOnly(true)
                            .secure(request.isSecure())
                            .sameSite("Lax")
                            .build()
                            .toString());
        }
    }

    /** Takes the choice in the header of a page and goes back to that page. */
    @Controller
    static class Switch {

        private final ReaderLocale locales;

        Switch(ReaderLocale locales) {
            this.locales = locales;
        }

        @PostMapping("/language")
        String choose(@RequestParam String language, HttpServletRequest request, HttpServletResponse response) {
            locales.setLocale(request, response, language.equals("de") ? Locale.GERMAN : Locale.ENGLISH);
            return "redirect:" + back(request);
        }

        /** Only the path of where the reader came from, so that no other site can be gone to. */
        private static String back(HttpServletRequest request) {
            String referer = request.getHeader(HttpHeaders.REFERER);
            if (referer == null) {
                return "/";
            }
            try {
                URI from = new URI(referer);
                String path = from.getRawPath();
                if (path == null
                        || !path.startsWith("/")
                        || path.startsWith("//")
                        || !request.getServerName().equalsIgnoreCase(from.getHost())) {
                    return "/";
                }
                return from.getRawQuery() == null ? path : path + "?" + from.getRawQuery();
            } catch (URISyntaxException e) {
                return "/";
            }
        }
    }
}
