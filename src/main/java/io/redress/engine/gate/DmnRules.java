package io.redress.engine.gate;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a decision table may hold: FEEL and nothing else, in tables and literal expressions. */
final class DmnRules {

    static final Set<String> DMN = Set.of(
            "https://www.omg.org/spec/DMN/20191111/MODEL/",
            "http://www.omg.org/spec/DMN/20180521/MODEL/",
            "http://www.omg.org/spec/DMN/20151101/dmn.xsd");

    private static final String CAMUNDA = "http://camunda.org/schema/1.0/dmn";
    private static final String MODELER = "http://camunda.org/schema/modeler/1.0";
    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private static final Set<String> DRAWING = Set.of(
            "https://www.omg.org/spec/DMN/20191111/DMNDI/",
            "http://www.omg.org/spec/DMN/20180521/DMNDI/",
            "http://www.omg.org/spec/DMN/20180521/DI/",
            "http://www.omg.org/spec/DMN/20180521/DC/",
            "http://bpmn.io/schema/dmn/biodi/1.0",
            "http://bpmn.io/schema/dmn/biodi/2.0");

    private static final Set<String> DRAWN = Set.of(
            "DMNDI",
            "DMNDiagram",
            "DMNShape",
            "DMNEdge",
            "DMNLabel",
            "DMNDecisionServiceDividerLine",
            "Bounds",
            "waypoint",
            "waypoints",
            "Size",
            "bounds",
            "edge",
            "extension");

    private static final Set<String> ELEMENTS = Set.of(
            "definitions",
            "decision",
            "decisionTable",
            "input",
            "inputExpression",
            "inputValues",
            "output",
            "outputValues",
            "defaultOutputEntry",
            "rule",
            "inputEntry",
            "outputEntry",
            "text",
            "description",
            "question",
            "allowedAnswers",
            "informationRequirement",
            "requiredInput",
            "requiredDecision",
            "inputData",
            "variable",
            "knowledgeSource",
            "authorityRequirement",
            "requiredAuthority",
            "literalExpression",
            "textAnnotation",
            "association",
            "sourceRef",
            "targetRef",
            "annotation",
            "annotationEntry",
            "extensionElements");

    private static final Set<String> ATTRIBUTES = Set.of(
            "id",
            "name",
            "label",
            "namespace",
            "exporter",
            "exporterVersion",
            "hitPolicy",
            "aggregation",
            "preferredOrientation",
            "outputLabel",
            "typeRef",
            "href",
            "expressionLanguage",
            "typeLanguage",
            "textFormat",
            "associationDirection",
            "type",
            "locationURI");

    private static final Set<String> CAMUNDA_ATTRIBUTES =
            Set.of("inputVariable", "historyTimeToLive", "versionTag", "diagramRelationId");

    private static final Set<String> FEEL = Set.of(
            "feel",
            "FEEL",
            "https://www.omg.org/spec/DMN/20191111/FEEL/",
            "http://www.omg.org/spec/DMN/20180521/FEEL/",
            "http://www.omg.org/spec/FEEL/20140401");

    private static final Set<String> TYPES =
            Set.of("string", "boolean", "integer", "long", "double", "number", "date", "time", "dateTime", "Any");

    private static final Set<String> HIT_POLICIES = Set.of("UNIQUE", "FIRST", "ANY", "RULE ORDER", "COLLECT");

    private final String file;
    private final XmlNode root;
    private final FeelRules feel;
    private final int minimumDays;
    private final Consumer<ModelProblem> problems;

    DmnRules(String file, XmlNode root, FeelRules feel, int minimumDays, Consumer<ModelProblem> problems) {
        this.file = file;
        this.root = root;
        this.feel = feel;
        this.minimumDays = minimumDays;
        this.problems = problems;
    }

    void check(Bundle bundle) {
        if (!DMN.contains(root.namespace) || !root.name.equals("definitions")) {
            problem(
                    root,
                    null,
                    root.name + " of the namespace \"" + root.namespace + "\"",
                    "DMN 1.1 to 1.3 definitions");
            return;
        }
        root.each(this::node);
        List<XmlNode> decisions = root.below(root.namespace, "decision");
        String wanted = Bundle.baseName(file);
        for (XmlNode decision : decisions) {
            bundle.decisions.add(String.valueOf(decision.attribute("id")));
            BpmnRules.timeToLive(
                    decision, decision.attribute(CAMUNDA, "historyTimeToLive"), minimumDays, this::problem);
        }
        if (decisions.stream().noneMatch(decision -> wanted.equals(decision.attribute("id")))) {
            problem(
                    root,
                    "id",
                    "the decisions "
                            + decisions.stream()
                                    .map(decision -> String.valueOf(decision.attribute("id")))
                                    .toList(),
                    "one decision with the file's name without .dmn as its id: " + wanted);
        }
    }

    private void node(XmlNode node) {
        boolean dmn = node.namespace.equals(root.namespace);
        if (!(dmn ? ELEMENTS.contains(node.name) : DRAWING.contains(node.namespace) && DRAWN.contains(node.name))) {
            problem(
                    node,
                    node.name,
                    "the element " + node.name + (dmn ? "" : " of the namespace \"" + node.namespace + "\""),
                    dmn ? "decision tables and literal expressions" : "DMN only; no extensions");
        }
        for (XmlNode.Attribute attribute : node.attributes) {
            attribute(node, attribute, dmn);
        }
        if (dmn) {
            switch (node.name) {
                case "inputEntry", "inputValues" -> entry(node, true);
                case "inputExpression", "outputEntry", "outputValues", "defaultOutputEntry", "literalExpression" ->
                    entry(node, node.name.equals("outputValues"));
                default -> {
                    if (!node.name.equals("text") && ExpressionRules.isExpression(node.text())) {
                        problem(node, node.name, node.text(), "no ${…} in tables");
                    }
                }
            }
        }
    }

    private void attribute(XmlNode node, XmlNode.Attribute attribute, boolean dmn) {
        String name = attribute.name();
        String value = attribute.value();
        boolean known = !dmn && DRAWING.contains(node.namespace)
                ? attribute.namespace().isEmpty() || DRAWING.contains(attribute.namespace())
                : switch (attribute.namespace()) {
                    case "" -> ATTRIBUTES.contains(name);
                    case CAMUNDA -> CAMUNDA_ATTRIBUTES.contains(name);
                    case MODELER, XSI -> node.parent == null;
                    default -> DRAWING.contains(attribute.namespace());
                };
        String shown = attribute.namespace().equals(CAMUNDA) ? "camunda:" + name : name;
        if (!known) {
            problem(
                    node,
                    shown,
                    "the attribute " + shown + "=\"" + value + "\"",
                    "attributes of DMN that this engine reads");
            return;
        }
        if (ExpressionRules.isExpression(value)) {
            problem(node, shown, value, "no ${…} in tables");
        }
        if (!dmn) {
            return;
        }
        switch (name) {
            case "expressionLanguage" -> {
                if (!value.isEmpty() && !FEEL.contains(value)) {
                    problem(node, name, value, "feel, or leave it out; no scripts and no JUEL in tables");
                }
            }
            case "hitPolicy" -> {
                if (!HIT_POLICIES.contains(value)) {
                    problem(
                            node,
                            name,
                            value,
                            String.join(", ", HIT_POLICIES.stream().sorted().toList()));
                }
            }
            case "typeRef" -> {
                if (!TYPES.contains(value)) {
                    problem(
                            node,
                            name,
                            value,
                            String.join(", ", TYPES.stream().sorted().toList()));
                }
            }
            case "href" -> {
                if (!value.matches("#[A-Za-z_][\\w.-]*")) {
                    problem(node, name, value, "an id in this file: #id");
                }
            }
            default -> {}
        }
    }

    private void entry(XmlNode node, boolean unaryTests) {
        XmlNode text = node.child(root.namespace, "text");
        if (text == null) {
            return;
        }
        String refused = feel.refuse(text.text(), unaryTests);
        if (refused != null) {
            problem(node, cell(node), text.text(), refused);
        }
    }

    /** "rule 3, input 2" in words that a person finds in the table. */
    private String cell(XmlNode node) {
        XmlNode rule = node.parent;
        if (rule == null || !rule.name.equals("rule") || rule.parent == null) {
            return node.name;
        }
        int row = 1
                + rule.parent.children.stream()
                        .filter(child -> child.name.equals("rule"))
                        .toList()
                        .indexOf(rule);
        int column = 1
                + rule.children.stream()
                        .filter(child -> child.name.equals(node.name))
                        .toList()
                        .indexOf(node);
        return "rule " + row + ", " + (node.name.equals("inputEntry") ? "input " : "output ") + column;
    }

    private void problem(XmlNode node, @Nullable String attribute, String found, String allowed) {
        problems.accept(new ModelProblem(file, node.line, node.column, node.nearestId(), attribute, found, allowed));
    }
}
