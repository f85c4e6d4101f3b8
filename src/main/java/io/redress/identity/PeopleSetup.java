package io.redress.identity;

import io.redress.core.Actor;
import io.redress.platform.StartNote;
import io.redress.platform.StartRefused;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sets up roles, rights, task lists and the first people, each time before anybody can sign in; running it again changes
 * nothing. With the demo profile these are demo users, otherwise one administrator.
 */
@Component
class PeopleSetup implements SmartInitializingSingleton, StartNote {

    private static final Profiles DEMO = Profiles.of("demo");

    /** Two nodes that start at once take turns; any number that nobody else uses. */
    private static final long LOCK = 2_004_711_020L;

    private static final int MADE_UP_LETTERS = 20;

    private final JdbcTemplate database;
    private final TransactionTemplate transactions;
    private final IdentityService engine;
    private final RoleGrants grants;
    private final TaskFilters filters;
    private final Persons persons;
    private final Actors actors;
    private final AdministratorSettings administrator;
    private final boolean demo;
    private final List<String> notes = new ArrayList<>();

    PeopleSetup(
            JdbcTemplate database,
            PlatformTransactionManager manager,
            IdentityService engine,
            RoleGrants grants,
            TaskFilters filters,
            Persons persons,
            Actors actors,
            AdministratorSettings administrator,
            Environment environment) {
        this.database = database;
        this.transactions = new TransactionTemplate(manager);
        this.engine = engine;
        this.grants = grants;
        this.filters = filters;
        this.persons = persons;
        this.actors = actors;
        this.administrator = administrator;
        this.demo = environment.acceptsProfiles(DEMO);
    }

    /** So early that a wrong database is neither opened nor migrated. */
    @Bean
    static BeanFactoryPostProcessor demoSurroundings(Environment environment) {
        return beans -> DemoConditions.checkSurroundings(
                environment.acceptsProfiles(DEMO),
                beans.containsBean("embeddedDatabase"),
                environment.getProperty("redress.public-url"));
    }

    @Override
    public void afterSingletonsInstantiated() {
        actors.as(Actor.system("start-up"), () -> transactions.executeWithoutResult(transaction -> establish()));
    }

    private void establish() {
        database.query("select pg_advisory_xact_lock(?)", row -> {}, LOCK);
        DemoConditions.checkPeople(demo, count(true), count(false));
        for (String role : Roles.ALL) {
            establishGroup(role);
        }
        grants.establish();
        filters.establish();
        if (demo) {
            DemoPeople.establish(persons);
            notes.add("password \"" + DemoPeople.PASSWORD + "\" for all of them:");
            notes.addAll(List.of(DemoPeople.lines()));
        } else if (count(false) == 0) {
            establishAdministrator();
        }
    }

    private void establishGroup(String role) {
        if (engine.createGroupQuery().groupId(role).count() == 0) {
            Group group = engine.newGroup(role);
            String words = role.replace('-', ' ');
            group.setName(Character.toUpperCase(words.charAt(0)) + words.substring(1));
            group.setType("WORKFLOW");
            engine.saveGroup(group);
        }
    }

    private void establishAdministrator() {
        String given = administrator.password();
        boolean madeUp = given == null || given.isBlank();
        String password = given == null || given.isBlank() ? madeUp() : given;
        if (password.length() < 10) {
            throw new StartRefused("REDRESS_ADMIN_PASSWORD is too short: expected at least 10 characters.");
        }
        persons.put(
                new PersonDetails(
                        administrator.id(), "Administrator", null, "en", zone(), null, Set.of(Roles.ADMINISTRATORS)),
                password);
        if (madeUp) {
            // Before the commit: a password that nobody has seen would keep everybody out.
            System.out.println("\n  First administrator: " + administrator.id() + "\n  Password:            " + password
                    + "\n  It is shown this once. Sign in and change it.\n");
            notes.add(administrator.id() + ", the first administrator; the password was printed above, this once");
        } else {
            notes.add(administrator.id() + ", the first administrator, with the password from the settings");
        }
    }

    private java.time.ZoneId zone() {
        return persons.zone("");
    }

    private long count(boolean demoPersons) {
        Long count = database.queryForObject("select count(*) from person where demo = ?", Long.class, demoPersons);
        return count == null ? 0 : count;
    }

    /** About 100 bits, without letters that look alike; with what the password policy asks for. */
    private static String madeUp() {
        String letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < MADE_UP_LETTERS; i++) {
            if (i > 0 && i % 5 == 0) {
                password.append('-');
            }
            password.append(letters.charAt(random.nextInt(letters.length())));
        }
        return password.toString();
    }

    @Override
    public String title() {
        return "Users";
    }

    @Override
    public List<String> lines() {
        return notes;
    }

    @Override
    public int order() {
        return 10;
    }
}
