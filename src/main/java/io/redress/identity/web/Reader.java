package io.redress.identity.web;

import io.redress.core.Actor;
import io.redress.identity.Actors;
import io.redress.identity.Persons;
import io.redress.identity.Roles;
import io.redress.platform.RedressProperties;
import java.text.Collator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/**
 * Who reads the page that is being rendered, and how that person sees names and times. Templates of every module ask it
 * as {@code @reader}; it decides nothing: what a person may do is checked where it is done.
 */
@Component("reader")
public class Reader {

    private final Actors actors;
    private final Persons persons;
    private final RedressProperties settings;
    private final Environment environment;

    Reader(Actors actors, Persons persons, RedressProperties settings, Environment environment) {
        this.actors = actors;
        this.persons = persons;
        this.settings = settings;
        this.environment = environment;
    }

    public boolean signedIn() {
        return actors.current().kind() == Actor.Kind.PERSON;
    }

    public String id() {
        return actors.current().id();
    }

    public String name() {
        return person(id());
    }

    /** A person's printed name, or the id where nobody of that id is known. */
    public String person(@Nullable String id) {
        return id == null ? "" : persons.printedName(id);
    }

    /** Does the reader hold one of these roles? */
    public boolean any(String... roles) {
        return Arrays.stream(roles).anyMatch(actors.current().roles()::contains);
    }

    public boolean maySeeNewComplaint() {
        return any(Roles.AGENTS, Roles.HANDLERS, Roles.QUALITY);
    }

    public boolean maySeeImports() {
        return any(Roles.AGENTS, Roles.HANDLERS, Roles.QUALITY, Roles.AUDITORS);
    }

    public boolean maySeeTasks() {
        return any(Roles.AGENTS, Roles.HANDLERS, Roles.INVESTIGATORS, Roles.QUALITY);
    }

    public boolean maySeeCockpit() {
        return any(Roles.OWNERS, Roles.AUDITORS, Roles.ADMINISTRATORS);
    }

    public boolean maySeeAdmin() {
        return any(Roles.ADMINISTRATORS);
    }

    public boolean maySeeOutbox() {
        return any(Roles.QUALITY, Roles.ADMINISTRATORS);
    }

    public boolean demo() {
        return environment.acceptsProfiles(Profiles.of("demo"));
    }

    public ZoneId zone() {
        return signedIn() ? persons.zone(id()) : settings.zone();
    }

    /** Date and time in the reader's zone with the zone's short name: {@code 23 Nov 2026, 19:29 CET}. */
    public String time(@Nullable Instant at) {
        return at == null ? "" : format(german() ? "dd.MM.yyyy, HH:mm z" : "d MMM yyyy, HH:mm z", at);
    }

    /** The day in the reader's zone: {@code 23 Nov 2026}. */
    public String day(@Nullable Instant at) {
        return at == null ? "" : format(german() ? "dd.MM.yyyy" : "d MMM yyyy", at);
    }

    /** A date that belongs to no zone. */
    public String date(@Nullable LocalDate date) {
        return date == null
                ? ""
                : DateTimeFormatter.ofPattern(german() ? "dd.MM.yyyy" : "d MMM yyyy", locale())
                        .format(date);
    }

    /** The reader's zone for people: {@code Europe/Berlin (Central European Time)}. */
    public String zoneName() {
        ZoneId zone = zone();
        return zone.getId() + " (" + zone.getDisplayName(TextStyle.FULL, locale()) + ")";
    }

    /** A country's name in the reader's language; what is no code of a country stays as it is. */
    public String country(@Nullable String code) {
        return code == null ? "" : new Locale("", code).getDisplayCountry(locale());
    }

    /** A language's name in the reader's language. */
    public String languageName(@Nullable String tag) {
        return tag == null ? "" : Locale.forLanguageTag(tag).getDisplayName(locale());
    }

    /** Codes of countries in the order of their names in the reader's language. */
    public List<String> byName(Collection<String> codes) {
        Collator order = Collator.getInstance(locale());
        return codes.stream()
                .sorted((a, b) -> order.compare(country(a), country(b)))
                .toList();
    }

    private String format(String pattern, Instant at) {
        return DateTimeFormatter.ofPattern(pattern, locale()).withZone(zone()).format(at);
    }

    private static boolean german() {
        return locale().getLanguage().equals("de");
    }

    private static Locale locale() {
        return LocaleContextHolder.getLocale();
    }
}
