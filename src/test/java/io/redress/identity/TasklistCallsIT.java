package io.redress.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.redress.testing.RedressTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The calls that Tasklist and Modeler make, as the people who make them. */
@RedressTest
class TasklistCallsIT {

    private static final String REST = "/camunda/api/engine/engine/default";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String MODEL = """
            <?xml version="1.0" encoding="UTF-8"?>
            <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="Definitions_1"
                targetNamespace="http://bpmn.io/schema/bpmn">
              <bpmn:process id="tasklist-calls" name="Tasklist calls" isExecutable="true"
                  camunda:historyTimeToLive="P3650D">
                <bpmn:startEvent id="StartEvent_Begun" name="Begun">
                  <bpmn:outgoing>Flow_1</bpmn:outgoing>
                </bpmn:startEvent>
                <bpmn:sequenceFlow id="Flow_1" sourceRef="StartEvent_Begun" targetRef="UserTask_Judge" />
                <bpmn:userTask id="UserTask_Judge" name="Judge" camunda:formRef="tasklist-calls-judge"
                    camunda:formRefBinding="deployment" camunda:candidateGroups="complaint-handlers"
                    camunda:dueDate="2026-01-02T10:00:00">
                  <bpmn:extensionElements>
                    <camunda:inputOutput>
                      <camunda:inputParameter name="verdict" />
                    </camunda:inputOutput>
                  </bpmn:extensionElements>
                  <bpmn:incoming>Flow_1</bpmn:incoming>
                  <bpmn:outgoing>Flow_2</bpmn:outgoing>
                </bpmn:userTask>
                <bpmn:sequenceFlow id="Flow_2" sourceRef="UserTask_Judge" targetRef="EndEvent_Judged" />
                <bpmn:endEvent id="EndEvent_Judged" name="Judged">
                  <bpmn:incoming>Flow_2</bpmn:incoming>
                </bpmn:endEvent>
              </bpmn:process>
            </bpmn:definitions>
            """;

    private static final String FORM = """
            {"schemaVersion":16,"id":"tasklist-calls-judge","type":"default",
             "executionPlatform":"Camunda Platform","executionPlatformVersion":"7.22.0",
             "components":[{"type":"textfield","id":"Field_verdict","key":"verdict","label":"Verdict"}]}
            """;

    @LocalServerPort
    int port;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    private String task = "";

    @BeforeEach
    void aTaskForHandlers() {
        Client.Answer deployed = deploy(Client.basic(port, "owner"));
        assertThat(deployed.status()).as(deployed.body()).isEqualTo(200);
        String instance = runtime.startProcessInstanceByKey("tasklist-calls").getId();
        task = tasks.createTaskQuery()
                .processInstanceId(instance)
                .singleResult()
                .getId();
    }

    /** As Modeler sends it. */
    private static Client.Answer deploy(Client client) {
        String boundary = "----modeler";
        String body = part(boundary, "deployment-name", null, "tasklist-calls")
                + part(boundary, "enable-duplicate-filtering", null, "true")
                + part(boundary, "deployment-source", null, "Camunda Modeler")
                + part(boundary, "tasklist-calls.bpmn", "tasklist-calls.bpmn", MODEL)
                + part(boundary, "tasklist-calls-judge.form", "tasklist-calls-judge.form", FORM)
                + "--" + boundary + "--\r\n";
        return client.call("POST", "/engine-rest/deployment/create", body, "multipart/form-data; boundary=" + boundary);
    }

    private static String part(String boundary, String name, String file, String content) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\""
                + (file == null ? "" : "; filename=\"" + file + "\"\r\nContent-Type: application/octet-stream")
                + "\r\n\r\n" + content + "\r\n";
    }

    private static JsonNode json(Client.Answer answer) throws Exception {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @Test
    void onlyProcessOwnersDeploy() {
        for (String person : AccessIT.PEOPLE) {
            Client client = Client.basic(port, person);
            assertThat(client.get("/engine-rest/version").status()).isEqualTo(200);
            assertThat(deploy(client).status()).as(person).isEqualTo(person.equals("owner") ? 200 : 403);
        }
    }

    @Test
    void aHandlerFindsClaimsAndCompletesATask() throws Exception {
        Client handler = Client.signedIn(port, "handler").withWebappToken();
        JsonNode lists =
                json(handler.get(REST + "/filter?resourceType=Task&itemCount=false&firstResult=0&maxResults=50"));
        String groups = "";
        String mine = "";
        for (JsonNode list : lists) {
            if (list.get("name").asText().equals("My groups")) {
                groups = list.get("id").asText();
            } else if (list.get("name").asText().equals("My tasks")) {
                mine = list.get("id").asText();
            }
        }
        assertThat(lists.findValuesAsText("name"))
                .contains("My tasks", "My groups", "Overdue", "Due within 24 hours", "All tasks");
        assertThat(has(handler, groups)).isTrue();
        assertThat(has(handler, mine)).isFalse();

        assertThat(handler.postJson(REST + "/task/" + task + "/claim", "{\"userId\":\"handler\"}")
                        .status())
                .isEqualTo(204);
        assertThat(has(handler, mine)).isTrue();
        assertThat(handler.postJson(REST + "/task/" + task + "/unclaim", "{}").status())
                .isEqualTo(204);
        assertThat(has(handler, mine)).isFalse();
        assertThat(handler.postJson(REST + "/task/" + task + "/claim", "{\"userId\":\"handler\"}")
                        .status())
                .isEqualTo(204);

        for (String read : List.of(
                "",
                "/form",
                "/deployed-form",
                "/form-variables?deserializeValues=false",
                "/identity-links",
                "/variables")) {
            assertThat(handler.get(REST + "/task/" + task + read).status())
                    .as(read)
                    .isEqualTo(200);
        }
        assertThat(handler.get(REST + "/history/user-operation?maxResults=50&taskId=" + task)
                        .body())
                .contains("Claim");
        Client.Answer done = handler.postJson(
                REST + "/task/" + task + "/submit-form", "{\"variables\":{\"verdict\":{\"value\":\"fine\"}}}");
        assertThat(done.status()).as(done.body()).isIn(200, 204);
        assertThat(tasks.createTaskQuery().taskId(task).count()).isZero();
    }

    private boolean has(Client client, String filter) throws Exception {
        JsonNode found = json(client.postJson(
                REST + "/filter/" + filter + "/list?firstResult=0&maxResults=1000",
                "{\"active\":true,\"sorting\":[{\"sortBy\":\"created\",\"sortOrder\":\"desc\"}]}"));
        return found.findValuesAsText("id").contains(task);
    }

    @Test
    void whatIsDueFirstStandsFirst() throws Exception {
        Client handler = Client.signedIn(port, "handler").withWebappToken();
        String second = tasks.createTaskQuery()
                .processInstanceId(
                        runtime.startProcessInstanceByKey("tasklist-calls").getId())
                .singleResult()
                .getId();
        Task early = tasks.createTaskQuery().taskId(second).singleResult();
        early.setDueDate(java.util.Date.from(java.time.Instant.parse("2025-01-01T00:00:00Z")));
        tasks.saveTask(early);
        for (JsonNode list : json(handler.get(REST + "/filter?resourceType=Task&firstResult=0&maxResults=100"))) {
            if (!list.get("name").asText().equals("Overdue")) {
                continue;
            }
            List<String> ids = json(handler.postJson(
                            REST + "/filter/" + list.get("id").asText() + "/list?firstResult=0&maxResults=1000",
                            "{\"active\":true,\"sorting\":[{\"sortBy\":\"created\",\"sortOrder\":\"desc\"}]}"))
                    .findValuesAsText("id");
            assertThat(ids).contains(task, second);
            assertThat(ids.indexOf(second)).isLessThan(ids.indexOf(task));
            return;
        }
        throw new AssertionError("no list of overdue tasks");
    }

    @Test
    void whoHoldsATaskHandsItOnAndMayNoLonger() {
        Client handler = Client.basic(port, "handler");
        assertThat(assign(handler, "handler").status())
                .as("only whoever holds a task gives it away")
                .isEqualTo(403);
        handler.postJson("/engine-rest/task/" + task + "/claim", "{\"userId\":\"handler\"}");
        assertThat(assign(handler, "agent").status()).isEqualTo(204);
        assertThat(assign(handler, "handler").status()).isEqualTo(403);
        assertThat(assign(Client.basic(port, "quality"), "handler").status())
                .as("quality managers hand over what was left lying")
                .isEqualTo(204);
    }

    private Client.Answer assign(Client client, String to) {
        return client.postJson("/engine-rest/task/" + task + "/assignee", "{\"userId\":\"" + to + "\"}");
    }

    @Test
    void othersDoNotWorkOnTheTasksOfAGroup() {
        List<String> wrong = new ArrayList<>();
        for (String person : AccessIT.PEOPLE) {
            if (person.equals("handler")) {
                continue;
            }
            Client client = Client.basic(port, person);
            Set<Integer> statuses = new TreeSet<>();
            statuses.add(client.postJson("/engine-rest/task/" + task + "/claim", "{\"userId\":\"" + person + "\"}")
                    .status());
            statuses.add(client.postJson("/engine-rest/task/" + task + "/complete", "{}")
                    .status());
            statuses.add(client.postJson("/engine-rest/task/" + task + "/submit-form", "{}")
                    .status());
            if (!statuses.equals(Set.of(403))) {
                wrong.add(person + " " + statuses);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void auditorsReadWhatHappened() throws Exception {
        Client auditor = Client.basic(port, "auditor");
        String instance = tasks.createTaskQuery().taskId(task).singleResult().getProcessInstanceId();
        for (String kind : List.of("process-instance", "activity-instance", "task", "variable-instance")) {
            JsonNode found =
                    json(auditor.get("/engine-rest/history/" + kind + "?maxResults=50&processInstanceId=" + instance));
            assertThat(found.size()).as(kind).isPositive();
        }
        assertThat(json(Client.basic(port, "investigator")
                                .get("/engine-rest/history/variable-instance?maxResults=50&processInstanceId="
                                        + instance))
                        .size())
                .isZero();
    }
}
