package io.redress.platform.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The words of Tasklist, Cockpit, Admin and Welcome: the engine's own, with ours over them. A file in the engine's place
 * would have to repeat all of its words, and would hide new ones.
 */
@RestController
class WebappWords {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final ObjectMapper json;
    private final ConcurrentMap<String, JsonNode> merged = new ConcurrentHashMap<>();

    WebappWords(ObjectMapper json) {
        this.json = json;
    }

    @GetMapping(
            path = "/camunda/app/{app:tasklist|cockpit|admin|welcome}/locales/{language:en|de}.json",
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<JsonNode> words(@PathVariable String app, @PathVariable String language) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .body(merged.computeIfAbsent(app + "/" + language, key -> merge(app, language)));
    }

    private JsonNode merge(String app, String language) {
        JsonNode words = read("META-INF/resources/webjars/camunda/app/" + app + "/locales/" + language + ".json");
        if (words.get("labels") instanceof ObjectNode labels
                && read("webapps/" + language + ".json") instanceof ObjectNode ours) {
            labels.setAll(ours);
        }
        return words;
    }

    private JsonNode read(String file) {
        try {
            String text = new ClassPathResource(file).getContentAsString(StandardCharsets.UTF_8);
            return json.readTree(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
