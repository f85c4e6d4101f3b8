package io.redress.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Serves each web application's settings file with what only the running application knows: the name of its CSRF
 * cookie, and that our login page stands in for theirs.
 */
@RestController
class WebappSettings {

    private static final String SIGN_IN = """

            // One login: where the application would show its own, the page is asked for again, and ours comes first.
            const signIn = () => {
              if (location.hash.startsWith('#/login')) {
                location.replace(document.querySelector('base').getAttribute('href'));
              }
            };
            addEventListener('hashchange', signIn);
            signIn();
            """;

    private final Cookies cookies;

    WebappSettings(Cookies cookies) {
        this.cookies = cookies;
    }

    @GetMapping("/camunda/app/{app:tasklist|cockpit|admin|welcome}/scripts/config.js")
    ResponseEntity<String> settings(@PathVariable String app) throws IOException {
        String file = new ClassPathResource("META-INF/resources/webjars/camunda/app/" + app + "/scripts/config.js")
                .getContentAsString(StandardCharsets.UTF_8);
        String settings =
                file.replace("export default {", "export default {\n  csrfCookieName: '" + cookies.webappCsrf() + "',");
        return ResponseEntity.ok()
                .contentType(MediaType.valueOf("text/javascript;charset=UTF-8"))
                .cacheControl(CacheControl.noCache())
                .body(settings + SIGN_IN);
    }
}
