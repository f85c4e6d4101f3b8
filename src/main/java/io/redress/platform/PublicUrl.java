package io.redress.platform;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The address under which people reach this installation: {@code REDRESS_PUBLIC_URL}, or localhost and the port the
 * server got. Links in mails, the CSRF origin and Secure cookies follow from it.
 */
@Component
public class PublicUrl {

    private final RedressProperties properties;
    private volatile int port = 8080;

    PublicUrl(RedressProperties properties) {
        this.properties = properties;
    }

    @EventListener
    void started(WebServerInitializedEvent event) {
        if (event.getApplicationContext().getServerNamespace() == null) {
            port = event.getWebServer().getPort();
        }
    }

    /** Without a slash at its end. */
    public String get() {
        URI configured = properties.publicUrl();
        if (configured == null) {
            return "http://localhost:" + port;
        }
        String text = configured.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** @param path begins with a slash */
    public String at(String path) {
        return get() + path;
    }

    public boolean https() {
        return get().startsWith("https:");
    }

    /** Whether this address can be reached from this machine only. */
    public boolean local() {
        String host = URI.create(get()).getHost();
        if (host == null) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
