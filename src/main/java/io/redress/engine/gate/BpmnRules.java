package io.redress.engine.gate;

import io.redress.identity.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.jspecify.annotations.Nullable;

/**
 * What a diagram may hold. Lists what is allowed, element by element and attribute by attribute: the engine looks at
 * local names in places where a reader would expect a namespace, so anything unknown is refused rather than ignored.
 */
final class BpmnRules {

    static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    /** Drawing and colours; the engine reads bounds and way points from them, and nothing that could act. */
    private static final Set<String> DRAWING = Set.of(
            "http://www.omg.org/spec/BPMN/20100524/DI",
            "http://www.omg.org/spec/DD/20100524/DC",
            "http://www.omg.org/spec/DD/20100524/DI",
            "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
            "http://bpmn.io/schema/bpmn/biocolor/1.0",
            "http://bpmn.io/schema/bpmn");

    private static final Set<String> DRAWN = Set.of(
            "BPMNDiagram",
            "BPMNPlane",
            "BPMNShape",
            "BPMNEdge",
            "BPMNLabel",
            "BPMNLabelStyle",
            "Bounds",
            "Font",
            "waypoint",
            "extension");

    /** Written by many tools on the root element; this engine looks at the language of each expression only. */
    private static final Set<String> DEFAULT_LANGUAGES = Set.of("expressionLanguage", "typeLanguage");

    private static final String MODELER = "http://camunda.org/schema/modeler/1.0";

    private static final Set<String> ELEMENTS = Set.of(
            "definitions",
            "process",
            "extensionElements",
            "documentation",
            "startEvent",
            "endEvent",
            "intermediateCatchEvent",
            "intermediateThrowEvent",
            "boundaryEvent",
            "sequenceFlow",
            "conditionExpression",
            "incoming",
            "outgoing",
            "exclusiveGateway",
            "parallelGateway",
            "inclusiveGateway",
            "eventBasedGateway",
            "userTask",
            "serviceTask",
            "sendTask",
            "receiveTask",
            "businessRuleTask",
            "manualTask",
            "task",
            "callActivity",
            "subProcess",
            "multiInstanceLoopCharacteristics",
            "loopCardinality",
            "completionCondition",
            "timerEventDefinition",
            "timeDate",
            "timeDuration",
            "timeCycle",
            "messageEventDefinition",
            "errorEventDefinition",
            "escalationEventDefinition",
            "signalEventDefinition",
            "conditionalEventDefinition",
            "condition",
            "terminateEventDefinition",
            "compensateEventDefinition",
            "linkEventDefinition",
            "source",
            "target",
            "message",
            "error",
            "signal",
            "escalation",
            "collaboration",
            "participant",
            "messageFlow",
            "laneSet",
            "lane",
            "childLaneSet",
            "flowNodeRef",
            "textAnnotation",
            "text",
            "association",
            "group",
            "category",
            "categoryValue",
            "dataObject",
            "dataObjectReference",
            "dataStoreReference",
            "dataStore",
            "itemDefinition",
            "dataInputAssociation",
            "dataOutputAssociation",
            "sourceRef",
            "targetRef",
            "property");

    private static final Set<String> ATTRIBUTES = Set.of(
            "id",
            "name",
            "isExecutable",
            "processType",
            "isClosed",
            "sourceRef",
            "targetRef",
            "default",
            "attachedToRef",
            "cancelActivity",
            "isInterrupting",
            "triggeredByEvent",
            "eventGatewayType",
            "gatewayDirection",
            "messageRef",
            "signalRef",
            "errorRef",
            "escalationRef",
            "errorCode",
            "escalationCode",
            "calledElement",
            "isSequential",
            "behavior",
            "parallelMultiple",
            "isForCompensation",
            "startQuantity",
            "completionQuantity",
            "instantiate",
            "processRef",
            "dataObjectRef",
            "dataStoreRef",
            "isCollection",
            "itemSubjectRef",
            "textFormat",
            "associationDirection",
            "categoryValueRef",
            "value",
            "targetNamespace",
            "exporter",
            "exporterVersion",
            "waitForCompletion",
            "activityRef",
            "implementation",
            "isImmediate",
            "structureRef",
            "itemKind",
            "capacity",
            "isUnlimited");

    private static final Set<String> CAMUNDA_ELEMENTS = Set.of(
            "inputOutput",
            "inputParameter",
            "outputParameter",
            "list",
            "map",
            "entry",
            "value",
            "properties",
            "property",
            "executionListener",
            "taskListener",
            "in",
            "out",
            "failedJobRetryTimeCycle");

    private static final Set<String> CAMUNDA_ATTRIBUTES = Set.of(
            "asyncBefore",
            "asyncAfter",
            "exclusive",
            "jobPriority",
            "historyTimeToLive",
            "isStartableInTasklist",
            "versionTag",
            "candidateStarterGroups",
            "delegateExpression",
            "expression",
            "resultVariable",
            "formKey",
            "formRef",
            "formRefBinding",
            "decisionRef",
            "decisionRefBinding",
            "mapDecisionResult",
            "calledElementBinding",
            "assignee",
            "candidateGroups",
            "candidateUsers",
            "dueDate",
            "followUpDate",
            "priority",
            "initiator",
            "collection",
            "elementVariable",
            "variableName",
            "variableEvents",
            "errorCodeVariable",
            "errorMessageVariable",
            "escalationCodeVariable",
            "errorMessage",
            "modelerTemplate",
            "modelerTemplateVersion",
            "modelerTemplateIcon",
            "diagramRelationId");

    private static final Map<String, Set<String>> CAMUNDA_ELEMENT_ATTRIBUTES = Map.of(
            "inputParameter", Set.of("name"),
            "outputParameter", Set.of("name"),
            "entry", Set.of("key"),
            "value", Set.of("id", "name"),
            "property", Set.of("id", "name", "value"),
            "executionListener", Set.of("event", "expression", "delegateExpression"),
            "taskListener", Set.of("event", "expression", "delegateExpression", "id"),
            "in", Set.of("source", "sourceExpression", "target", "businessKey", "variables", "local"),
            "out", Set.of("source", "sourceExpression", "target", "variables", "local"));

    private static final Map<String, String> INSTEAD = Map.of(
            "class",
                    "camunda:delegateExpression=\"${bean}\" or camunda:expression=\"${bean.method(…)}\" of a published bean",
            "type",
                    "camunda:delegateExpression or camunda:expression of a published bean; no external, mail or shell tasks",
            "topic", "camunda:delegateExpression or camunda:expression of a published bean; no external tasks",
            "scriptTask", "a service task with a published bean, or a decision table",
            "script", "an expression of a published bean; no scripts",
            "connector", "camunda:delegateExpression of a published bean; no connectors",
            "field", "camunda:inputParameter; beans are shared, so fields are not injected",
            "formData", "camunda:formRef or camunda:formKey",
            "language", "no script language: ${…} only");

    private static final Pattern FORM_KEY = Pattern.compile("(/[a-z0-9-]+)+");
    private static final Pattern TTL = Pattern.compile("P?(\\d{1,6})D?");
    private static final Pattern LINK =
            Pattern.compile("(?i)\\b(javascript|vbscript|data|file|https?|ftp|embedded|app|camunda-forms):\\S");
    private static final Set<String> SERVICE = Set.of("serviceTask", "sendTask", "businessRuleTask");

    private final String file;
    private final XmlNode root;
    private final ExpressionRules expressions;
    private final int minimumDays;
    private final Consumer<ModelProblem> problems;

    BpmnRules(
            String file, XmlNode root, ExpressionRules expressions, int minimumDays, Consumer<ModelProblem> problems) {
        this.file = file;
        this.root = root;
        this.expressions = expressions;
        this.minimumDays = minimumDays;
        this.problems = problems;
    }

    void check(Bundle bundle) {
        if (!root.is(BPMN, "definitions")) {
            problem(root, null, name(root), "a BPMN 2.0 diagram: definitions in " + BPMN);
            return;
        }
        walk(root);
        processes(bundle);
    }

    /** Asked after all files of the deployment were read. */
    void references(Bundle bundle) {
        root.each(node -> {
            String form = node.attribute(CAMUNDA, "formRef");
            if (form != null && !ExpressionRules.isExpression(form) && !bundle.forms.contains(form)) {
                problem(node, "camunda:formRef", form, "a form that is deployed with the diagram: " + bundle.forms);
            }
            String decision = node.attribute(CAMUNDA, "decisionRef");
            if (decision != null && !ExpressionRules.isExpression(decision) && !bundle.knowsDecision(decision)) {
                problem(
                        node,
                        "camunda:decisionRef",
                        decision,
                        "a decision of this deployment or one that is deployed: " + bundle.decisions);
            }
            String called = node.attribute("calledElement");
            if (called != null && !ExpressionRules.isExpression(called) && !bundle.knowsProcess(called)) {
                problem(
                        node,
                        "calledElement",
                        called,
                        "a process of this deployment or one that is deployed: " + bundle.processes);
            }
            if (node.is(CAMUNDA, "inputParameter") && "template".equals(node.attribute("name"))) {
                String template = node.text();
                if (!ExpressionRules.isExpression(template) && !bundle.knowsText(template)) {
                    problem(
                            node,
                            "template",
                            template,
                            "a message text that is deployed with the diagram: " + bundle.texts);
                }
            }
        });
    }

    private void processes(Bundle bundle) {
        List<XmlNode> processes = root.below(BPMN, "process");
        List<XmlNode> executable = processes.stream()
                .filter(process -> "true".equals(process.attribute("isExecutable")))
                .toList();
        String wanted = Bundle.baseName(file);
        if (executable.size() != 1) {
            problem(
                    root,
                    "isExecutable",
                    executable.size() + " executable processes of " + processes.size(),
                    "exactly one process with isExecutable=\"true\"");
        }
        for (XmlNode process : executable) {
            String id = String.valueOf(process.attribute("id"));
            bundle.processes.add(id);
            if (!id.equals(wanted)) {
                problem(process, "id", id, "the file's name without .bpmn: " + wanted);
            }
        }
        for (XmlNode process : processes) {
            timeToLive(process, process.attribute(CAMUNDA, "historyTimeToLive"), minimumDays, this::problem);
        }
    }

    /** Where a problem belongs; lets tables use the same check. */
    interface At {
        void problem(XmlNode node, @Nullable String attribute, String found, String allowed);
    }

    static void timeToLive(XmlNode node, @Nullable String value, int minimumDays, At at) {
        if (value == null) {
            return;
        }
        Matcher days = TTL.matcher(value);
        if (!days.matches() || Integer.parseInt(days.group(1)) < minimumDays) {
            at.problem(
                    node,
                    "camunda:historyTimeToLive",
                    value.isEmpty() ? "nothing" : value,
                    "at least P" + minimumDays + "D, or leave it out");
        }
    }

    /** Below an element of another maker nothing is read: one refusal for the whole of it is enough. */
    private void walk(XmlNode node) {
        node(node);
        boolean readable =
                node.namespace.equals(BPMN) || node.namespace.equals(CAMUNDA) || DRAWING.contains(node.namespace);
        if (readable) {
            node.children.forEach(this::walk);
        }
    }

    private void node(XmlNode node) {
        boolean known;
        if (node.namespace.equals(BPMN)) {
            known = ELEMENTS.contains(node.name);
        } else if (node.namespace.equals(CAMUNDA)) {
            known = CAMUNDA_ELEMENTS.contains(node.name);
        } else {
            known = DRAWING.contains(node.namespace) && DRAWN.contains(node.name) && isDrawing(node);
        }
        if (!known) {
            boolean ours = node.namespace.equals(BPMN) || node.namespace.equals(CAMUNDA);
            problem(
                    node,
                    name(node),
                    "the element " + name(node) + (ours ? "" : " of the namespace \"" + node.namespace + "\""),
                    INSTEAD.getOrDefault(
                            node.name,
                            ours
                                    ? "elements that this engine runs and this house uses"
                                    : "BPMN 2.0 and camunda: only"));
        }
        for (XmlNode.Attribute attribute : node.attributes) {
            attribute(node, attribute);
        }
        String text = node.text();
        if (node.is(CAMUNDA, "inputParameter") || node.is(CAMUNDA, "outputParameter")) {
            expression(node, quoted(node.attribute("name"), node.name), text);
        } else {
            expression(node, name(node), text);
        }
        if (node.namespace.equals(BPMN) && SERVICE.contains(node.name)) {
            service(node);
        } else if (node.is(CAMUNDA, "executionListener") || node.is(CAMUNDA, "taskListener")) {
            listener(node);
        } else if (node.is(BPMN, "messageEventDefinition") && node.parent != null) {
            thrown(node);
        } else if (node.is(BPMN, "conditionExpression") || node.is(BPMN, "condition")) {
            if (!ExpressionRules.isExpression(text)) {
                problem(node, name(node), text.isEmpty() ? "nothing" : text, "an expression ${…}");
            }
        }
    }

    /** Shapes lie below the diagram; a shape's name inside a process is no shape. */
    private static boolean isDrawing(XmlNode node) {
        for (XmlNode at = node; at != null; at = at.parent) {
            if (at.name.equals("BPMNDiagram") && DRAWING.contains(at.namespace)) {
                return true;
            }
        }
        return false;
    }

    private static String quoted(@Nullable String name, String element) {
        return "camunda:" + element + " \"" + name + "\"";
    }

    private void attribute(XmlNode node, XmlNode.Attribute attribute) {
        String shown =
                switch (attribute.namespace()) {
                    case CAMUNDA -> "camunda:" + attribute.name();
                    case XSI -> "xsi:" + attribute.name();
                    default -> attribute.name();
                };
        if (!isKnown(node, attribute)) {
            problem(
                    node,
                    shown,
                    "the attribute " + shown + "=\"" + attribute.value() + "\""
                            + (shown.contains(":") || attribute.namespace().isEmpty()
                                    ? ""
                                    : " of the namespace \"" + attribute.namespace() + "\""),
                    attribute.namespace().equals(XSI)
                            ? "xsi:type=\"bpmn:tFormalExpression\""
                            : INSTEAD.getOrDefault(
                                    attribute.name(), "attributes that this engine knows and this house uses"));
            return;
        }
        expression(node, shown, attribute.value());
        if (attribute.namespace().equals(CAMUNDA)) {
            camunda(node, attribute.name(), attribute.value());
        }
        if (attribute.name().equals("implementation") && !attribute.value().startsWith("##")) {
            problem(node, "implementation", attribute.value(), "##unspecified, or leave it out");
        }
    }

    private static boolean isKnown(XmlNode node, XmlNode.Attribute attribute) {
        if (DRAWING.contains(node.namespace)) {
            return attribute.namespace().isEmpty()
                    || attribute.namespace().equals(XSI)
                    || DRAWING.contains(attribute.namespace());
        }
        if (node.parent == null && DEFAULT_LANGUAGES.contains(attribute.name())) {
            return true;
        }
        return switch (attribute.namespace()) {
            case "" ->
                node.namespace.equals(CAMUNDA)
                        ? CAMUNDA_ELEMENT_ATTRIBUTES
                                .getOrDefault(node.name, Set.of())
                                .contains(attribute.name())
                        : ATTRIBUTES.contains(attribute.name());
            case CAMUNDA -> node.namespace.equals(BPMN) && CAMUNDA_ATTRIBUTES.contains(attribute.name());
            case XSI ->
                (attribute.name().equals("type") && attribute.value().matches("(\\w+:)?tFormalExpression"))
                        || (attribute.name().equals("schemaLocation") && node.parent == null);
            case MODELER -> node.parent == null;
            case "http://www.w3.org/XML/1998/namespace" -> attribute.name().equals("lang");
            default -> DRAWING.contains(attribute.namespace());
        };
    }

    private void expression(XmlNode node, String attribute, String text) {
        for (ExpressionRules.Refused refused : expressions.check(text)) {
            // The bean alone is right in one place, which is checked there.
            if (!attribute.endsWith("elegateExpression")) {
                problem(node, attribute, refused.found() + " in " + text, refused.allowed());
            }
        }
    }

    private void camunda(XmlNode node, String name, String value) {
        String shown = "camunda:" + name;
        switch (name) {
            case "formKey" -> {
                if (!FORM_KEY.matcher(value).matches()) {
                    problem(
                            node,
                            shown,
                            value.isEmpty() ? "nothing" : value,
                            "a path of this application such as /tasks/answer-customer, or camunda:formRef");
                }
            }
            case "formRef", "decisionRef" -> {
                if (ExpressionRules.isExpression(value) || value.isBlank()) {
                    problem(node, shown, value.isEmpty() ? "nothing" : value, "a fixed id");
                }
                if (name.equals("formRef") && !"deployment".equals(node.attribute(CAMUNDA, "formRefBinding"))) {
                    problem(
                            node,
                            "camunda:formRefBinding",
                            String.valueOf(node.attribute(CAMUNDA, "formRefBinding")),
                            "deployment: a case keeps the forms it was started with");
                }
            }
            case "decisionRefBinding" -> oneOf(node, shown, value, Set.of("latest", "deployment"));
            case "calledElementBinding" -> oneOf(node, shown, value, Set.of("latest", "deployment"));
            case "candidateGroups", "candidateStarterGroups" -> groups(node, shown, value);
            case "assignee", "candidateUsers" -> {
                if (!value.isBlank() && !ExpressionRules.isExpression(value)) {
                    problem(node, shown, value, "an expression ${…} or camunda:candidateGroups; no people");
                }
            }
            case "collection" -> {
                if (!ExpressionRules.isExpression(value) && !value.matches("[A-Za-z_]\\w*")) {
                    problem(node, shown, value, "a variable or an expression ${…}");
                }
            }
            default -> {
                if (LINK.matcher(value).find() && !name.equals("modelerTemplateIcon")) {
                    problem(node, shown, value, "no links");
                }
            }
        }
    }

    private void oneOf(XmlNode node, String shown, String value, Set<String> allowed) {
        if (!allowed.contains(value)) {
            problem(node, shown, value, allowed.stream().sorted().collect(Collectors.joining(" or ")));
        }
    }

    private void groups(XmlNode node, String shown, String value) {
        if (ExpressionRules.isExpression(value)) {
            return;
        }
        for (String group : value.split(",", -1)) {
            if (!Roles.ALL.contains(group.strip())) {
                problem(
                        node,
                        shown,
                        group.isBlank() ? "nothing" : group.strip(),
                        "roles: " + String.join(", ", Roles.ALL));
            }
        }
    }

    /** A task that calls: exactly one of the two, or a decision. */
    private void service(XmlNode node) {
        String delegate = node.attribute(CAMUNDA, "delegateExpression");
        String expression = node.attribute(CAMUNDA, "expression");
        String decision = node.attribute(CAMUNDA, "decisionRef");
        List<String> given = new ArrayList<>();
        if (delegate != null) {
            given.add("camunda:delegateExpression");
        }
        if (expression != null) {
            given.add("camunda:expression");
        }
        if (decision != null) {
            given.add("camunda:decisionRef");
        }
        boolean rule = node.name.equals("businessRuleTask");
        if (given.size() != 1 || (decision != null && !rule)) {
            problem(
                    node,
                    rule ? "camunda:decisionRef" : "camunda:delegateExpression",
                    given.isEmpty() ? "nothing to do" : String.join(" and ", given),
                    rule
                            ? "camunda:decisionRef"
                            : "exactly one of camunda:delegateExpression and camunda:expression of a published bean");
        }
        if (delegate != null) {
            delegate(node, delegate, JavaDelegate.class);
        }
        called(node, expression);
    }

    private void listener(XmlNode node) {
        String delegate = node.attribute("delegateExpression");
        String expression = node.attribute("expression");
        if ((delegate == null) == (expression == null)) {
            problem(
                    node,
                    name(node),
                    delegate == null ? "a listener without an expression" : "a listener with two of them",
                    "exactly one of expression and delegateExpression of a published bean");
        }
        if (delegate != null) {
            if (node.name.equals("taskListener")) {
                delegate(node, delegate, TaskListener.class);
            } else {
                delegate(node, delegate, ExecutionListener.class, JavaDelegate.class);
            }
        }
        called(node, expression);
    }

    /** A message that is thrown is a call as well. */
    private void thrown(XmlNode node) {
        String delegate = node.attribute(CAMUNDA, "delegateExpression");
        if (delegate != null) {
            delegate(node, delegate, JavaDelegate.class);
        }
        called(node, node.attribute(CAMUNDA, "expression"));
    }

    private void called(XmlNode node, @Nullable String expression) {
        if (expression != null && !ExpressionRules.isExpression(expression)) {
            problem(node, "camunda:expression", expression.isEmpty() ? "nothing" : expression, "${bean.method(…)}");
        }
    }

    private void delegate(XmlNode node, String value, Class<?>... types) {
        String shown = node.namespace.equals(CAMUNDA) ? "delegateExpression" : "camunda:delegateExpression";
        for (ExpressionRules.Refused refused : expressions.checkDelegate(value, types)) {
            problem(node, shown, refused.found(), refused.allowed());
        }
    }

    private static String name(XmlNode node) {
        return switch (node.namespace) {
            case BPMN -> "bpmn:" + node.name;
            case CAMUNDA -> "camunda:" + node.name;
            default -> node.name;
        };
    }

    private void problem(XmlNode node, @Nullable String attribute, String found, String allowed) {
        problems.accept(new ModelProblem(file, node.line, node.column, node.nearestId(), attribute, found, allowed));
    }
}
