package io.redress.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.testing.RedressTest;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.IdentityService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Signing in: passwords, sessions, cookies, tokens, and what happens to those who guess. */
@RedressTest
class SignInIT {

    @LocalServerPort
    int port;

    @Autowired
    Persons persons;

    @Autowired
    PeopleSetup setup;

    @Autowired
    IdentityService engine;

    @Autowired
    AuthorizationService authorizations;

    @Autowired
    FilterService filters;

    @Autowired
    JdbcTemplate database;

    private void person(String id, String... roles) {
        persons.put(
                new PersonDetails(
                        id, "Test " + id, id + "@demo.invalid", "en", ZoneId.of("Europe/Paris"), null, Set.of(roles)),
                "Right-password-1");
    }

    @Test
    void passwordsAreStoredWithAModernKeyDerivation() {
        person("hashed", Roles.HANDLERS);
        String stored = database.queryForObject("select pwd_ from act_id_user where id_ = 'hashed'", String.class);
        assertThat(stored).startsWith("{PBKDF2-SHA-512-210000}").doesNotContain("Right-password-1");
        Client.Answer changed = Client.basic(port, "admin")
                .call(
                        "PUT",
                        "/engine-rest/user/hashed/credentials",
                        "{\"password\":\"Another-password-2\",\"authenticatedUserPassword\":\"demo\"}");
        assertThat(changed.status()).as(changed.body()).isEqualTo(204);
        assertThat(database.queryForObject("select pwd_ from act_id_user where id_ = 'hashed'", String.class))
                .startsWith("{PBKDF2-SHA-512-210000}")
                .isNotEqualTo(stored);
    }

    @Test
    void aChangedPasswordEndsWhatWasRememberedOfTheOldOne() {
        person("changing", Roles.HANDLERS);
        Client old = Client.basic(port, "changing", "Right-password-1");
        assertThat(old.get("/engine-rest/version").status()).isEqualTo(200);
        assertThat(old.call(
                                "PUT",
                                "/engine-rest/user/changing/credentials",
                                "{\"password\":\"Another-password-2\","
                                        + "\"authenticatedUserPassword\":\"Right-password-1\"}")
                        .status())
                .isEqualTo(204);
        assertThat(old.get("/engine-rest/version").status()).isEqualTo(401);
        assertThat(Client.basic(port, "changing", "Another-password-2")
                        .get("/engine-rest/version")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void nobodyChangesSomebodyElsesPassword() {
        person("victim", Roles.HANDLERS);
        assertThat(Client.basic(port, "handler")
                        .call(
                                "PUT",
                                "/engine-rest/user/victim/credentials",
                                "{\"password\":\"Another-password-2\",\"authenticatedUserPassword\":\"demo\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void whoGuessesIsSlowedDownAndNobodyElse() {
        person("guessed", Roles.HANDLERS);
        person("bystander", Roles.HANDLERS);
        Client wrong = Client.basic(port, "guessed", "wrong");
        for (int i = 0; i < SignInThrottle.WRONG_PER_NAME_AND_SOURCE; i++) {
            assertThat(wrong.get("/engine-rest/version").status()).isEqualTo(401);
        }
        Client.Answer tooMany = wrong.get("/engine-rest/version");
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.header("Retry-After")).matches("\\d+");
        assertThat(Client.basic(port, "bystander", "Right-password-1")
                        .get("/engine-rest/version")
                        .status())
                .isEqualTo(200);
        Integer attempts =
                database.queryForObject("select attempts_ from act_id_user where id_ = 'guessed'", Integer.class);
        assertThat(attempts).as("the engine's lock, which is for good").isIn(null, 0);
    }

    @Test
    void theEnginesOwnCheckLocksNobodyOut() {
        person("unlocked", Roles.HANDLERS);
        for (int i = 0; i < 12; i++) {
            assertThat(engine.checkPassword("unlocked", "wrong")).isFalse();
        }
        assertThat(engine.checkPassword("unlocked", "Right-password-1")).isTrue();
    }

    @Test
    void fiftyFirstCallsAtOnceAreOneSignIn() throws Exception {
        person("parallel", Roles.HANDLERS);
        List<Integer> statuses = atOnce(50, () -> Client.basic(port, "parallel", "Right-password-1")
                .get("/engine-rest/version")
                .status());
        assertThat(statuses).containsOnly(200);
    }

    @Test
    void aDeactivatedPersonIsShownOutOfOpenSessions() {
        person("leaving", Roles.HANDLERS);
        Client session = new Client(port);
        assertThat(session.signIn("leaving", "Right-password-1").header("Location"))
                .doesNotContain("error");
        Client basic = Client.basic(port, "leaving", "Right-password-1");
        assertThat(session.get("/api/no-such-thing").status()).isEqualTo(404);
        assertThat(basic.get("/engine-rest/version").status()).isEqualTo(200);

        persons.deactivate("leaving");

        assertThat(session.get("/api/no-such-thing").status()).isEqualTo(401);
        assertThat(session.get("/camunda/app/tasklist/default/").status()).isEqualTo(302);
        assertThat(basic.get("/engine-rest/version").status()).isEqualTo(401);
        assertThat(new Client(port).signIn("leaving", "Right-password-1").header("Location"))
                .contains("error");
    }

    @Test
    void aRoleThatWasTakenAwayCountsAtOnce() {
        person("demoted", Roles.OWNERS);
        Client client = Client.basic(port, "demoted", "Right-password-1");
        assertThat(client.postJson("/engine-rest/deployment/create", "").status())
                .isNotEqualTo(403);
        person("demoted", Roles.HANDLERS);
        assertThat(client.postJson("/engine-rest/deployment/create", "").status())
                .isEqualTo(403);
    }

    @Test
    void aSessionIsANewOneAfterSigningIn() {
        Client client = new Client(port);
        client.get("/login");
        String before = sessionCookie(client);
        client.signIn("handler", "demo");
        assertThat(sessionCookie(client)).isNotEqualTo(before);
    }

    private static String sessionCookie(Client client) {
        return client.cookies().stream()
                .filter(cookie -> cookie.getName().matches("REDRESS_[0-9a-f]{8}"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    void cookiesAreNamedAfterTheInstallationAndFlagged() {
        Client client = new Client(port);
        List<String> session = client.get("/login").headers("Set-Cookie");
        assertThat(session).singleElement().satisfies(cookie -> assertThat(cookie)
                .matches("REDRESS_[0-9a-f]{8}=.*")
                .contains("HttpOnly")
                .contains("SameSite=Lax"));
        Client signedIn = Client.signedIn(port, "handler");
        List<String> webapp = signedIn.get("/camunda/app/tasklist/default/").headers("Set-Cookie");
        assertThat(webapp).anySatisfy(cookie -> assertThat(cookie)
                .matches("REDRESS_XSRF_[0-9a-f]{8}=.*")
                .contains("SameSite=Lax"));
        String name = signedIn.cookies().stream()
                .map(java.net.HttpCookie::getName)
                .filter(cookie -> cookie.startsWith("REDRESS_XSRF_"))
                .findFirst()
                .orElseThrow();
        for (String application : List.of("tasklist", "cockpit", "admin", "welcome")) {
            assertThat(signedIn.get("/camunda/app/" + application + "/scripts/config.js")
                            .body())
                    .as("the application must know its cookie's name")
                    .contains("csrfCookieName: '" + name + "'");
        }
    }

    @Test
    void aWriteWithASessionNeedsAToken() {
        Client client = Client.signedIn(port, "agent");
        assertThat(client.postJson("/api/complaints", "{}").status()).isEqualTo(403);
        assertThat(client.call("POST", "/logout", "", "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(403);
        assertThat(client.postJson("/camunda/api/engine/engine/default/task/some/claim", "{}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aWriteWithBasicNeedsNoToken() {
        assertThat(Client.basic(port, "agent")
                        .postJson("/api/no-such-thing", "{}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void basicMakesNoSession() {
        assertThat(Client.basic(port, "agent").get("/api/no-such-thing").headers("Set-Cookie"))
                .isEmpty();
        assertThat(Client.basic(port, "agent").get("/engine-rest/version").headers("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void ourPagesAllowNoInlineScripts() {
        Client.Answer login = new Client(port).get("/login");
        assertThat(login.header("Content-Security-Policy"))
                .contains("script-src 'self';")
                .contains("frame-ancestors 'none'");
        assertThat(login.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(login.body()).doesNotContainPattern("<script(?![^>]*src=)");
    }

    @Test
    void eightClientsAtOnceEachGetThePageThatFitsItsNonce() throws Exception {
        Client signedIn = Client.signedIn(port, "handler");
        Pattern inHeader = Pattern.compile("'nonce-([^']+)'");
        Pattern inPage = Pattern.compile("nonce=\"([^\"]+)\"");
        List<String> wrong = atOnce(80, () -> {
            Client.Answer page = signedIn.get("/camunda/app/tasklist/default/");
            Matcher header = inHeader.matcher(String.valueOf(page.header("Content-Security-Policy")));
            Matcher body = inPage.matcher(page.body());
            if (!header.find() || !body.find()) {
                return "no nonce: " + page.status();
            }
            return header.group(1).equals(body.group(1)) ? "fits" : "differs";
        });
        assertThat(wrong).hasSize(80).containsOnly("fits");
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : clients.invokeAll(java.util.Collections.nCopies(times, call))) {
                results.add(result.get());
            }
            return results;
        } finally {
            clients.shutdown();
        }
    }

    @Test
    void settingUpAgainChangesNothing() {
        String rights = "select string_agg(concat_ws('|', id_, group_id_, resource_type_, resource_id_, perms_), ','"
                + " order by id_) from act_ru_authorization where group_id_ is not null and resource_type_ <> 7";
        String before = database.queryForObject(rights, String.class);
        long lists = filters.createFilterQuery().count();
        Long people = database.queryForObject("select count(*) from person where id in ('agent', 'admin')", Long.class);
        setup.afterSingletonsInstantiated();
        assertThat(database.queryForObject(rights, String.class)).isEqualTo(before);
        assertThat(filters.createFilterQuery().count()).isEqualTo(lists);
        assertThat(database.queryForObject("select count(*) from person where id in ('agent', 'admin')", Long.class))
                .isEqualTo(people);
    }

    @Test
    void aRightThatSomebodyAddedIsTakenBackAtTheNextStart() {
        var surplus = authorizations.createNewAuthorization(1);
        surplus.setGroupId(Roles.AUDITORS);
        surplus.setResource(org.camunda.bpm.engine.authorization.Resources.PROCESS_INSTANCE);
        surplus.setResourceId("*");
        surplus.setPermissions(new org.camunda.bpm.engine.authorization.Permission[] {
            org.camunda.bpm.engine.authorization.Permissions.DELETE
        });
        String id = authorizations.saveAuthorization(surplus).getId();
        setup.afterSingletonsInstantiated();
        assertThat(authorizations.createAuthorizationQuery().authorizationId(id).count())
                .isZero();
    }

    @Test
    void signingInAndBeingRefusedStandInTheLedger() {
        person("recorded", Roles.AUDITORS);
        new Client(port).signIn("recorded", "Wrong-password-1");
        new Client(port).signIn("recorded", "Right-password-1");
        new Client(port).signIn("My-secret-password-in-the-wrong-field", "oops");
        List<String> facts = database.queryForList(
                "select body from ledger_entry where chain in ('system:access', 'system:people')", String.class);
        assertThat(facts)
                .anyMatch(fact -> fact.contains("identity.sign-in-refused") && fact.contains("recorded"))
                .anyMatch(fact -> fact.contains("identity.signed-in") && fact.contains("recorded"))
                .anyMatch(fact -> fact.contains("identity.person-changed") && fact.contains("recorded"))
                .noneMatch(fact -> fact.contains("Right-password-1")
                        || fact.contains("Wrong-password-1")
                        || fact.contains("My-secret-password"));
        assertThat(facts.stream().filter(fact -> fact.contains("recorded") && fact.contains("person-changed")))
                .as("names and addresses are references")
                .isNotEmpty()
                .noneMatch(fact -> fact.contains("Test recorded") || fact.contains("recorded@demo.invalid"));
    }

    @Test
    void everyDemoPersonIsMarkedAndHasATeamAndAPrintedName() {
        for (String id : AccessIT.PEOPLE) {
            Person person = persons.find(id).orElseThrow();
            assertThat(person.demo()).as(id).isTrue();
            assertThat(person.printedName()).as(id).isNotEqualTo(id).contains(" ");
            assertThat(person.team()).as(id).isNotNull();
            assertThat(persons.team(String.valueOf(person.team())).orElseThrow().lead())
                    .isNotNull();
        }
    }
}
