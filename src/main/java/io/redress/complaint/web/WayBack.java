package io.redress.complaint.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Where a form page goes when it is done: the {@code callbackUrl} it got, if that is a place in this application. */
final class WayBack {

    private WayBack() {}

    /**
     * @param callbackUrl what Tasklist handed over: an absolute address of its own; anything may stand in it
     * @param otherwise the path to go to when it leads elsewhere
     */
    static String path(HttpServletRequest request, @Nullable String callbackUrl, String otherwise) {
        if (callbackUrl == null || callbackUrl.isBlank() || callbackUrl.indexOf('\\') >= 0) {
            return otherwise;
        }
        try {
            URI uri = new URI(callbackUrl.strip());
            boolean here = uri.getScheme() == null && uri.getRawAuthority() == null
                    || request.getScheme().equalsIgnoreCase(uri.getScheme())
                            && uri.getRawUserInfo() == null
                            && request.getServerName().equalsIgnoreCase(uri.getHost())
                            && request.getServerPort() == port(uri);
            String path = uri.normalize().getRawPath();
            if (!here || path == null || !path.startsWith("/") || path.startsWith("//")) {
                return otherwise;
            }
            return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        } catch (URISyntaxException e) {
            return otherwise;
        }
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
