package io.redress;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.engine.gate.HouseRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every file that a process owner edits, through the gate and against the rules of the house; all faults at once. */
class ProcessModelsTest {

    private static final Path PROCESSES = Path.of("processes");

    @Test
    void everyModelKeepsTheRulesOfTheHouse() throws IOException {
        Map<String, byte[]> files = read();

        assertThat(HouseRules.check(files))
                .as(() -> "what is wrong in processes/, one line each")
                .isEmpty();
    }

    @Test
    void thereAreModelsToCheck() throws IOException {
        Map<String, byte[]> files = read();

        for (String suffix : List.of(".bpmn", ".dmn", ".form", ".en.md", ".de.md")) {
            assertThat(files.keySet()).as(suffix).anyMatch(name -> name.endsWith(suffix));
        }
        assertThat(HouseRules.looked(files))
                .containsKeys("expressions", "userTasks", "gateways", "forms", "decisions", "texts", "groups");
        assertThat(HouseRules.looked(files).values()).allMatch(count -> count > 0);
    }

    @Test
    void theCheckerFindsEachBrokenRule() {
        Map<String, byte[]> broken = new TreeMap<>();
        broken.put("a/Broken_Name.bpmn", bytes(diagram("Broken_Name", "", "")));
        broken.put("a/broken.bpmn", bytes(diagram("broken", """
                <bpmn:startEvent id="StartEvent_1" name="Begun" />
                <bpmn:userTask id="Task_1" camunda:assignee="demo" camunda:formRef="nowhere" camunda:formRefBinding="latest"
                    camunda:candidateGroups="handlers" camunda:dueDate="2026-01-01T00:00:00" />
                <bpmn:serviceTask id="ServiceTask_Wrong" name="Wrong" camunda:expression="${complaintTasks.noSuchMethod(1)}" />
                <bpmn:exclusiveGateway id="Gateway_1" name="Decide" />
                <bpmn:sequenceFlow id="Flow_1" sourceRef="Gateway_1" targetRef="Task_1" />
                <bpmn:sequenceFlow id="Flow_2" sourceRef="Gateway_1" targetRef="ServiceTask_Wrong" />
                <bpmn:businessRuleTask id="BusinessRuleTask_Ask" name="Ask table" camunda:decisionRef="nowhere" />
                <bpmn:intermediateCatchEvent id="Event_Wait" name="Waited"><bpmn:timerEventDefinition id="T">
                  <bpmn:timeDate>2026-01-01T00:00:00Z</bpmn:timeDate></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
                """, "")));
        broken.put("b/broken.form", bytes("{\"id\":\"broken\",\"schemaVersion\":16,\"components\":[]}"));
        broken.put("b/messages/hello.en.md", bytes("Subject: Hello\n\nBody"));
        broken.put("c/hello.en.md", bytes("Subject: Hello\n\nBody"));

        String found = String.join("\n", HouseRules.check(broken));

        assertThat(found)
                .contains("Broken_Name.bpmn: the file name Broken_Name; allowed: kebab-case")
                .contains("broken camunda:historyTimeToLive: none")
                .contains("Task_1 id: Task_1; allowed: UserTask_")
                .contains("Task_1 name: no label")
                .contains("Task_1 bpmn:documentation: none")
                .contains("Task_1 camunda:assignee: demo")
                .contains("Task_1 camunda:formRef: nowhere")
                .contains("Task_1 camunda:formRefBinding: latest")
                .contains("Task_1 camunda:candidateGroups: handlers")
                .contains("Task_1 camunda:dueDate: 2026-01-01")
                .contains("complaintTasks.noSuchMethod")
                .contains("Gateway_1 name: Decide; allowed: a question")
                .contains("Gateway_1 default: none")
                .contains("Flow_1 bpmn:conditionExpression: none")
                .contains("BusinessRuleTask_Ask camunda:decisionRef: nowhere")
                .contains("bpmn:timeDate: 2026-01-01")
                .contains("c/hello.en.md: the same file name as b/messages/hello.en.md")
                .contains("hello: no text in de");
    }

    private static String diagram(String id, String body, String attributes) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">
                  <bpmn:process id="%s" name="Broken" isExecutable="true" %s>%s</bpmn:process>
                </bpmn:definitions>
                """.formatted(id, attributes, body);
    }

    private static Map<String, byte[]> read() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(PROCESSES)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = PROCESSES.relativize(file).toString().replace('\\', '/');
                // The page of rules for process owners is not deployed, and neither are dot files.
                if (!name.equals("README.md") && !file.getFileName().toString().startsWith(".")) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
