package io.redress.complaint.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.redress.identity.Roles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputOutput;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputParameter;
import org.junit.jupiter.api.Test;

/** What lies beside the diagram fits it: forms, message texts, danger words and what Modeler offers. */
class ComplaintModelsTest {

    private static final Path FOLDER = Path.of("processes/complaint");
    private static final Path TEMPLATES = Path.of(".camunda/element-templates");
    private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
    private static final Set<String> TEXT_VARIABLES =
            Set.of("reference", "customerName", "product", "organisation", "receivedOn", "answer");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A field that is not declared would become a variable of the case, and personal text would stay in the engine. */
    @Test
    void everyFieldOfAFormIsALocalOfItsTask() {
        List<String> checked = new ArrayList<>();
        for (UserTask task : diagram().getModelElementsByType(UserTask.class)) {
            String form = task.getCamundaFormRef();
            if (form == null) {
                continue;
            }
            List<String> locals = task
                    .getExtensionElements()
                    .getElementsQuery()
                    .filterByType(CamundaInputOutput.class)
                    .singleResult()
                    .getCamundaInputParameters()
                    .stream()
                    .map(CamundaInputParameter::getCamundaName)
                    .toList();
            assertThat(locals).as(task.getId()).containsAll(keys(json(FOLDER.resolve(form + ".form"))));
            checked.add(task.getId());
        }
        assertThat(checked)
                .containsExactlyInAnyOrder(
                        "UserTask_TriageComplaint", "UserTask_ReachCustomer", "UserTask_DeliverAnswer");
    }

    @Test
    void everyFormLinksToItsCase() {
        for (Path form : files(FOLDER, ".form")) {
            assertThat(json(form).toString()).as(form.toString()).contains("](/complaints/{{complaintReference}})");
        }
    }

    @Test
    void everyTextSpeaksEveryLanguageWithTheSameVariables() throws IOException {
        Map<String, Set<String>> variables = new HashMap<>();
        for (Path text : files(FOLDER.resolve("messages"), ".md")) {
            String name = text.getFileName().toString();
            Set<String> used = new TreeSet<>();
            Matcher tags = Pattern.compile("\\{\\{(.*?)}}").matcher(Files.readString(text));
            while (tags.find()) {
                used.add(tags.group(1));
            }
            assertThat(TEXT_VARIABLES).as(name).containsAll(used);
            variables.put(name, used);
        }
        assertThat(variables)
                .containsOnlyKeys(
                        "acknowledgement.en.md",
                        "acknowledgement.de.md",
                        "answer.en.md",
                        "answer.de.md",
                        "safety-signals.en.md",
                        "safety-signals.de.md");
        variables.forEach(
                (name, used) -> assertThat(used).as(name).isEqualTo(variables.get(name.replace(".de.md", ".en.md"))));
        assertThat(variables.get("answer.en.md")).contains("answer", "reference");
    }

    @Test
    void theDangerWordsAreAPlainListWithoutDoubles() throws IOException {
        for (String language : List.of("en", "de")) {
            List<String> entries =
                    Files.readAllLines(FOLDER.resolve("messages/safety-signals." + language + ".md")).stream()
                            .filter(line -> line.startsWith("- "))
                            .map(line -> line.substring(2))
                            .toList();
            assertThat(entries)
                    .as(language)
                    .hasSizeGreaterThan(90)
                    .doesNotHaveDuplicates()
                    .allMatch(
                            entry -> entry.matches("[\\p{Ll}][\\p{Ll} -]+[*]?"), "small letters, one star at the end");
        }
    }

    @Test
    void modelerOffersOnlyWhatTheEngineAndTheRolesKnow() {
        Set<String> expressions = new TreeSet<>();
        for (JsonNode template : templates().values()) {
            for (JsonNode property : template.path("properties")) {
                values(property).filter(value -> value.contains("${")).forEach(expressions::add);
                if (property.path("binding").path("name").asText().equals("camunda:candidateGroups")) {
                    assertThat(Roles.ALL).containsAll(values(property).toList());
                }
            }
        }
        assertThat(expressions)
                .contains("${scoreComplaint}", "${notify}", "${complaintTasks.answerDue(execution)}")
                .allMatch(
                        expression -> expression.matches(
                                "\\$\\{(scoreComplaint|notify|complaintTasks\\.(dueInWorkingDays\\(\\d+\\)|(answerDue|priority)\\(execution\\)))}"));
    }

    @Test
    void theDiagramUsesTheTemplatesAsTheyAreOffered() {
        Map<String, JsonNode> templates = templates();
        List<String> used = new ArrayList<>();
        for (FlowNode node : diagram().getModelElementsByType(FlowNode.class)) {
            String id = node.getAttributeValueNs(CAMUNDA, "modelerTemplate");
            if (id != null) {
                assertThat(templates).as(node.getId()).containsKey(id);
                assertThat(node.getAttributeValueNs(CAMUNDA, "modelerTemplateVersion"))
                        .isEqualTo(templates.get(id).path("version").asText());
                used.add(id);
            }
        }
        assertThat(used).containsExactlyInAnyOrder("io.redress.score", "io.redress.notify", "io.redress.notify");
    }

    private static Map<String, JsonNode> templates() {
        Map<String, JsonNode> templates = new HashMap<>();
        for (Path file : files(TEMPLATES, ".json")) {
            JsonNode root = json(file);
            (root.isArray() ? root : JSON.createArrayNode().add(root)).forEach(template -> assertThat(
                            templates.put(template.path("id").asText(), template))
                    .as("templates with the same id")
                    .isNull());
        }
        assertThat(templates).hasSize(4);
        return templates;
    }

    private static Stream<String> values(JsonNode property) {
        List<String> values = new ArrayList<>();
        if (property.path("value").isTextual()) {
            values.add(property.path("value").asText());
        }
        property.path("choices")
                .forEach(choice -> values.add(choice.path("value").asText()));
        return values.stream();
    }

    private static Set<String> keys(JsonNode form) {
        Set<String> keys = new TreeSet<>();
        form.path("components").forEach(component -> {
            if (component.has("key")) {
                keys.add(component.path("key").asText());
            }
        });
        assertThat(keys).isNotEmpty();
        return keys;
    }

    private static BpmnModelInstance diagram() {
        return Bpmn.readModelFromFile(FOLDER.resolve("complaint-handling.bpmn").toFile());
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
            assertThat(found).isNotEmpty();
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
