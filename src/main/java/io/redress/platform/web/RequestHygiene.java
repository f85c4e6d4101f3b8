package io.redress.platform.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.redress.core.FieldProblem;
import io.redress.platform.LargeUpload;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Stands in front of everything and turns away what no part behind it can take: NUL characters (PostgreSQL stores none,
 * the engine answers them with 500), bodies that are too large, not UTF-8, not JSON or nested without end. It knows
 * nothing of fields and rules; it names the place it stopped at.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class RequestHygiene extends OncePerRequestFilter {

    /** Largest JSON body, in bytes: a description of 100,000 characters in any script, and the rest, fit. */
    static final int MAX_JSON_BYTES = 2 * 1024 * 1024;

    /** Largest form body, in bytes. */
    static final int MAX_FORM_BYTES = 2 * 1024 * 1024;

    /** Largest body of any other kind (deployments, uploads), in bytes. */
    static final long MAX_BODY_BYTES = 26L * 1024 * 1024;

    static final int MAX_DEPTH = 50;
    private static final int MAX_QUERY = 8_000;

    private final ObjectMapper json;
    private final JsonFactory strict = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_JSON_BYTES)
                    .maxNumberLength(100)
                    .maxNameLength(1_000)
                    .build())
            .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final List<LargeUpload> largeUploads;

    RequestHygiene(ObjectMapper json, List<LargeUpload> largeUploads) {
        this.json = json;
        this.largeUploads = largeUploads;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String query = request.getQueryString();
        if (query != null && query.length() > MAX_QUERY) {
            refuse(request, response, 414, "The query is longer than " + MAX_QUERY + " characters.", null);
            return;
        }
        if (nul(request.getRequestURI()) || nul(query)) {
            refuse(request, response, 400, "The address has a NUL character.", null);
            return;
        }
        long length = request.getContentLengthLong();
        String type = contentType(request);
        boolean multipart = type.equals("multipart/form-data");
        long most = multipart ? most(request) : MAX_BODY_BYTES;
        if (length > most) {
            refuse(request, response, 413, "The body is larger than " + most + " bytes.", null);
            return;
        }
        if (multipart && length < 0 && most == MAX_BODY_BYTES && !engines(request)) {
            // Files are parsed into temporary files; only a place that is meant for large ones may not say how large.
            // The engine's interfaces have a parser of their own, and Modeler does not say it.
            refuse(request, response, 411, "A body of this kind has to say its length.", null);
            return;
        }
        HttpServletRequest accepted = request;
        if (type.equals("application/json") || type.endsWith("+json")) {
            byte[] body = read(request, MAX_JSON_BYTES);
            if (body == null) {
                refuse(request, response, 413, "The body is larger than " + MAX_JSON_BYTES + " bytes.", null);
                return;
            }
            Finding finding = inspect(body);
            if (finding != null) {
                refuse(request, response, 400, finding.message(), finding.problem());
                return;
            }
            accepted = new Replayed(request, body);
        } else if (type.equals("application/x-www-form-urlencoded")) {
            if (length > MAX_FORM_BYTES) {
                refuse(request, response, 413, "The form is larger than " + MAX_FORM_BYTES + " bytes.", null);
                return;
            }
            String field = parameterWithNul(request);
            if (field != null) {
                refuse(
                        request,
                        response,
                        400,
                        "A field has a NUL character.",
                        new FieldProblem(field, "text without NUL characters"));
                return;
            }
        }
        chain.doFilter(accepted, response);
    }

    private static boolean engines(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.contains("/engine-rest") || path.contains("/camunda/api");
    }

    private long most(HttpServletRequest request) {
        return largeUploads.stream()
                .filter(upload ->
                        request.getMethod().equals("POST") && upload.path().equals(request.getRequestURI()))
                .mapToLong(LargeUpload::bytes)
                .findFirst()
                .orElse(MAX_BODY_BYTES);
    }

    private record Finding(String message, @Nullable FieldProblem problem) {}

    private @Nullable Finding inspect(byte[] body) throws IOException {
        if (body.length == 0) {
            return null; // whether a body is owed is the endpoint's question
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Finding("The body is not UTF-8.", null);
        }
        try (JsonParser parser = strict.createParser(new StringReader(text))) {
            int values = 0;
            while (true) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    break;
                }
                if (parser.getParsingContext().inRoot() && ++values > 1) {
                    return new Finding("The body has more than one JSON value.", null);
                }
                if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
                    if (parser.getText().indexOf('\0') >= 0) {
                        return new Finding(
                                "A field has a NUL character.",
                                new FieldProblem(path(parser.getParsingContext()), "text without NUL characters"));
                    }
                    if (loneSurrogate(parser.getText())) {
                        return new Finding(
                                "A field has half of a surrogate pair, which is no character.",
                                new FieldProblem(path(parser.getParsingContext()), "valid Unicode text"));
                    }
                }
            }
            return values == 0 ? new Finding("The body has no JSON value.", null) : null;
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            return new Finding(
                    "The body is not JSON that is accepted here" + where + ": well-formed, no field twice, at most "
                            + MAX_DEPTH + " levels deep.",
                    null);
        }
    }

    private static boolean loneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    private static String path(JsonStreamContext context) {
        String pointer = context.pathAsPointer().toString();
        return pointer.isEmpty()
                ? "(body)"
                : pointer.substring(1)
                        .replaceAll("/(\\d+)", "[$1]")
                        .replace('/', '.')
                        .replace("\0", "\\u0000");
    }

    private static @Nullable String parameterWithNul(HttpServletRequest request) {
        for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
            if (parameter.getKey().indexOf('\0') >= 0) {
                return parameter.getKey().replace("\0", "\\u0000");
            }
            for (String value : parameter.getValue()) {
                if (value.indexOf('\0') >= 0) {
                    return parameter.getKey();
                }
            }
        }
        return null;
    }

    private static boolean nul(@Nullable String text) {
        return text != null && (text.indexOf('\0') >= 0 || text.contains("%00"));
    }

    private static String contentType(HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null) {
            return "";
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    private static byte @Nullable [] read(HttpServletRequest request, int limit) throws IOException {
        if (request.getContentLengthLong() > limit) {
            return null;
        }
        byte[] body = request.getInputStream().readNBytes(limit + 1);
        return body.length > limit ? null : body;
    }

    private void refuse(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            String message,
            @Nullable FieldProblem problem)
            throws IOException {
        if (status == 413) {
            drain(request); // a client that is still sending would see a broken connection instead of the answer
        }
        response.setStatus(status);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setCharacterEncoding("UTF-8");
        Map<String, Object> body = new LinkedHashMap<>();
        if (engines(request)) {
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            body.put("type", "InvalidRequestException");
            body.put("message", problem == null ? message : problem.field() + ": " + message);
        } else {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            body.put("type", "about:blank");
            body.put("title", title(status));
            body.put("status", status);
            body.put("detail", message);
            if (problem != null) {
                body.put("errors", List.of(problem));
            }
        }
        json.writeValue(response.getOutputStream(), body);
    }

    private static String title(int status) {
        return switch (status) {
            case 411 -> "Length Required";
            case 413 -> "Payload Too Large";
            case 414 -> "URI Too Long";
            default -> "Bad Request";
        };
    }

    private static void drain(HttpServletRequest request) throws IOException {
        byte[] discarded = new byte[8192];
        long left = MAX_BODY_BYTES;
        int count = 0;
        while (left > 0 && (count = request.getInputStream().read(discarded)) >= 0) {
            left -= count;
        }
    }

    /** The request with its body, which was read once already. */
    private static final class Replayed extends HttpServletRequestWrapper {

        private final byte[] body;

        Replayed(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream bytes = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public int read() {
                    return bytes.read();
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    return bytes.read(target, offset, length);
                }

                @Override
                public int available() {
                    return bytes.available();
                }

                @Override
                public boolean isFinished() {
                    return bytes.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new UnsupportedOperationException("the body was read already");
                }
            };
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
        }

        @Override
        public int getContentLength() {
            return body.length;
        }

        @Override
        public long getContentLengthLong() {
            return body.length;
        }
    }
}
