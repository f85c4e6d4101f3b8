package io.redress.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Gives each application context a data folder, and so an embedded PostgreSQL, of its own. */
public class TestDatabaseInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            Map<String, Object> settings = Map.of(
                    "redress.data", Files.createTempDirectory("redress-test").toString());
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test data folder", settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
