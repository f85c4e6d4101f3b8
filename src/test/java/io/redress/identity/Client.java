package io.redress.identity;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One client as a browser or a program would be: with cookies of its own, or with Basic; it follows no redirects. */
final class Client {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private final int port;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Map<String, String> headers = new LinkedHashMap<>();

    /** What came back. */
    record Answer(int status, HttpResponse<String> response) {

        String body() {
            return response.body();
        }

        @Nullable
        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        List<String> headers(String name) {
            return response.headers().allValues(name);
        }
    }

    Client(int port) {
        this.port = port;
    }

    static Client basic(int port, String person) {
        return basic(port, person, "demo");
    }

    static Client basic(int port, String person, String password) {
        String credential = person + ":" + password;
        return new Client(port)
                .with(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8)));
    }

    static Client signedIn(int port, String person) {
        Client client = new Client(port);
        Answer answer = client.signIn(person, "demo");
        if (answer.status() != 302 || String.valueOf(answer.header("Location")).contains("error")) {
            throw new AssertionError(
                    person + " could not sign in: " + answer.status() + " " + answer.header("Location"));
        }
        return client;
    }

    Answer signIn(String person, String password) {
        return call(
                "POST",
                "/login",
                "_csrf=" + encoded(csrfToken("/login")) + "&username=" + encoded(person) + "&password="
                        + encoded(password),
                "application/x-www-form-urlencoded");
    }

    /** The token in the forms of this page. */
    String csrfToken(String page) {
        String html = get(page).body();
        Matcher token = CSRF.matcher(html);
        if (!token.find()) {
            throw new AssertionError("No CSRF token in " + page + ": " + html);
        }
        return token.group(1);
    }

    /** As the web applications do: reads a page, then sends the cookie's token as a header. */
    Client withWebappToken() {
        get("/camunda/app/welcome/default/");
        String token = cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().startsWith("REDRESS_XSRF_"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError("No token for the web applications"));
        return with("X-XSRF-TOKEN", token);
    }

    Client with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    Answer get(String path) {
        return call("GET", path, "");
    }

    Answer postJson(String path, String body) {
        return call("POST", path, body);
    }

    Answer call(String method, String path, String body) {
        return call(method, path, body, "application/json");
    }

    Answer call(String method, String path, String body, String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        headers.forEach(request::setHeader);
        if (method.equals("GET")) {
            request.GET();
        } else {
            request.setHeader("Content-Type", type);
            request.method(method, HttpRequest.BodyPublishers.ofString(body));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    List<HttpCookie> cookies() {
        return cookies.getCookieStore().getCookies();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
