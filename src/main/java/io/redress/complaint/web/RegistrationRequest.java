package io.redress.complaint.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.redress.complaint.RegisterComplaint;
import io.redress.complaint.RegistrationRules;
import io.redress.core.FieldProblem;
import io.redress.core.Refusal;
import io.redress.party.CustomerDetails;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of a registration. It is read by hand rather than bound, because binding stops at the first wrong field and
 * turns numbers into text; here every unknown, missing or wrong field is named in one answer.
 */
@Schema(
        name = "Registration",
        requiredProperties = {"channel", "description"})
record RegistrationRequest(
        @Schema(allowableValues = {"phone", "email", "web", "letter", "visit", "crm", "social", "other"})
        String channel,

        @Schema(description = "The system it comes from; a person at the desk when missing", example = "crm") @Nullable
        String source,

        @Schema(
                description = "Its id in that system, unique there; required when no customer is given",
                example = "CRM-4711",
                maxLength = 200)
        @Nullable
        String externalReference,

        @Schema(
                description = "The day the organisation became aware; today when missing",
                format = "date",
                example = "2026-11-20")
        @Nullable
        String awarenessDate,

        @Schema(description = "The customer's language, BCP 47; en when missing", example = "en") @Nullable
        String language,

        @Schema(description = "Required when no externalReference is given") @Nullable
        Customer customer,

        @Nullable List<Product> products,

        @Schema(example = "performance", maxLength = 64) @Nullable
        String category,

        @Schema(maxLength = RegistrationRules.DESCRIPTION) String description,

        @Schema(maxLength = RegistrationRules.REMEDY) @Nullable
        String remedySought) {

    private static final Set<String> FIELDS = Set.of(
            "channel",
            "source",
            "externalReference",
            "awarenessDate",
            "language",
            "customer",
            "products",
            "category",
            "description",
            "remedySought");
    private static final Set<String> CUSTOMER = Set.of("name", "email", "phone", "address", "country", "reference");
    private static final Set<String> PRODUCT = Set.of("code", "name", "lot", "serial", "udi");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final int LONGEST_NAME = 100;

    @Schema(description = "At least one of name, email, phone, address, reference")
    record Customer(
            @Schema(maxLength = 200) @Nullable String name,

            @Schema(format = "email", maxLength = 254) @Nullable
            String email,

            @Schema(maxLength = 50) @Nullable String phone,
            @Schema(maxLength = 1000) @Nullable String address,

            @Schema(description = "ISO 3166-1 alpha-2", example = "US") @Nullable
            String country,

            @Schema(maxLength = 100) @Nullable String reference) {}

    @Schema(description = "At least one of the fields")
    record Product(
            @Schema(maxLength = 100) @Nullable String code,
            @Schema(maxLength = 200) @Nullable String name,
            @Schema(maxLength = 100) @Nullable String lot,
            @Schema(maxLength = 100) @Nullable String serial,
            @Schema(maxLength = 200) @Nullable String udi) {}

    /**
     * @param raw the body as it came, to be kept with the report
     * @param today the organisation's day
     * @throws Refusal with every problem of the body
     */
    static RegisterComplaint read(JsonNode body, String raw, LocalDate today) {
        if (!body.isObject()) {
            throw Refusal.invalid("(body)", "a JSON object");
        }
        List<FieldProblem> problems = new ArrayList<>();
        unknown("", body, FIELDS, problems);
        RegisterComplaint registration = new RegisterComplaint(
                orEmpty(text("", body, "channel", problems)),
                text("", body, "source", problems),
                text("", body, "externalReference", problems),
                date(body, problems),
                text("", body, "language", problems),
                customer(body.get("customer"), problems),
                products(body.get("products"), problems),
                text("", body, "category", problems),
                orEmpty(text("", body, "description", problems)),
                text("", body, "remedySought", problems),
                raw);
        Set<String> named = new HashSet<>();
        problems.forEach(problem -> named.add(problem.field()));
        RegistrationRules.check(registration, today).stream()
                .filter(problem -> named.add(problem.field()))
                .forEach(problems::add);
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparing(FieldProblem::field));
            throw Refusal.invalid(problems);
        }
        return registration;
    }

    private static @Nullable CustomerDetails customer(@Nullable JsonNode node, List<FieldProblem> problems) {
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isObject()) {
            problems.add(new FieldProblem("customer", "an object"));
            return null;
        }
        unknown("customer.", node, CUSTOMER, problems);
        return new CustomerDetails(
                text("customer.", node, "name", problems),
                text("customer.", node, "email", problems),
                text("customer.", node, "phone", problems),
                text("customer.", node, "address", problems),
                text("customer.", node, "country", problems),
                text("customer.", node, "reference", problems));
    }

    private static List<RegisterComplaint.Product> products(@Nullable JsonNode node, List<FieldProblem> problems) {
        List<RegisterComplaint.Product> products = new ArrayList<>();
        if (node == null || node.isNull()) {
            return products;
        }
        if (!node.isArray()) {
            problems.add(new FieldProblem("products", "a list of objects"));
            return products;
        }
        if (node.size() > RegistrationRules.PRODUCTS) {
            problems.add(new FieldProblem("products", "at most " + RegistrationRules.PRODUCTS + " products"));
            return products;
        }
        for (int i = 0; i < node.size(); i++) {
            JsonNode product = node.get(i);
            String path = "products[" + i + "]";
            if (!product.isObject()) {
                problems.add(new FieldProblem(path, "an object"));
                continue;
            }
            unknown(path + ".", product, PRODUCT, problems);
            products.add(new RegisterComplaint.Product(
                    text(path + ".", product, "code", problems),
                    text(path + ".", product, "name", problems),
                    text(path + ".", product, "lot", problems),
                    text(path + ".", product, "serial", problems),
                    text(path + ".", product, "udi", problems)));
        }
        return products;
    }

    private static @Nullable LocalDate date(JsonNode body, List<FieldProblem> problems) {
        String text = text("", body, "awarenessDate", problems);
        if (text == null || text.isBlank()) {
            return null;
        }
        if (DATE.matcher(text).matches()) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                // named below, like any other text that is no date
            }
        }
        problems.add(new FieldProblem("awarenessDate", "a date that exists, such as 2026-11-20"));
        return null;
    }

    /** Text, or null when the field is missing, null, or sent empty. */
    private static @Nullable String text(String path, JsonNode object, String field, List<FieldProblem> problems) {
        JsonNode node = object.get(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isTextual()) {
            problems.add(new FieldProblem(path + field, "text"));
            return null;
        }
        return node.textValue().isBlank() ? null : node.textValue();
    }

    private static void unknown(String path, JsonNode object, Set<String> known, List<FieldProblem> problems) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name) && problems.size() < 100) {
                String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
                problems.add(new FieldProblem(
                        path + shown,
                        "unknown field; known here are: "
                                + String.join(", ", known.stream().sorted().toList())));
            }
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
