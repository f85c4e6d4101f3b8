package io.redress.complaint.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class WayBackTest {

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    WayBackTest() {
        request.setScheme("https");
        request.setServerName("redress.example");
        request.setServerPort(443);
    }

    @Test
    void whatTasklistHandsOverLeadsBackToIt() {
        assertThat(WayBack.path(request, "https://redress.example/camunda/app/tasklist/default/", "/x"))
                .isEqualTo("/camunda/app/tasklist/default/");
        assertThat(WayBack.path(request, "https://redress.example:443/complaints?q=a", "/x"))
                .isEqualTo("/complaints?q=a");
        assertThat(WayBack.path(request, "/complaints", "/x")).isEqualTo("/complaints");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "https://evil.example/",
                "http://redress.example/",
                "https://redress.example:8443/",
                "https://redress.example@evil.example/",
                "https://user@redress.example/",
                "//evil.example/",
                "/\\evil.example/",
                "\\\\evil.example",
                "/.//evil.example/",
                "javascript:alert(1)",
                "data:text/html,x",
                "https:evil.example",
                "complaints",
                "ht tp://x",
                "https://redress.example//evil.example/"
            })
    void nothingElseIsFollowed(String callback) {
        assertThat(WayBack.path(request, callback, "/case"))
                .satisfiesAnyOf(
                        path -> assertThat(path).isEqualTo("/case"),
                        path -> assertThat(path).startsWith("/").doesNotStartWith("//"));
        assertThat(WayBack.path(request, callback, "/case")).doesNotContain("\\");
    }

    @Test
    void withoutACallbackThereIsAPlaceToGo() {
        assertThat(WayBack.path(request, null, "/case")).isEqualTo("/case");
    }
}
