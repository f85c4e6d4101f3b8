package io.redress.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.redress.platform.LargeUpload;
import io.redress.testing.SharedData;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RequestHygieneTest {

    private final RequestHygiene hygiene =
            new RequestHygiene(new ObjectMapper(), List.of(new LargeUpload("/api/large", 100L * 1024 * 1024)));

    @Test
    void goodJsonPassesByteForByte() throws Exception {
        byte[] body = "{\"description\":\"Grüße \\u0007 😀\",\"n\":[1,{\"a\":null}]}".getBytes(StandardCharsets.UTF_8);
        MockFilterChain chain = new MockFilterChain();
        MockHttpServletResponse response = send("/api/complaints", body, chain);

        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(chain.getRequest().getInputStream().readAllBytes()).isEqualTo(body);
    }

    @Test
    void nulIsRefusedWithTheNameOfTheField() throws Exception {
        MockHttpServletResponse response =
                send("/api/complaints", "{\"products\":[{\"lot\":\"a\\u0000b\"}]}".getBytes(StandardCharsets.UTF_8));

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getContentAsString()).contains("products[0].lot").contains("NUL");
    }

    @Test
    void nulOnTheEnginesMountHasTheEnginesShape() throws Exception {
        MockHttpServletResponse response =
                send("/engine-rest/task/x/claim", "{\"userId\":\"\\u0000\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getContentAsString()).contains("\"type\"").contains("userId");
    }

    @Test
    void nulInTheAddressIsRefused() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/complaints");
        request.setQueryString("q=a%00b");
        MockHttpServletResponse response = new MockHttpServletResponse();
        hygiene.doFilter(request, response, new MockFilterChain());

        assertThat(response.getStatus()).isEqualTo(400);
    }

    @Test
    void nestingWithoutEndIsRefused() throws Exception {
        assertThat(send("/api/complaints", "[".repeat(100_000).getBytes(StandardCharsets.UTF_8))
                        .getStatus())
                .isEqualTo(400);
    }

    @Test
    void aBodyThatIsTooLargeIs413() throws Exception {
        byte[] body = ("{\"description\":\"" + "x".repeat(RequestHygiene.MAX_JSON_BYTES) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(send("/api/complaints", body).getStatus()).isEqualTo(413);
    }

    @Test
    void otherEncodingsAndTwoFieldsOfOneNameAreRefused() throws Exception {
        assertThat(send("/api/complaints", "{\"a\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1))
                        .getStatus())
                .isEqualTo(400);
        assertThat(send("/api/complaints", "{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8))
                        .getStatus())
                .isEqualTo(400);
        assertThat(send("/api/complaints", "{} {}".getBytes(StandardCharsets.UTF_8))
                        .getStatus())
                .isEqualTo(400);
    }

    @Test
    void theJsonTestSuiteIsAnsweredWithout500() throws Exception {
        Path folder = SharedData.of("hostile-inputs/json-parsing");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            assertThat(all).hasSizeGreaterThan(100);
            for (Path file : all) {
                int status = send("/api/complaints", Files.readAllBytes(file)).getStatus();
                String name = file.getFileName().toString();
                assertThat(status).as(name).isIn(200, 400, 413);
                if (name.startsWith("n_") && Files.size(file) > 0) {
                    assertThat(status).as("%s must be refused", name).isNotEqualTo(200);
                }
            }
        }
    }

    private MockHttpServletResponse send(String path, byte[] body) throws ServletException, IOException {
        return send(path, body, new MockFilterChain());
    }

    private MockHttpServletResponse send(String path, byte[] body, MockFilterChain chain)
            throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
        request.setContentType("application/json");
        request.setContent(body);
        MockHttpServletResponse response = new MockHttpServletResponse();
        hygiene.doFilter(request, response, chain);
        return response;
    }

    @Test
    void filesOverTheLimitAreTakenWhereTheyAreMeantToBeOnly() throws Exception {
        assertThat(multipart("/api/large", 27 * 1024 * 1024).getStatus()).isEqualTo(200);
        assertThat(multipart("/api/large", 101 * 1024 * 1024).getStatus()).isEqualTo(413);
        assertThat(multipart("/api/other", 27 * 1024 * 1024).getStatus()).isEqualTo(413);
        assertThat(multipart("/api/other", -1).getStatus()).isEqualTo(411);
        assertThat(multipart("/api/large", -1).getStatus()).isEqualTo(200);
        assertThat(multipart("/engine-rest/deployment/create", -1).getStatus()).isEqualTo(200);
    }

    private MockHttpServletResponse multipart(String path, int length) throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", path) {
            @Override
            public long getContentLengthLong() {
                return length;
            }
        };
        request.setContentType("multipart/form-data; boundary=x");
        MockHttpServletResponse response = new MockHttpServletResponse();
        hygiene.doFilter(request, response, new MockFilterChain());
        return response;
    }
}
