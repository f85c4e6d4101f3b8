package io.redress.intake.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The mappings that come with Redress. */
final class ReadyMappings {

    private static final List<String> IDS = List.of(
            "redress",
            "cfpb",
            "cfpb-narratives",
            "comcast",
            "nyc-311",
            "nhtsa-complaints",
            "nhtsa-recalls",
            "maude-text",
            "maude-device",
            "maude-patient",
            "maude-codes",
            "fda-recall-json",
            "fda-recall-xml");

    private ReadyMappings() {}

    static List<Mapping> all() {
        return Holder.ALL;
    }

    private static Mapping read(String id) {
        String path = "/intake/mappings/" + id + ".yaml";
        try (InputStream in = ReadyMappings.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("Missing from the jar: " + path);
            }
            return Mapping.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Holder {
        static final List<Mapping> ALL = IDS.stream().map(ReadyMappings::read).toList();
    }
}
