package io.redress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Conventions that concern files rather than classes; each test collects all violations and fails once. */
class ConventionsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath();

    @Test
    void theTopLevelHoldsWhatItIsMeantTo() throws IOException {
        Set<String> allowed = Set.of(
                "pom.xml", "src", "processes", "docker", "docs", "README.md", "LICENSE", "NOTICE", "target", "data");
        try (Stream<Path> entries = Files.list(ROOT)) {
            assertThat(entries.map(entry -> entry.getFileName().toString())
                            .filter(name -> !name.startsWith(".") && !allowed.contains(name)))
                    .isEmpty();
        }
    }

    @Test
    void everyTextIsThereInEachLanguage() throws IOException {
        Path folder = ROOT.resolve("src/main/resources/messages");
        List<String> missing = new ArrayList<>();
        int bundles = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path english : files.filter(file -> file.toString().endsWith(".properties")
                            && !file.toString().endsWith("_de.properties"))
                    .toList()) {
                Path german = folder.resolve(english.getFileName().toString().replace(".properties", "_de.properties"));
                Set<String> here = keys(english);
                Set<String> there = keys(german);
                here.stream()
                        .filter(key -> !there.contains(key))
                        .forEach(key -> missing.add(german.getFileName() + " lacks " + key));
                there.stream()
                        .filter(key -> !here.contains(key))
                        .forEach(key -> missing.add(english.getFileName() + " lacks " + key));
                bundles++;
            }
        }
        assertThat(bundles).isGreaterThanOrEqualTo(5);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyDecisionSaysHowItIsConfirmed() throws IOException {
        Path folder = ROOT.resolve("docs/decisions");
        Set<String> tests = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("src/test/java"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .forEach(name -> tests.add(name.substring(0, name.length() - 5)));
        }
        List<String> violations = new ArrayList<>();
        int count = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".md")).toList()) {
                count++;
                String name = file.getFileName().toString();
                if (!name.matches("\\d{4}-[a-z0-9-]+\\.md")) {
                    violations.add(name + ": the file name is NNNN-title.md");
                }
                String text = Files.readString(file);
                int at = text.indexOf("## Confirmation");
                if (at < 0) {
                    violations.add(name + ": no section \"Confirmation\"");
                    continue;
                }
                Matcher named = Pattern.compile("`([A-Za-z0-9]+(?:Test|IT))`").matcher(text.substring(at));
                boolean any = false;
                while (named.find()) {
                    any = true;
                    if (!tests.contains(named.group(1))) {
                        violations.add(name + ": there is no test " + named.group(1));
                    }
                }
                if (!any) {
                    violations.add(name + ": names no test that keeps it true");
                }
            }
        }
        assertThat(count).isGreaterThanOrEqualTo(5);
        assertThat(violations).isEmpty();
    }

    @Test
    void linksBetweenDocumentsLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        List<Path> documents = new ArrayList<>();
        documents.add(ROOT.resolve("README.md"));
        documents.add(ROOT.resolve("processes/README.md"));
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        for (Path document : documents) {
            Matcher link = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)").matcher(Files.readString(document));
            while (link.find()) {
                String target = link.group(1);
                if (target.contains("://") || target.startsWith("mailto:") || target.startsWith("/")) {
                    continue;
                }
                links++;
                if (!Files.exists(document.getParent().resolve(target))) {
                    broken.add(ROOT.relativize(document) + " -> " + target);
                }
            }
        }
        assertThat(links).isPositive();
        assertThat(broken).isEmpty();
    }

    @Test
    void sqlTakesItsTimeFromTheApplication() throws IOException {
        List<String> violations = new ArrayList<>();
        int files = 0;
        try (Stream<Path> migrations = Files.walk(ROOT.resolve("src/main/resources/db"))) {
            for (Path file :
                    migrations.filter(f -> f.toString().endsWith(".sql")).toList()) {
                files++;
                String sql = Files.readString(file).replaceAll("--[^\\n]*", "").toLowerCase(java.util.Locale.ROOT);
                if (Pattern.compile("\\b(now\\s*\\(|current_timestamp|localtimestamp|clock_timestamp)")
                        .matcher(sql)
                        .find()) {
                    violations.add(ROOT.relativize(file).toString());
                }
            }
        }
        assertThat(files).isPositive();
        assertThat(violations).isEmpty();
    }

    private static Set<String> keys(Path bundle) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(bundle)) {
            try (InputStreamReader reader =
                    new InputStreamReader(Files.newInputStream(bundle), StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
        }
        return properties.stringPropertyNames();
    }
}
