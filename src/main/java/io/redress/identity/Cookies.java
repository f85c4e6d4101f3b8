package io.redress.identity;

import io.redress.platform.RedressProperties;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.camunda.bpm.spring.boot.starter.property.CamundaBpmProperties;
import org.camunda.bpm.spring.boot.starter.property.WebappProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.server.AbstractServletWebServerFactory;
import org.springframework.boot.web.servlet.server.Session;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Names and flags of the cookies. Cookies ignore ports, so that two installations on one machine would sign each other
 * out; their names tell which installation they belong to. With https they are Secure.
 */
@Component
class Cookies implements WebServerFactoryCustomizer<AbstractServletWebServerFactory>, Ordered {

    private final String suffix;
    private final boolean https;
    private final @Nullable String origin;

    Cookies(RedressProperties settings, Environment environment) {
        URI publicUrl = settings.publicUrl();
        if (publicUrl != null && publicUrl.getHost() != null) {
            https = "https".equalsIgnoreCase(publicUrl.getScheme());
            origin = publicUrl.getScheme() + "://" + publicUrl.getRawAuthority();
            // Another node of the same installation has the same public address and must understand the same cookie.
            suffix = hash(publicUrl.toString());
        } else {
            https = false;
            origin = null;
            suffix = hash(settings.data().toAbsolutePath().normalize() + ":" + environment.getProperty("server.port"));
        }
    }

    /** Of the one session that pages and web applications share. */
    String session() {
        return "REDRESS_" + suffix;
    }

    /** Which the web applications send back as a header with each write. */
    String webappCsrf() {
        return "REDRESS_XSRF_" + suffix;
    }

    @Override
    public void customize(AbstractServletWebServerFactory factory) {
        Session.Cookie cookie = factory.getSession().getCookie();
        cookie.setName(session());
        cookie.setHttpOnly(true);
        cookie.setSameSite(org.springframework.boot.web.server.Cookie.SameSite.LAX);
        if (https) {
            cookie.setSecure(true);
        }
    }

    /** After Spring Boot's own, which copies the settings. */
    @Override
    public int getOrder() {
        return 10;
    }

    private void configure(WebappProperty webapps) {
        webapps.getCsrf().setCookieName(webappCsrf());
        webapps.getCsrf().setEnableSecureCookie(https);
        webapps.getCsrf().setSameSiteCookieOption("LAX");
        if (origin != null) {
            webapps.getCsrf().setTargetOrigin(origin);
        }
        webapps.getSessionCookie().setCookieName(session());
        webapps.getSessionCookie().setEnableSecureCookie(https);
        webapps.getSessionCookie().setSameSiteCookieOption("LAX");
    }

    /** The web applications' settings are read once, when the server starts. */
    @Bean
    static BeanPostProcessor webappCookies(ObjectProvider<Cookies> cookies) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof CamundaBpmProperties properties) {
                    cookies.getObject().configure(properties.getWebapp());
                }
                return bean;
            }
        };
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
