package io.redress.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.testing.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelGateTest {

    private final ModelGate gate = TestBeans.gate();

    static Stream<HostileModels.Hostile> hostile() {
        return HostileModels.all().stream();
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesWithFileElementAndAttribute(HostileModels.Hostile hostile) {
        Canary.reset();

        List<ModelProblem> problems = gate.check(Map.of(hostile.file(), hostile.content()), TestBeans.NOTHING_DEPLOYED);

        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.file()).isEqualTo(hostile.file());
            if (!hostile.element().isEmpty()) {
                assertThat(problem.element()).isEqualTo(hostile.element());
            }
            if (!hostile.attribute().isEmpty()) {
                assertThat(problem.attribute()).isEqualTo(hostile.attribute());
            }
            assertThat(problem.allowed()).isNotBlank();
        });
        assertThat(Canary.sang()).isFalse();
    }

    @Test
    void thereAreEnoughHostileModelsOfEachKind() {
        assertThat(HostileModels.all()).hasSizeGreaterThan(100);
        assertThat(HostileModels.all().stream().map(HostileModels.Hostile::name))
                .doesNotHaveDuplicates();
        for (String suffix : List.of(".bpmn", ".dmn", ".form", ".md")) {
            assertThat(HostileModels.all()).anyMatch(hostile -> hostile.file().endsWith(suffix));
        }
    }

    @Test
    void letsAHarmlessDeploymentPass() {
        String diagram = HostileModels.process("camunda:historyTimeToLive=\"P3650D\"", """
                        <bpmn:startEvent id="Start" camunda:asyncAfter="true" camunda:formKey="/complaints/new" />
                        <bpmn:sequenceFlow id="F1" sourceRef="Start" targetRef="Service" />
                        <bpmn:serviceTask id="Service" camunda:delegateExpression="${sampleDelegate}">
                          <bpmn:extensionElements><camunda:inputOutput>
                            <camunda:inputParameter name="template">hello</camunda:inputParameter>
                          </camunda:inputOutput></bpmn:extensionElements>
                        </bpmn:serviceTask>
                        <bpmn:sequenceFlow id="F2" sourceRef="Service" targetRef="Rule" />
                        <bpmn:businessRuleTask id="Rule" camunda:decisionRef="harmless-table" />
                        <bpmn:sequenceFlow id="F3" sourceRef="Rule" targetRef="Task" />
                        <bpmn:userTask id="Task" name="Task ${reference}" camunda:formRef="harmless-form"
                            camunda:formRefBinding="deployment" camunda:candidateGroups="complaint-handlers, auditors"
                            camunda:dueDate="${dateTime().plusDays(2).toDate()}" camunda:priority="${empty priority ? 50 : priority + 1}">
                          <bpmn:extensionElements>
                            <camunda:taskListener event="complete" expression="${sampleTasks.record(task)}" />
                            <camunda:executionListener event="end" expression="${sampleTasks.record(execution)}" />
                          </bpmn:extensionElements>
                        </bpmn:userTask>
                        <bpmn:sequenceFlow id="F4" sourceRef="Task" targetRef="End">
                          <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${a == 'x' &amp;&amp; !b || sampleTasks.twice(3) &gt; 2}</bpmn:conditionExpression>
                        </bpmn:sequenceFlow>
                        <bpmn:endEvent id="End" />
                        """)
                .replace("\"hostile\"", "\"harmless\"");
        Map<String, byte[]> files = Map.of(
                "a/harmless.bpmn", bytes(diagram),
                "a/harmless-table.dmn",
                        bytes(HostileModels.table("", "", "x", "\"a\",\"b\"", "if x = \"a\" then \"b\" else null")
                                .replace("\"hostile\"", "\"harmless-table\"")),
                "a/harmless-form.form",
                        bytes(
                                "{\"id\":\"harmless-form\",\"schemaVersion\":16,\"type\":\"default\",\"components\":["
                                        + "{\"type\":\"text\",\"id\":\"t\",\"text\":\"[Case](/complaints/{{reference}}), the data: here\"},"
                                        + "{\"type\":\"textfield\",\"id\":\"f\",\"key\":\"reason\",\"conditional\":{\"hide\":\"=a < 2\"}}]}"),
                "a/messages/hello.en.md",
                        bytes("Subject: Hello {{name}}\n\n{{#late}}Sorry. {{/late}}{{^late}}Hi{{/late}}\n"));

        assertThat(gate.check(files, TestBeans.NOTHING_DEPLOYED)).isEmpty();
    }

    @Test
    void findsEverythingAtOnceAndSaysWhere() {
        String diagram = HostileModels.process(
                "", HostileModels.userTask("camunda:formKey=\"http://x\" camunda:class=\"X\"", ""));

        ModelRefused refused = new ModelRefused(gate.check(
                Map.of("hostile.bpmn", bytes(diagram), "x.html", bytes("x"), "hostile.en.md", bytes("Hi")),
                TestBeans.NOTHING_DEPLOYED));

        assertThat(refused.kind().status()).isEqualTo(400);
        assertThat(refused.getMessage())
                .contains("hostile.bpmn:8:")
                .contains("Bad camunda:formKey")
                .contains("Bad camunda:class")
                .contains("x.html: a file of an unknown kind")
                .contains("hostile.en.md:1 Subject")
                .contains("allowed: ");
        assertThat(refused.problems()).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void twoFilesOfOneNameInTwoFoldersAreRefused() {
        byte[] text = bytes("Subject: x\n\nBody");

        assertThat(gate.check(Map.of("a/x.en.md", text, "b/x.en.md", text), TestBeans.NOTHING_DEPLOYED))
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.toString()).contains("a/x.en.md").contains("b/x.en.md"));
    }

    @Test
    void judgesWhatOtherToolsWrote() throws IOException {
        Path folder = SharedData.of("process-models");
        int refused = 0;
        int files = 0;
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile)
                    .filter(path -> !path.endsWith("README.md"))
                    .sorted()
                    .toList()) {
                String name = folder.relativize(file).toString();
                long before = System.nanoTime();
                byte[] content = Files.readAllBytes(file);
                List<ModelProblem> problems =
                        gate.check(Map.of(ownName(file, content), content), TestBeans.NOTHING_DEPLOYED);
                long millis = (System.nanoTime() - before) / 1_000_000;
                System.out.printf(
                        "%-85s %-8s %4d ms %3d problems  %s%n",
                        name,
                        problems.isEmpty() ? "passed" : "refused",
                        millis,
                        problems.size(),
                        problems.isEmpty() ? "" : problems.get(0));
                files++;
                refused += problems.isEmpty() ? 0 : 1;
                assertThat(millis).as(name).isLessThan(10_000);
                // The others are harmless mistakes, which the engine's own parser refuses with their place.
                if (Stream.of("XXE", "FSP", "ActivitiNamespace", "MalformedStringTtl", "ExpressionParsing", "groovy")
                        .anyMatch(name::contains)) {
                    assertThat(problems).as(name).isNotEmpty();
                }
            }
        }
        assertThat(files).isGreaterThan(40);
        assertThat(refused).isPositive();
    }

    /** Named after the id it holds, as its maker would have to name it here: the rest of the verdict says more. */
    private static String ownName(Path file, byte[] content) {
        String name = file.getFileName().toString();
        String text = new String(content, StandardCharsets.UTF_8);
        String pattern = name.endsWith(".form")
                ? "\"id\"\\s*:\\s*\"([\\w-]+)\"(?=[^{}]*(\\{[^{}]*}[^{}]*)?}\\s*$)|^\\{\\s*\"id\"\\s*:\\s*\"([\\w-]+)\""
                : name.endsWith(".dmn")
                        ? "<(?:\\w+:)?decision [^>]*?\\bid=\"([\\w-]+)\"()"
                        : "<(?:\\w+:)?process (?=[^>]*isExecutable=\"true\")[^>]*?\\bid=\"([\\w-]+)\"()";
        var id = java.util.regex.Pattern.compile(pattern).matcher(text);
        if (!id.find()) {
            return name;
        }
        String found = id.group(1) == null ? id.group(id.groupCount()) : id.group(1);
        return found
                + name.substring(name.indexOf(
                        name.endsWith(".bpmn20.xml") ? ".bpmn20.xml" : name.substring(name.lastIndexOf('.'))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
