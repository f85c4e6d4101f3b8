package io.redress.engine.gate;

import io.redress.engine.PublishedBean;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * The rules of the house for models that we ship: what the gate demands of everybody, and what makes a diagram readable.
 * The gate does not demand the latter of process owners, because a task without a label harms nobody.
 */
public final class HouseRules {

    private static final String BPMN = BpmnRules.BPMN;
    private static final String CAMUNDA = BpmnRules.CAMUNDA;
    private static final Pattern KEBAB = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern DATE = Pattern.compile("\\b\\d{4}-\\d{2}-\\d{2}");

    /** Element and how its id starts: type and meaning, {@code UserTask_TriageComplaint}. */
    private static final Map<String, String> PREFIXES = Map.ofEntries(
            Map.entry("startEvent", "StartEvent_"),
            Map.entry("endEvent", "EndEvent_"),
            Map.entry("intermediateCatchEvent", "Event_"),
            Map.entry("intermediateThrowEvent", "Event_"),
            Map.entry("boundaryEvent", "BoundaryEvent_"),
            Map.entry("userTask", "UserTask_"),
            Map.entry("serviceTask", "ServiceTask_"),
            Map.entry("sendTask", "SendTask_"),
            Map.entry("receiveTask", "ReceiveTask_"),
            Map.entry("businessRuleTask", "BusinessRuleTask_"),
            Map.entry("callActivity", "CallActivity_"),
            Map.entry("subProcess", "SubProcess_"),
            Map.entry("exclusiveGateway", "Gateway_"),
            Map.entry("parallelGateway", "Gateway_"),
            Map.entry("inclusiveGateway", "Gateway_"),
            Map.entry("eventBasedGateway", "Gateway_"),
            Map.entry("sequenceFlow", "Flow_"));

    private static final Set<String> LABELLED = Set.of(
            "startEvent",
            "endEvent",
            "intermediateCatchEvent",
            "boundaryEvent",
            "userTask",
            "serviceTask",
            "sendTask",
            "receiveTask",
            "businessRuleTask",
            "callActivity",
            "process");

    private final Map<String, Integer> looked = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();

    private HouseRules() {}

    /** Every violation as a line with file, element and what is allowed. */
    public static List<String> check(Map<String, byte[]> files) {
        HouseRules rules = new HouseRules();
        rules.all(files);
        return rules.violations;
    }

    /** How often each rule had something to look at. */
    public static Map<String, Integer> looked(Map<String, byte[]> files) {
        HouseRules rules = new HouseRules();
        rules.all(files);
        return rules.looked;
    }

    private void all(Map<String, byte[]> files) {
        PublishedBeans published = PublishedBeans.of(published());
        new ModelGate(published, GatePlugin.MINIMUM_DAYS)
                .check(files, TestBeans.NOTHING_DEPLOYED)
                .forEach(problem -> violations.add(problem.toString()));
        Map<String, Set<String>> texts = new TreeMap<>();
        files.forEach((file, content) -> {
            String base = Bundle.baseName(file);
            if (file.endsWith(".md")) {
                int dot = base.lastIndexOf('.');
                texts.computeIfAbsent(base.substring(0, Math.max(dot, 0)), name -> new TreeSet<>())
                        .add(base.substring(dot + 1));
                saw("texts");
            } else if (!KEBAB.matcher(base).matches()) {
                violations.add(file + ": the file name " + base + "; allowed: kebab-case");
            }
            if (file.endsWith(".form")) {
                saw("forms");
            }
            if (file.endsWith(".bpmn") || file.endsWith(".dmn")) {
                XmlNode root = XmlReading.read(file, content, problem -> {});
                if (root != null && file.endsWith(".bpmn")) {
                    diagram(file, root);
                } else if (root != null) {
                    table(file, root);
                }
            }
        });
        texts.forEach((name, languages) -> {
            for (String language : List.of("en", "de")) {
                if (!languages.contains(language)) {
                    violations.add(name + ": no text in " + language + "; allowed: every text in en and de");
                }
            }
        });
    }

    /** The application's own beans, found without starting it; not those that tests publish. */
    private static Map<String, Class<?>> published() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(PublishedBean.class));
        Map<String, Class<?>> classes = new TreeMap<>();
        for (var candidate : scanner.findCandidateComponents("io.redress")) {
            Class<?> type =
                    ClassUtils.resolveClassName(candidate.getBeanClassName(), HouseRules.class.getClassLoader());
            String from =
                    type.getProtectionDomain().getCodeSource().getLocation().getPath();
            if (!from.contains("test-classes")) {
                classes.put(type.getAnnotation(PublishedBean.class).value(), type);
            }
        }
        return classes;
    }

    private void diagram(String file, XmlNode root) {
        Set<String> ids = new HashSet<>();
        root.each(node -> {
            String id = String.valueOf(node.attribute("id"));
            if (node.attribute("id") != null && !ids.add(id)) {
                say(file, node, "id", id + " twice", "ids unique in the file");
            }
            if (ExpressionRules.isExpression(node.text())
                    || node.attributes.stream().anyMatch(a -> ExpressionRules.isExpression(a.value()))) {
                saw("expressions");
            }
            if (!node.namespace.equals(BPMN)) {
                return;
            }
            String prefix = PREFIXES.get(node.name);
            if (prefix != null && !id.matches(prefix + "[A-Z][A-Za-z0-9]{2,}")) {
                say(file, node, "id", id, prefix + "… with its meaning in CamelCase");
            }
            String name = node.attribute("name");
            boolean labelled = name != null && !name.isBlank();
            if (LABELLED.contains(node.name) && !labelled && !pool(node)) {
                say(file, node, "name", "no label", "a label for people");
            }
            switch (node.name) {
                case "process" -> process(file, node);
                case "userTask" -> userTask(file, node);
                case "exclusiveGateway", "inclusiveGateway" -> gateway(file, node, root);
                case "businessRuleTask" -> saw("decisions");
                case "timeDate", "timeCycle", "timeDuration" -> noDate(file, node, "bpmn:" + node.name, node.text());
                default -> {}
            }
        });
    }

    private static boolean pool(XmlNode node) {
        return node.name.equals("process") && !"true".equals(node.attribute("isExecutable"));
    }

    private void process(String file, XmlNode process) {
        if (!pool(process) && process.attribute(CAMUNDA, "historyTimeToLive") == null) {
            say(file, process, "camunda:historyTimeToLive", "none", "P3650D or longer");
        }
    }

    private void userTask(String file, XmlNode task) {
        saw("userTasks");
        if (task.attribute(CAMUNDA, "candidateGroups") != null) {
            saw("groups");
        } else if (task.attribute(CAMUNDA, "assignee") == null) {
            say(file, task, "camunda:candidateGroups", "none", "a role, or nobody sees the task");
        }
        XmlNode documentation = task.child(BPMN, "documentation");
        if (documentation == null || documentation.text().length() < 20) {
            say(file, task, "bpmn:documentation", "none", "instructions for whoever does the task");
        }
        boolean form = task.attribute(CAMUNDA, "formRef") != null || task.attribute(CAMUNDA, "formKey") != null;
        if (!form) {
            say(file, task, "camunda:formRef", "none", "a form or the path of a page");
        }
        for (String attribute : new String[] {"dueDate", "followUpDate"}) {
            String value = task.attribute(CAMUNDA, attribute);
            if (value != null) {
                noDate(file, task, "camunda:" + attribute, value);
            }
        }
    }

    private void gateway(String file, XmlNode gateway, XmlNode root) {
        String id = gateway.attribute("id");
        List<XmlNode> out = root.below(BPMN, "sequenceFlow").stream()
                .filter(flow -> String.valueOf(id).equals(flow.attribute("sourceRef")))
                .toList();
        if (out.size() < 2) {
            return;
        }
        saw("gateways");
        String name = String.valueOf(gateway.attribute("name"));
        if (!name.endsWith("?")) {
            say(file, gateway, "name", name, "a question");
        }
        String fallback = gateway.attribute("default");
        if (fallback == null) {
            say(file, gateway, "default", "none", "a default flow");
        }
        for (XmlNode flow : out) {
            boolean condition = flow.child(BPMN, "conditionExpression") != null;
            boolean isDefault = String.valueOf(flow.attribute("id")).equals(fallback);
            if (isDefault == condition) {
                say(
                        file,
                        flow,
                        "bpmn:conditionExpression",
                        condition ? "one on the default flow" : "none",
                        "a condition on each flow but the default");
            }
            if (flow.attribute("name") == null) {
                say(file, flow, "name", "no label", "the answer to the gateway's question");
            }
        }
    }

    private void table(String file, XmlNode root) {
        root.each(node -> {
            if (node.name.equals("decision") && node.attribute("name") == null) {
                say(file, node, "name", "no label", "a label for people");
            }
            boolean cell = node.parent != null && node.name.equals("text");
            if (cell && DATE.matcher(node.text()).find()) {
                say(file, node, node.parent.name, node.text(), "no literal dates");
            }
        });
    }

    private void noDate(String file, XmlNode node, String attribute, String value) {
        if (DATE.matcher(value).find()) {
            say(file, node, attribute, value, "no literal dates");
        }
    }

    private void say(String file, XmlNode node, String attribute, String found, String allowed) {
        violations.add(
                new ModelProblem(file, node.line, node.column, node.nearestId(), attribute, found, allowed).toString());
    }

    private void saw(String what) {
        looked.merge(what, 1, Integer::sum);
    }
}
