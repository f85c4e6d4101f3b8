package io.redress.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.complaint.process.ComplaintProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.junit.jupiter.api.Test;

/** The yardstick is the real diagram with nothing behind it, not a simpler one. */
class BareModelTest {

    private static final Path FOLDER = Path.of("processes");

    @Test
    void everyElementFlowAndBorderIsThereAgain() throws IOException {
        for (Path file : diagrams()) {
            BpmnModelInstance real = Bpmn.readModelFromFile(file.toFile());
            BpmnModelInstance bare = BareModel.of(file);
            assertThat(nodes(bare)).as("%s", file).isNotEmpty().isEqualTo(nodes(real));
            assertThat(flows(bare)).as("%s", file).isNotEmpty().isEqualTo(flows(real));
        }
    }

    @Test
    void nothingOfOursIsCalled() throws IOException {
        for (Path file : diagrams()) {
            String bare = Bpmn.convertToString(BareModel.of(file));
            assertThat(bare)
                    .as("%s", file)
                    .contains("${none.")
                    .doesNotContain("complaintTasks", "${decisions.", "${scoreComplaint}", "${notify}");
        }
    }

    @Test
    void theDecisionTablesFormsAndCandidatesStay() {
        Path file = FOLDER.resolve("complaint").resolve(ComplaintProcess.KEY + ".bpmn");
        String bare = Bpmn.convertToString(BareModel.of(file));
        assertThat(bare).contains("camunda:decisionRef=\"complaint-triage\"", "camunda:formRef=\"triage-complaint\"");
        assertThat(BareModel.of(file).getModelElementsByType(UserTask.class))
                .allSatisfy(task -> assertThat(task.getCamundaCandidateGroups()).isNotBlank());
    }

    private static List<Path> diagrams() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".bpmn"))
                    .sorted()
                    .toList();
        }
    }

    private static TreeSet<String> nodes(BpmnModelInstance model) {
        TreeSet<String> nodes = new TreeSet<>();
        for (FlowNode node : model.getModelElementsByType(FlowNode.class)) {
            nodes.add(String.join(
                    " ",
                    node.getElementType().getTypeName(),
                    node.getId(),
                    "before=" + node.isCamundaAsyncBefore(),
                    "after=" + node.isCamundaAsyncAfter(),
                    "exclusive=" + node.isCamundaExclusive()));
        }
        return nodes;
    }

    private static TreeSet<String> flows(BpmnModelInstance model) {
        TreeSet<String> flows = new TreeSet<>();
        for (SequenceFlow flow : model.getModelElementsByType(SequenceFlow.class)) {
            flows.add(flow.getSource().getId() + " " + flow.getTarget().getId() + " "
                    + (flow.getConditionExpression() == null
                            ? ""
                            : flow.getConditionExpression().getTextContent()));
        }
        return flows;
    }
}
