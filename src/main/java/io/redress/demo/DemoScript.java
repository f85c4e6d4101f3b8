package io.redress.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The words of the demo register, read from {@code demo/register.yaml}. */
record DemoScript(
        List<Person> customers, List<Person> institutions, List<Scenario> scenarios, List<Enquiry> enquiries) {

    /** An invented customer. */
    record Person(String name, String country, String language) {}

    /**
     * Something that goes wrong with a product.
     *
     * @param weight how often, relative to the others
     * @param texts what customers write, by language
     * @param answers what they are told, by language
     */
    record Scenario(
            @Nullable String code,
            @Nullable String product,
            String category,
            int weight,
            List<String> lots,
            Map<String, List<String>> texts,
            @Nullable String remedy,
            String cause,
            String evidence,
            Map<String, String> answers) {

        /** The language in which this scenario can be told: the customer's, or English. */
        String language(String wanted) {
            return texts.containsKey(wanted) && answers.containsKey(wanted) ? wanted : "en";
        }
    }

    /** Something that turns out not to be a complaint. */
    record Enquiry(@Nullable String code, @Nullable String product, String language, String text, String reason) {}

    static DemoScript read() {
        try (InputStream in = new ClassPathResource("demo/register.yaml").getInputStream()) {
            Map<String, Object> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            return new DemoScript(
                    people(list(root, "customers")),
                    people(list(root, "institutions")),
                    list(root, "scenarios").stream().map(DemoScript::scenario).toList(),
                    list(root, "not-a-complaint").stream()
                            .map(DemoScript::enquiry)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Person> people(List<?> rows) {
        List<Person> people = new ArrayList<>();
        for (Object row : rows) {
            List<?> cells = (List<?>) row;
            people.add(new Person(
                    cells.get(0).toString(),
                    cells.get(1).toString(),
                    cells.get(2).toString()));
        }
        return people;
    }

    private static Scenario scenario(Object row) {
        Map<?, ?> map = (Map<?, ?>) row;
        List<?> product = cells(map, "product");
        Map<String, List<String>> texts = new java.util.LinkedHashMap<>();
        map(map, "texts")
                .forEach((language, lines) -> texts.put(
                        language.toString(),
                        ((List<?>) lines).stream().map(Object::toString).toList()));
        Map<String, String> answers = new java.util.LinkedHashMap<>();
        map(map, "answer").forEach((language, text) -> answers.put(language.toString(), text.toString()));
        return new Scenario(
                text(product.get(0)),
                text(product.get(1)),
                required(map, "category"),
                Integer.parseInt(required(map, "weight")),
                cells(map, "lots").stream().map(Object::toString).toList(),
                texts,
                text(map.get("remedy")),
                required(map, "cause"),
                required(map, "evidence"),
                answers);
    }

    private static Enquiry enquiry(Object row) {
        Map<?, ?> map = (Map<?, ?>) row;
        List<?> product = cells(map, "product");
        return new Enquiry(
                text(product.get(0)),
                text(product.get(1)),
                required(map, "language").toLowerCase(Locale.ROOT),
                required(map, "text"),
                required(map, "reason"));
    }

    private static List<?> list(Map<String, Object> root, String key) {
        return (List<?>) Objects.requireNonNull(root.get(key), key);
    }

    private static List<?> cells(Map<?, ?> map, String key) {
        return (List<?>) Objects.requireNonNull(map.get(key), key);
    }

    private static Map<?, ?> map(Map<?, ?> map, String key) {
        return (Map<?, ?>) Objects.requireNonNull(map.get(key), key);
    }

    private static String required(Map<?, ?> map, String key) {
        return Objects.requireNonNull(map.get(key), key).toString();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
