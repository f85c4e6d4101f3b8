package io.redress.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.testing.RedressTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who gets through which door, without a login and with one. */
@RedressTest
class AccessIT {

    static final List<String> PEOPLE =
            List.of("agent", "handler", "investigator", "quality", "owner", "auditor", "admin");

    @LocalServerPort
    int port;

    @Autowired
    Persons persons;

    private Client anonymous() {
        return new Client(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/complaints",
                "/complaints/new",
                "/mail",
                "/api-docs",
                "/v3/api-docs",
                "/swagger-ui/index.html",
                "/actuator",
                "/actuator/env",
                "/actuator/health/db",
                "/api/complaints",
                "/api/anything",
                "/engine-rest/version",
                "/engine-rest/engine",
                "/engine-rest/task",
                "/camunda/",
                "/camunda/app/tasklist/default/",
                "/camunda/app/admin/default/setup/",
                "/camunda/lib/deps.js",
                "/camunda/api/engine/engine/",
                "/camunda/api/engine/engine/default/task",
                "/camunda/api/admin/auth/user/default",
                "/camunda/api/cockpit/plugin/base/static/app/plugin.js",
                "/no-such-page"
            })
    void nobodyWithoutALoginSeesAnything(String path) {
        Client.Answer answer = anonymous().get(path);
        assertThat(answer.status()).as(path).isIn(302, 401);
        if (answer.status() == 302) {
            assertThat(answer.header("Location")).endsWith("/login");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void withoutALoginThereIsTheLoginPageAndHealth(String path) {
        assertThat(anonymous().get(path).status()).isEqualTo(200);
    }

    @Test
    void theWebapplicationsSetUpCannotMakeAnAdministrator() {
        String body = "{\"profile\":{\"id\":\"evil\",\"firstName\":\"E\",\"lastName\":\"V\"},"
                + "\"credentials\":{\"password\":\"Evil-password-1\"}}";
        String path = "/camunda/api/admin/setup/default/user/create";
        assertThat(anonymous().postJson(path, body).status()).isEqualTo(401);
        assertThat(Client.signedIn(port, "admin")
                        .withWebappToken()
                        .postJson(path, body)
                        .status())
                .isEqualTo(403);
        assertThat(persons.find("evil")).isEmpty();
    }

    @Test
    void aPlainClientIsAskedForBasicAndAPageIsNot() {
        for (String path : List.of("/api/complaints", "/engine-rest/task")) {
            assertThat(anonymous().get(path).header("WWW-Authenticate"))
                    .as(path)
                    .startsWith("Basic");
            for (Map.Entry<String, String> sign : Map.of(
                            "X-Requested-With", "XMLHttpRequest",
                            "Sec-Fetch-Mode", "cors",
                            "HX-Request", "true",
                            "Accept", "text/html,*/*")
                    .entrySet()) {
                Client.Answer answer =
                        anonymous().with(sign.getKey(), sign.getValue()).get(path);
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate"))
                        .as(path + " " + sign)
                        .isNull();
            }
        }
    }

    @Test
    void oneLoginOpensPagesApiAndTasklist() {
        Client handler = Client.signedIn(port, "handler");
        assertThat(handler.get("/camunda/app/tasklist/default/").status()).isEqualTo(200);
        assertThat(handler.get("/camunda/api/admin/auth/user/default").body()).contains("\"userId\":\"handler\"");
        assertThat(handler.get("/api/no-such-thing").status()).isEqualTo(404);
    }

    @Test
    void signingOutOfTasklistSignsOutOfEverything() {
        Client handler = Client.signedIn(port, "handler").withWebappToken();
        assertThat(handler.postJson("/camunda/api/admin/auth/user/default/logout", "")
                        .status())
                .isEqualTo(200);
        assertThat(handler.get("/api/no-such-thing").status()).isEqualTo(401);
        assertThat(handler.get("/camunda/app/tasklist/default/").status()).isEqualTo(302);
    }

    @ParameterizedTest
    @CsvSource({"tasklist, agent handler investigator quality", "cockpit, owner auditor admin", "admin, admin"})
    void eachWebapplicationIsForItsRoles(String application, String allowed) {
        List<String> mayEnter = List.of(allowed.split(" "));
        for (String person : PEOPLE) {
            Client client = Client.signedIn(port, person);
            client.get("/camunda/app/" + application + "/default/");
            boolean listed =
                    client.get("/camunda/api/admin/auth/user/default").body().contains("\"" + application + "\"");
            assertThat(listed).as(person + " in " + application).isEqualTo(mayEnter.contains(person));
        }
    }

    @Test
    void whatNobodyMayIsDeniedToEveryRoleOnBothMounts() {
        List<String> calls = List.of(
                "POST /process-definition/key/complaint-handling/start",
                "POST /process-definition/key/complaint-handling/submit-form",
                "POST /process-definition/some/start",
                "POST /process-definition/some/restart",
                "PUT /process-definition/some/suspended",
                "DELETE /process-definition/some",
                "POST /process-instance/some/modification",
                "DELETE /process-instance/some",
                "POST /process-instance/delete",
                "POST /process-instance/some/variables",
                "PUT /process-instance/some/variables/x",
                "PUT /process-instance/some/suspended",
                "POST /migration/execute",
                "POST /migration/generate",
                "POST /modification/execute",
                "PUT /execution/some/localVariables/x",
                "POST /execution/some/signal",
                "POST /execution/some/messageSubscriptions/x/trigger",
                "POST /message",
                "POST /signal",
                "POST /condition",
                "PUT /task/some/variables/x",
                "POST /task/some/variables",
                "PUT /task/some/localVariables/x",
                "POST /task/some/comment/create",
                "POST /task/some/attachment/create",
                "POST /task/some/identity-links",
                "POST /task/some/bpmnError",
                "POST /task/some/bpmnEscalation",
                "POST /task/create",
                "PUT /task/some",
                "DELETE /task/some",
                "POST /external-task/fetchAndLock",
                "POST /external-task/some/complete",
                "DELETE /history/process-instance/some",
                "POST /history/process-instance/delete",
                "POST /history/process-instance/set-removal-time",
                "DELETE /history/variable-instance/some",
                "DELETE /history/decision-instance/some",
                "DELETE /history/user-operation/some",
                "PUT /history/user-operation/some/set-annotation",
                "POST /history/cleanup",
                "PUT /job/some/duedate",
                "PUT /job/some/suspended",
                "POST /job/some/execute",
                "DELETE /job/some",
                "DELETE /deployment/some",
                "POST /deployment/some/redeploy",
                "POST /decision-definition/key/complaint-triage/evaluate",
                "POST /filter/create",
                "PUT /filter/some",
                "DELETE /filter/some",
                "POST /authorization/create",
                "PUT /authorization/some",
                "DELETE /authorization/some",
                "POST /group/create",
                "DELETE /group/administrators",
                "DELETE /user/agent",
                "POST /tenant/create",
                "PUT /batch/some/suspended",
                "GET /telemetry/data",
                "GET /schema/log",
                "GET /engine/default/task");
        List<String> wrong = new ArrayList<>();
        for (String person : PEOPLE) {
            Client basic = Client.basic(port, person);
            Client session = Client.signedIn(port, person).withWebappToken();
            for (String call : calls) {
                String[] parts = call.split(" ");
                expect403(wrong, person, basic, parts[0], "/engine-rest" + parts[1]);
                expect403(wrong, person, session, parts[0], "/camunda/api/engine/engine/default" + parts[1]);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void expect403(List<String> wrong, String person, Client client, String method, String path) {
        Client.Answer answer = client.call(method, path, "{}");
        if (answer.status() != 403 || !answer.body().contains("\"type\":\"AuthorizationException\"")) {
            wrong.add(person + " " + method + " " + path + " -> " + answer.status() + " " + answer.body());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /job/some/retries, admin",
        "POST, /deployment/create, owner",
        "POST, /user/create, admin",
        "PUT, /user/some/profile, admin",
        "PUT, /group/auditors/members/nobody, admin",
        "GET, /authorization, admin"
    })
    void someThingsAreForOneRoleOnly(String method, String path, String role) {
        for (String person : PEOPLE) {
            int status = Client.basic(port, person)
                    .call(method, "/engine-rest" + path, "{}")
                    .status();
            if (person.equals(role)) {
                assertThat(status).as(person + " " + path).isNotIn(401, 403);
            } else {
                assertThat(status).as(person + " " + path).isEqualTo(403);
            }
        }
    }

    @Test
    void onlyAdministratorsMakeUsersAndTheyArePersonsThen() {
        String body = """
                {"profile":{"id":"made.in@admin","firstName":"Mia","lastName":"Santos","email":"mia@demo.invalid"},
                 "credentials":{"password":"Long-enough-4-all"}}""";
        Client admin = Client.signedIn(port, "admin").withWebappToken();
        Client.Answer made = admin.postJson("/camunda/api/engine/engine/default/user/create", body);
        assertThat(made.status()).as(made.body()).isEqualTo(204);
        assertThat(persons.find("made.in@admin").orElseThrow().printedName()).isEqualTo("Mia Santos");
        assertThat(persons.find("made.in@admin").orElseThrow().demo()).isTrue();
        assertThat(admin.call("PUT", "/camunda/api/engine/engine/default/group/auditors/members/made.in@admin", "{}")
                        .status())
                .isEqualTo(204);
        Client mia = Client.basic(port, "made.in@admin", "Long-enough-4-all");
        assertThat(mia.get("/engine-rest/identity/groups?userId=made.in@admin").body())
                .contains("auditors");
    }

    @Test
    void aPasswordThatIsTooSimpleIsRefusedOnTheScreenOfAdmin() {
        String body = """
                {"profile":{"id":"simple","firstName":"S","lastName":"P"},"credentials":{"password":"simple"}}""";
        assertThat(Client.basic(port, "admin")
                        .postJson("/engine-rest/user/create", body)
                        .status())
                .isEqualTo(400);
        assertThat(persons.find("simple")).isEmpty();
    }

    @Test
    void theLastAdministratorStaysOne() {
        Client.Answer answer =
                Client.basic(port, "admin").call("DELETE", "/engine-rest/group/administrators/members/admin", "");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("last active administrator");
    }

    @Test
    void modelerCanDeployAsProcessOwner() {
        Client owner = Client.basic(port, "owner");
        assertThat(owner.get("/engine-rest/version").body()).contains("7.24.0");
        assertThat(owner.get("/engine-rest/deployment?maxResults=0").status()).isEqualTo(200);
    }
}
