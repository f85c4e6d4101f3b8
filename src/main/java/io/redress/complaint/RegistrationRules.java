package io.redress.complaint;

import io.redress.core.FieldProblem;
import io.redress.party.CustomerDetails;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must hold of a registration, whichever channel it comes through. It names every problem, not the first. */
public final class RegistrationRules {

    public static final List<String> CHANNELS =
            List.of("phone", "email", "web", "letter", "visit", "crm", "social", "other");

    /** Longest texts, in characters (UTF-16 code units). */
    public static final int DESCRIPTION = 100_000;

    public static final int REMEDY = 10_000;
    public static final int PRODUCTS = 100;

    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 1);
    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9-]{2,35}");
    // Deliberately simple (RFC 5321 lengths, one @, a dotted domain): whether it works is known when a mail arrives.
    private static final Pattern EMAIL = Pattern.compile(
            "[^\\s@<>()\\[\\],;:\\\\\"\\p{Cntrl}]{1,64}@[^\\s@<>()\\[\\],;:\\\\\"\\p{Cntrl}.]+(\\.[^\\s@<>()\\[\\],;:\\\\\"\\p{Cntrl}.]+)+");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    private final List<FieldProblem> problems = new ArrayList<>();

    private RegistrationRules() {}

    /**
     * Every field that is missing or wrong; empty when all is well.
     *
     * @param today the organisation's day, after which nobody can have become aware
     */
    public static List<FieldProblem> check(RegisterComplaint registration, LocalDate today) {
        RegistrationRules rules = new RegistrationRules();
        rules.all(registration, today);
        return List.copyOf(rules.problems);
    }

    private void all(RegisterComplaint r, LocalDate today) {
        if (r.channel() == null || !CHANNELS.contains(r.channel())) {
            refuse("channel", "required: one of " + String.join(", ", CHANNELS));
        }
        if (r.source() != null && !SOURCE.matcher(r.source()).matches()) {
            refuse("source", "1 to 64 letters, digits, dots, hyphens or underscores, such as crm");
        }
        text("externalReference", r.externalReference(), 200);
        if (r.awarenessDate() != null) {
            if (r.awarenessDate().isAfter(today)) {
                refuse("awarenessDate", "a day that is not in the future; today is " + today);
            } else if (r.awarenessDate().isBefore(EARLIEST)) {
                refuse("awarenessDate", "a day after " + EARLIEST);
            }
        }
        if (r.language() != null && !language(r.language())) {
            refuse("language", "a language tag (BCP 47) such as en or de-AT");
        }
        if (r.category() != null && !KEY.matcher(r.category()).matches()) {
            refuse("category", "1 to 64 lower-case letters, digits or hyphens, such as performance");
        }
        if (r.description() == null || r.description().isBlank()) {
            refuse("description", "required: what the customer is dissatisfied with");
        } else {
            text("description", r.description(), DESCRIPTION);
        }
        text("remedySought", r.remedySought(), REMEDY);
        customer(r.customer(), r.externalReference());
        if (r.products().size() > PRODUCTS) {
            refuse("products", "at most " + PRODUCTS + " products");
        } else {
            for (int i = 0; i < r.products().size(); i++) {
                product("products[" + i + "]", r.products().get(i));
            }
        }
    }

    private void customer(@Nullable CustomerDetails c, @Nullable String externalReference) {
        boolean named = c != null
                && (given(c.name())
                        || given(c.email())
                        || given(c.phone())
                        || given(c.address())
                        || given(c.reference()));
        if (!named && !given(externalReference)) {
            refuse("customer", "required unless externalReference is given: name, email, phone, address or reference");
        }
        if (c == null) {
            return;
        }
        text("customer.name", c.name(), 200);
        text("customer.phone", c.phone(), 50);
        text("customer.address", c.address(), 1_000);
        text("customer.reference", c.reference(), 100);
        if (c.email() != null
                && (c.email().length() > 254 || !EMAIL.matcher(c.email()).matches())) {
            refuse("customer.email", "one e-mail address such as jo@example.org, at most 254 characters");
        }
        if (c.country() != null && !COUNTRIES.contains(c.country())) {
            refuse("customer.country", "a country code (ISO 3166-1 alpha-2) such as US or DE");
        }
    }

    private void product(String path, RegisterComplaint.Product p) {
        if (!given(p.code()) && !given(p.name()) && !given(p.lot()) && !given(p.serial()) && !given(p.udi())) {
            refuse(path, "at least one of code, name, lot, serial, udi");
        }
        text(path + ".code", p.code(), 100);
        text(path + ".name", p.name(), 200);
        text(path + ".lot", p.lot(), 100);
        text(path + ".serial", p.serial(), 100);
        text(path + ".udi", p.udi(), 200);
    }

    private void text(String field, @Nullable String value, int max) {
        if (value == null) {
            return;
        }
        String problem = Texts.problem(value, max);
        if (problem != null) {
            refuse(field, problem);
        }
    }

    private static boolean language(String tag) {
        if (!LANGUAGE.matcher(tag).matches()) {
            return false;
        }
        try {
            return LANGUAGES.contains(
                    new Locale.Builder().setLanguageTag(tag).build().getLanguage());
        } catch (IllformedLocaleException e) {
            return false;
        }
    }

    private static boolean given(@Nullable String value) {
        return value != null && !value.isBlank();
    }

    private void refuse(String field, String expected) {
        problems.add(new FieldProblem(field, expected));
    }
}
