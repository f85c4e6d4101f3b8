package io.redress.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.redress.core.CaseRef;
import io.redress.core.Change;
import io.redress.core.QualityEvent;
import io.redress.core.Refusal;
import io.redress.party.PersonStore;
import io.redress.platform.RedressProperties;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.IdentityServiceImpl;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The people who work with Redress. Writes our table and the engine's identity tables together, and each change into
 * the ledger; what a person may do follows from the roles, passwords are the engine's.
 */
@Service
public class Persons {

    static final CaseRef CHAIN = CaseRef.system("people");
    static final String CHANGED = "identity.person-changed";

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9._@-]{1,64}");
    private static final String COLUMNS =
            "id, subject, printed_name, email, language, zone, team_id, active, demo, printed_name_data, email_data";

    private final JdbcTemplate database;
    private final IdentityService engine;
    private final PersonStore personData;
    private final ApplicationEventPublisher events;
    private final RedressProperties settings;
    private final Environment environment;
    private final Clock clock;

    /** Names are printed on every page; a change on another node is seen after this. */
    private final Cache<String, Optional<Person>> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofSeconds(10))
            .build();

    private final Cache<String, Set<String>> roles = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofSeconds(10))
            .build();

    /** One row with what only this class needs of it. */
    private record Row(
            Person person, UUID printedNameData, @Nullable UUID emailData) {}

    Persons(
            JdbcTemplate database,
            IdentityService engine,
            PersonStore personData,
            ApplicationEventPublisher events,
            RedressProperties settings,
            Environment environment,
            Clock clock) {
        this.database = database;
        this.engine = engine;
        this.personData = personData;
        this.events = events;
        this.settings = settings;
        this.environment = environment;
        this.clock = clock;
    }

    /** The person's name as it stands on records; the id itself where nobody of that id is known. */
    public String printedName(String personId) {
        return find(personId).map(Person::printedName).orElse(personId);
    }

    /** The person's time zone; the organisation's where nobody of that id is known. */
    public ZoneId zone(String personId) {
        return find(personId).map(Person::zone).orElse(settings.zone());
    }

    /** The person's language as an ISO 639 code; {@code en} where nobody of that id is known. */
    public String language(String personId) {
        return find(personId).map(Person::language).orElse("en");
    }

    /** May be up to ten seconds old where another node changed it. */
    public Optional<Person> find(String personId) {
        return known.get(personId, id -> row(id).map(Row::person));
    }

    /** All of them, by id; deactivated ones too. */
    public List<Person> all() {
        return database.query("select " + COLUMNS + " from person order by id", (row, number) -> read(row)
                .person());
    }

    public Optional<Team> team(String teamId) {
        return database
                .query(
                        "select id, name, lead_id from team where id = ?",
                        (row, number) -> new Team(row.getString(1), row.getString(2), row.getString(3)),
                        teamId)
                .stream()
                .findFirst();
    }

    /**
     * Creates the team, or gives it this name and lead.
     *
     * @throws Refusal when the lead is nobody here
     */
    @Transactional
    public void putTeam(Team team) {
        if (team.lead() != null && row(team.lead()).isEmpty()) {
            throw Refusal.invalid("lead", "the id of a person who is here");
        }
        Team before = team(team.id()).orElse(null);
        if (team.equals(before)) {
            return;
        }
        database.update(
                "insert into team (id, name, lead_id) values (?, ?, ?)"
                        + " on conflict (id) do update set name = excluded.name, lead_id = excluded.lead_id",
                team.id(),
                team.name(),
                team.lead());
        List<Change> changes = new ArrayList<>();
        compare(changes, "name", before == null ? null : before.name(), team.name());
        compare(changes, "lead", before == null ? null : before.lead(), team.lead());
        publish(Map.of("team", team.id()), changes);
    }

    /**
     * Creates the person, or makes an existing one like this; can run again and changes nothing then.
     *
     * @param firstPassword set when the person is created; an existing person keeps theirs. Null creates somebody who
     *     cannot sign in until an administrator sets a password
     * @throws Refusal when the id, the roles or the team are none
     */
    @Transactional
    public Person put(PersonDetails details, @Nullable String firstPassword) {
        check(details);
        Row before = row(details.id()).orElse(null);
        UUID subject =
                before == null ? personData.newSubject() : before.person().subject();
        Person person = new Person(
                details.id(),
                subject,
                details.printedName(),
                details.email(),
                details.language(),
                details.zone(),
                details.team(),
                before == null || before.person().active(),
                before == null ? demo() : before.person().demo());
        write(before, person);
        putEngineUser(person, firstPassword);
        putRoles(person.id(), details.roles());
        forget(person.id());
        return person;
    }

    /**
     * From now on this person cannot sign in; open sessions end with their next request. Nobody is ever deleted.
     *
     * @throws Refusal when nobody has this id, or it is the last active administrator
     */
    @Transactional
    public void deactivate(String personId) {
        setActive(personId, false);
    }

    /** The opposite of {@link #deactivate}. */
    @Transactional
    public void reactivate(String personId) {
        setActive(personId, true);
    }

    private void setActive(String personId, boolean active) {
        Row before = row(personId).orElseThrow(() -> Refusal.notFound("There is nobody called " + personId + "."));
        if (before.person().active() == active) {
            return;
        }
        if (!active) {
            refuseWithoutAdministrator(personId);
        }
        database.update(
                "update person set active = ?, updated_at = ? where id = ?",
                active,
                Timestamp.from(clock.instant()),
                personId);
        publish(Map.of("person", personId), List.of(Change.of("active", !active, active)));
        forget(personId);
    }

    /** @throws Refusal when nobody would be left who can manage people */
    void refuseWithoutAdministrator(String without) {
        boolean another = engine.createUserQuery().memberOfGroup(Roles.ADMINISTRATORS).unlimitedList().stream()
                .map(User::getId)
                .filter(id -> !id.equals(without))
                .anyMatch(id -> row(id).map(row -> row.person().active()).orElse(false));
        boolean itself = engine.createUserQuery()
                        .userId(without)
                        .memberOfGroup(Roles.ADMINISTRATORS)
                        .count()
                > 0;
        if (itself && !another) {
            throw Refusal.conflict("This is the last active administrator.");
        }
    }

    /** The roles of this person, at most ten seconds old. */
    Set<String> roles(String personId) {
        return roles.get(personId, id -> engine.createGroupQuery().groupMember(id).unlimitedList().stream()
                .map(Group::getId)
                .filter(Roles.ALL::contains)
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** The engine's user was saved (by us, or on a screen of Camunda Admin); our table follows. */
    void follow(User user, boolean newPassword) {
        String id = user.getId();
        Row before = row(id).orElse(null);
        String name = (Objects.requireNonNullElse(user.getFirstName(), "") + " "
                        + Objects.requireNonNullElse(user.getLastName(), ""))
                .trim()
                .replaceAll("\\s+", " ");
        String printedName = name.isEmpty() ? id : name;
        String email = user.getEmail() == null || user.getEmail().isBlank() ? null : user.getEmail();
        Person person = before == null
                ? new Person(id, personData.newSubject(), printedName, email, "en", settings.zone(), null, true, demo())
                : new Person(
                        id,
                        before.person().subject(),
                        printedName,
                        email,
                        before.person().language(),
                        before.person().zone(),
                        before.person().team(),
                        before.person().active(),
                        before.person().demo());
        write(before, person);
        if (newPassword) {
            publish(Map.of("person", id, "password", "changed"), List.of());
        }
        forget(id);
    }

    /** A role was given or taken. */
    void followRole(String personId, String role, boolean given) {
        publish(Map.of("person", personId), List.of(Change.of("role", given ? null : role, given ? role : null)));
        forget(personId);
    }

    private void forget(String personId) {
        known.invalidate(personId);
        roles.invalidate(personId);
    }

    private void check(PersonDetails details) {
        if (!ID.matcher(details.id()).matches()) {
            throw Refusal.invalid("id", "1 to 64 letters, digits or . _ @ -");
        }
        if (details.printedName().isBlank() || details.printedName().length() > 200) {
            throw Refusal.invalid("printedName", "1 to 200 characters");
        }
        if (!Roles.ALL.containsAll(details.roles())) {
            throw Refusal.invalid("roles", "some of " + String.join(", ", Roles.ALL));
        }
        if (details.team() != null && team(details.team()).isEmpty()) {
            throw Refusal.invalid("team", "the id of a team that is here");
        }
    }

    private void write(@Nullable Row before, Person person) {
        if (before != null && before.person().equals(person)) {
            return;
        }
        Person old = before == null ? null : before.person();
        UUID nameData = before != null && before.person().printedName().equals(person.printedName())
                ? before.printedNameData()
                : personData.put(person.subject(), "printed-name", person.printedName());
        UUID emailData = person.email() == null
                ? null
                : before != null && person.email().equals(before.person().email())
                        ? before.emailData()
                        : personData.put(person.subject(), "staff-email", person.email());
        Timestamp now = Timestamp.from(clock.instant());
        database.update(
                "insert into person (" + COLUMNS + ", created_at, updated_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (id) do update set printed_name = excluded.printed_name,"
                        + " email = excluded.email, language = excluded.language, zone = excluded.zone,"
                        + " team_id = excluded.team_id, active = excluded.active,"
                        + " printed_name_data = excluded.printed_name_data, email_data = excluded.email_data,"
                        + " updated_at = excluded.updated_at",
                person.id(),
                person.subject(),
                person.printedName(),
                person.email(),
                person.language(),
                person.zone().getId(),
                person.team(),
                person.active(),
                person.demo(),
                nameData,
                emailData,
                now,
                now);
        List<Change> changes = new ArrayList<>();
        UUID oldNameData = before == null ? null : before.printedNameData();
        if (!nameData.equals(oldNameData)) {
            changes.add(Change.ofPersonData("printedName", oldNameData, nameData));
        }
        UUID oldEmailData = before == null ? null : before.emailData();
        if (!Objects.equals(emailData, oldEmailData)) {
            changes.add(Change.ofPersonData("email", oldEmailData, emailData));
        }
        compare(changes, "language", old == null ? null : old.language(), person.language());
        compare(
                changes,
                "zone",
                old == null ? null : old.zone().getId(),
                person.zone().getId());
        compare(changes, "team", old == null ? null : old.team(), person.team());
        compare(changes, "active", old == null ? null : old.active(), person.active());
        publish(Map.of("person", person.id()), changes);
        forget(person.id());
    }

    private void putEngineUser(Person person, @Nullable String firstPassword) {
        User user = engine.createUserQuery().userId(person.id()).singleResult();
        int space = person.printedName().lastIndexOf(' ');
        String first = space < 0 ? "" : person.printedName().substring(0, space);
        String last = person.printedName().substring(space + 1);
        if (user == null) {
            user = engine.newUser(person.id());
            if (firstPassword != null) {
                user.setPassword(firstPassword);
            }
        } else if (Objects.equals(user.getFirstName(), first)
                && Objects.equals(user.getLastName(), last)
                && Objects.equals(user.getEmail(), person.email())) {
            return;
        }
        user.setFirstName(first);
        user.setLastName(last);
        user.setEmail(person.email());
        // The policy is for people; a demo's "demo" and a setting's password are the installer's choice.
        ((IdentityServiceImpl) engine).saveUser(user, true);
    }

    private void putRoles(String personId, Set<String> wanted) {
        Set<String> present = engine.createGroupQuery().groupMember(personId).unlimitedList().stream()
                .map(Group::getId)
                .collect(Collectors.toCollection(TreeSet::new));
        for (String role : new TreeSet<>(wanted)) {
            if (!present.contains(role)) {
                engine.createMembership(personId, role);
            }
        }
        for (String role : present) {
            if (!wanted.contains(role)) {
                engine.deleteMembership(personId, role);
            }
        }
    }

    private boolean demo() {
        return environment.acceptsProfiles(Profiles.of("demo"));
    }

    private Optional<Row> row(String id) {
        return database
                .query("select " + COLUMNS + " from person where id = ?", (row, number) -> read(row), id)
                .stream()
                .findFirst();
    }

    private Row read(ResultSet row) throws SQLException {
        return new Row(
                new Person(
                        row.getString(1),
                        row.getObject(2, UUID.class),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        zoneOf(row.getString(6)),
                        row.getString(7),
                        row.getBoolean(8),
                        row.getBoolean(9)),
                row.getObject(10, UUID.class),
                row.getObject(11, UUID.class));
    }

    private ZoneId zoneOf(String id) {
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            return settings.zone(); // a zone that this JDK no longer knows must not keep anybody out
        }
    }

    private static void compare(List<Change> changes, String field, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            changes.add(Change.of(field, before, after));
        }
    }

    private void publish(Map<String, String> details, List<Change> changes) {
        events.publishEvent(QualityEvent.of(CHAIN, CHANGED).with(details).changing(changes.toArray(Change[]::new)));
    }
}
