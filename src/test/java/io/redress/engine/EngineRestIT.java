package io.redress.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.redress.testing.RedressTest;
import jakarta.servlet.ServletContext;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** What both REST mounts answer once somebody is let through; who is let through is identity's. */
@RedressTest
class EngineRestIT {

    private static final Map<String, ApplicationHandler> MOUNTS = new HashMap<>();
    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    ApplicationContext context;

    @Autowired
    ServletContext servlets;

    @Autowired
    RepositoryService repository;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    private record Answer(int status, String type, String message) {}

    static Stream<Arguments> calls() {
        String completed = "{\"variables\":{\"verdict\":{\"value\":\"%s\"}}}";
        return Stream.of("engine-rest", "webapps")
                .flatMap(mount -> Stream.of(
                        Arguments.of(
                                mount, "a rule that says no", "task/{task}/complete", completed.formatted("mine"), 403),
                        Arguments.of(mount, "a missing field", "task/{task}/complete", "{}", 400),
                        Arguments.of(mount, "a missing field", "task/{task}/submit-form", "{}", 400),
                        Arguments.of(mount, "resolving without it", "task/{task}/resolve", "{}", 400),
                        Arguments.of(
                                mount,
                                "too long a text",
                                "task/{task}/complete",
                                completed.formatted("x".repeat(5000)),
                                400),
                        Arguments.of(mount, "a NUL", "task/{task}/complete", completed.formatted("a\\u0000b"), 400),
                        Arguments.of(
                                mount,
                                "a variable that is no field",
                                "task/{task}/complete",
                                "{\"variables\":{\"verdict\":{\"value\":\"yes\"},\"answerApproved\":{\"value\":true}}}",
                                400),
                        Arguments.of(mount, "a listener that refuses", "task/{listened}/complete", "{}", 409),
                        Arguments.of(mount, "a task that is not there", "task/none/complete", "{}", 404),
                        Arguments.of(mount, "no JSON", "task/{task}/complete", "{\"variables\":", 400),
                        Arguments.of(mount, "null as a body", "task/{task}/claim", "null", 400),
                        Arguments.of(mount, "the wrong kind", "task/{task}/complete", "[1,2]", 400),
                        Arguments.of(
                                mount,
                                "a long user",
                                "task/{task}/assignee",
                                "{\"userId\":\"" + "u".repeat(5000) + "\"}",
                                400),
                        Arguments.of(mount, "a NUL user", "task/{task}/assignee", "{\"userId\":\"a\\u0000b\"}", 400),
                        Arguments.of(
                                mount,
                                "a variable",
                                "process-instance/{instance}/variables",
                                "{\"modifications\":{\"severity\":{\"value\":\"minor\"}}}",
                                403),
                        Arguments.of(
                                mount,
                                "a modification",
                                "process-instance/{instance}/modification",
                                "{\"instructions\":[{\"type\":\"startBeforeActivity\",\"activityId\":\"UserTask_Judge\"}]}",
                                403),
                        Arguments.of(mount, "a comment", "task/{task}/comment/create", "{\"message\":\"hello\"}", 403),
                        Arguments.of(mount, "a task of one's own", "task/create", "{\"name\":\"mine\"}", 403),
                        Arguments.of(mount, "history clean-up", "history/cleanup", "", 403),
                        Arguments.of(mount, "a message", "message", "{\"messageName\":\"customer-objected\"}", 403)));
    }

    @ParameterizedTest(name = "{0}: {1} on {2} is {4}")
    @MethodSource("calls")
    void bothMountsAnswerWithTheRightStatus(String mount, String what, String path, String body, int status)
            throws Exception {
        Task3 open = open();

        Answer answer = post(mount, open.in(path), body);

        assertThat(answer.status()).as(what + ": " + answer).isEqualTo(status);
        assertThat(answer.type()).isNotBlank();
        assertThat(tasks.createTaskQuery().taskId(open.task()).count()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("mounts")
    void whatIsRightGoesThrough(String mount) throws Exception {
        Task3 open = open();

        Answer answer =
                post(mount, open.in("task/{task}/complete"), "{\"variables\":{\"verdict\":{\"value\":\"yes\"}}}");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(204);
        assertThat(tasks.createTaskQuery().taskId(open.task()).count()).isZero();
    }

    static Stream<String> mounts() {
        return Stream.of("engine-rest", "webapps");
    }

    @Test
    void theServletsAreOurs() {
        assertThat(servlets.getServletRegistration("Engine Api").getInitParameter("jakarta.ws.rs.Application"))
                .isEqualTo(RestMounts.WebappsEngineRest.class.getName());
        assertThat(servlets.getServletRegistration("Engine Api").getMappings())
                .containsExactly("/camunda/api/engine/*");
    }

    private record Task3(String task, String listened, String instance) {

        String in(String path) {
            return path.replace("{task}", task).replace("{listened}", listened).replace("{instance}", instance);
        }
    }

    private Task3 open() {
        String ruled = start(
                EngineProbe.RULED_PROCESS,
                Bpmn.convertToString(Bpmn.createExecutableProcess(EngineProbe.RULED_PROCESS)
                        .camundaHistoryTimeToLiveString("P3650D")
                        .startEvent("StartEvent_Come")
                        .userTask(EngineProbe.RULED_TASK)
                        .name("Judge")
                        .camundaInputParameter("verdict", "")
                        .endEvent("EndEvent_Done")
                        .done()));
        String listened = start(
                "engine-listened",
                Bpmn.convertToString(Bpmn.createExecutableProcess("engine-listened")
                        .camundaHistoryTimeToLiveString("P3650D")
                        .startEvent("StartEvent_Come")
                        .userTask("UserTask_Look")
                        .name("Look")
                        .camundaTaskListenerExpression("complete", "${engineProbe.refuse()}")
                        .endEvent("EndEvent_Done")
                        .done()));
        return new Task3(task(ruled), task(listened), ruled);
    }

    private String start(String key, String bpmn) {
        if (repository.createProcessDefinitionQuery().processDefinitionKey(key).count() == 0) {
            repository
                    .createDeployment()
                    .name(key)
                    .addInputStream(key + ".bpmn", new ByteArrayInputStream(bpmn.getBytes(StandardCharsets.UTF_8)))
                    .deploy();
        }
        return runtime.startProcessInstanceByKey(key).getId();
    }

    private String task(String instance) {
        return tasks.createTaskQuery()
                .processInstanceId(instance)
                .singleResult()
                .getId();
    }

    private Answer post(String mount, String path, String body) throws Exception {
        URI base = URI.create("http://localhost/" + mount + "/");
        String full = mount.equals("webapps") ? "engine/default/" + path : path;
        ContainerRequest request = new ContainerRequest(
                base,
                base.resolve(full),
                "POST",
                null,
                new MapPropertiesDelegate(),
                handler(mount).getConfiguration());
        request.header("Content-Type", MediaType.APPLICATION_JSON);
        request.header("Accept", MediaType.APPLICATION_JSON);
        request.setEntityStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        RequestContextHolder.setRequestAttributes(
                new ServletRequestAttributes(new MockHttpServletRequest("POST", "/" + mount + "/" + path)));
        try {
            ContainerResponse response = handler(mount).apply(request, written).get(30, TimeUnit.SECONDS);
            JsonNode json = JSON.readTree(written.toString(StandardCharsets.UTF_8));
            return new Answer(
                    response.getStatus(),
                    json.path("type").asText(),
                    json.path("message").asText());
        } finally {
            RequestContextHolder.resetRequestAttributes();
        }
    }

    private synchronized ApplicationHandler handler(String mount) {
        return MOUNTS.computeIfAbsent(mount, name -> {
            ResourceConfig config;
            if (name.equals("webapps")) {
                config = new ResourceConfig(new RestMounts.WebappsEngineRest().getClasses());
            } else {
                RestMounts.EngineRest rest = new RestMounts.EngineRest();
                rest.registerCamundaRestResources();
                config = rest;
            }
            return new ApplicationHandler(config.property("contextConfig", context));
        });
    }
}
