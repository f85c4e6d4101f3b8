package io.redress.engine.gate;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Models by somebody who means harm, written by us. Each says where the gate must see it. Those with a number of steps
 * run the process as far as the harm would be done: started, and its task completed.
 */
final class HostileModels {

    /**
     * @param name what it tries
     * @param file the resource's name
     * @param content its bytes
     * @param element the id that the refusal must name, or "" for the file
     * @param attribute what the refusal must name besides
     * @param sings whether the canary sings when nothing guards the engine: proved where it is cheap to prove
     */
    record Hostile(String name, String file, byte[] content, String element, String attribute, boolean sings) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String TOUCH = "''.getClass().forName('io.redress.engine.gate.Canary').newInstance()";

    private HostileModels() {}

    static List<Hostile> all() {
        return Stream.of(bpmn(), xml(), dmn(), forms(), texts())
                .flatMap(List::stream)
                .toList();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }

    /** A process "hostile" with one start, what is given, and an end. */
    static String process(String attributes, String body) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
                    xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="test">
                  <bpmn:process id="hostile" isExecutable="true" %s>
                    %s
                  </bpmn:process>
                </bpmn:definitions>
                """.formatted(attributes, body);
    }

    static String around(String step) {
        return """
                <bpmn:startEvent id="Start" />
                <bpmn:sequenceFlow id="F1" sourceRef="Start" targetRef="Bad" />
                %s
                <bpmn:sequenceFlow id="F2" sourceRef="Bad" targetRef="End" />
                <bpmn:endEvent id="End" />
                """.formatted(step);
    }

    static String userTask(String attributes, String extensions) {
        return around("<bpmn:userTask id=\"Bad\" " + attributes + "><bpmn:extensionElements>" + extensions
                + "</bpmn:extensionElements></bpmn:userTask>");
    }

    private static String serviceTask(String attributes, String extensions) {
        return around("<bpmn:serviceTask id=\"Bad\" " + attributes + "><bpmn:extensionElements>" + extensions
                + "</bpmn:extensionElements></bpmn:serviceTask>");
    }

    private static Hostile model(String name, String body, String element, String attribute, boolean sings) {
        return new Hostile(name, "hostile.bpmn", bytes(process("", body)), element, attribute, sings);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<Hostile> bpmn() {
        String el = escaped("${" + TOUCH + "}");
        String canary = "io.redress.engine.gate.Canary";
        Map<String, Hostile> models = new LinkedHashMap<>();
        List.of(
                        model(
                                "class by reflection in a service task's expression",
                                serviceTask("camunda:expression=\"" + el + "\"", ""),
                                "Bad",
                                "camunda:expression",
                                true),
                        model(
                                "the same behind a deferred expression",
                                serviceTask("camunda:expression=\"" + el.replace("${", "#{") + "\"", ""),
                                "Bad",
                                "camunda:expression",
                                true),
                        model(
                                "in a bracket instead of a dot",
                                serviceTask(
                                        "camunda:expression=\""
                                                + escaped("${''['class'].forName('" + canary + "').newInstance()}")
                                                + "\"",
                                        ""),
                                "Bad",
                                "camunda:expression",
                                true),
                        model(
                                "in a delegate expression",
                                serviceTask("camunda:delegateExpression=\"" + el + "\"", ""),
                                "Bad",
                                "camunda:delegateExpression",
                                true),
                        model(
                                "an unpublished bean",
                                serviceTask("camunda:expression=\"${privateBean.touch()}\"", ""),
                                "Bad",
                                "camunda:expression",
                                true),
                        model(
                                "a class",
                                serviceTask("camunda:class=\"" + canary + "\"", ""),
                                "Bad",
                                "camunda:class",
                                true),
                        model(
                                "the engine's services by way of the execution",
                                serviceTask(
                                        "camunda:expression=\""
                                                + escaped(
                                                        "${execution.getProcessEngineServices().getRuntimeService().setVariable(execution.getId(),'x',"
                                                                + TOUCH + ")}")
                                                + "\"",
                                        ""),
                                "Bad",
                                "camunda:expression",
                                true),
                        model(
                                "a method of the execution",
                                serviceTask("camunda:expression=\"${execution.setVariable('x', 1)}\"", ""),
                                "Bad",
                                "camunda:expression",
                                false),
                        model(
                                "a property of the execution",
                                serviceTask("camunda:expression=\"${execution.processEngineServices}\"", ""),
                                "Bad",
                                "camunda:expression",
                                false),
                        model(
                                "a call on a published bean's answer",
                                serviceTask(
                                        "camunda:expression=\"" + escaped("${sampleTasks.join('a','b').getClass()}")
                                                + "\"",
                                        ""),
                                "Bad",
                                "camunda:expression",
                                false),
                        model(
                                "a method that a published bean inherits",
                                serviceTask("camunda:expression=\"${sampleTasks.getClass()}\"", ""),
                                "Bad",
                                "camunda:expression",
                                false),
                        model(
                                "reflection hidden in an argument of a published bean",
                                serviceTask(
                                        "camunda:expression=\"" + escaped("${sampleTasks.record(" + TOUCH + ")}")
                                                + "\"",
                                        ""),
                                "Bad",
                                "camunda:expression",
                                true),
                        model(
                                "in a ternary that looks harmless",
                                serviceTask(
                                        "camunda:expression=\""
                                                + escaped("${1 == 2 ? 'no' : (true ? " + TOUCH + " : 'x')}") + "\"",
                                        ""),
                                "Bad",
                                "camunda:expression",
                                true),
                        model(
                                "a program",
                                serviceTask(
                                        "camunda:type=\"shell\"",
                                        "<camunda:field name=\"command\" stringValue=\"touch\" />"
                                                + "<camunda:field name=\"arg1\" stringValue=\"" + Canary.FILE + "\" />"
                                                + "<camunda:field name=\"wait\" stringValue=\"true\" />"),
                                "Bad",
                                "camunda:type",
                                true),
                        model(
                                "a mail round the outbox",
                                serviceTask(
                                        "camunda:type=\"mail\"",
                                        "<camunda:field name=\"to\" stringValue=\"a@b.example\" />"),
                                "Bad",
                                "camunda:type",
                                false),
                        model(
                                "an external task",
                                serviceTask("camunda:type=\"external\" camunda:topic=\"x\"", ""),
                                "Bad",
                                "camunda:type",
                                false),
                        model(
                                "a script task",
                                around("<bpmn:scriptTask id=\"Bad\" scriptFormat=\"javascript\"><bpmn:script>1"
                                        + "</bpmn:script></bpmn:scriptTask>"),
                                "Bad",
                                "bpmn:scriptTask",
                                false),
                        model(
                                "a script task whose script is an expression",
                                around("<bpmn:scriptTask id=\"Bad\" scriptFormat=\"juel\"><bpmn:script>" + el
                                        + "</bpmn:script></bpmn:scriptTask>"),
                                "Bad",
                                "bpmn:scriptTask",
                                false),
                        model(
                                "a script as input parameter",
                                serviceTask(
                                        "camunda:delegateExpression=\"${sampleDelegate}\"",
                                        "<camunda:inputOutput><camunda:inputParameter name=\"x\"><camunda:script"
                                                + " scriptFormat=\"groovy\">1</camunda:script>"
                                                + "</camunda:inputParameter></camunda:inputOutput>"),
                                "Bad",
                                "camunda:script",
                                false),
                        model(
                                "reflection in an input parameter",
                                serviceTask(
                                        "camunda:delegateExpression=\"${sampleDelegate}\"",
                                        "<camunda:inputOutput><camunda:inputParameter name=\"x\">" + el
                                                + "</camunda:inputParameter></camunda:inputOutput>"),
                                "Bad",
                                "camunda:inputParameter \"x\"",
                                true),
                        model(
                                "reflection in a list of an input parameter",
                                serviceTask(
                                        "camunda:delegateExpression=\"${sampleDelegate}\"",
                                        "<camunda:inputOutput><camunda:inputParameter name=\"x\"><camunda:list>"
                                                + "<camunda:value>" + el + "</camunda:value></camunda:list>"
                                                + "</camunda:inputParameter></camunda:inputOutput>"),
                                "Bad",
                                "camunda:value",
                                true),
                        model(
                                "reflection in an output parameter",
                                serviceTask(
                                        "camunda:delegateExpression=\"${sampleDelegate}\"",
                                        "<camunda:inputOutput><camunda:outputParameter name=\"x\">" + el
                                                + "</camunda:outputParameter></camunda:inputOutput>"),
                                "Bad",
                                "camunda:outputParameter \"x\"",
                                true),
                        model(
                                "a field with an expression",
                                serviceTask(
                                        "camunda:delegateExpression=\"${sampleDelegate}\"",
                                        "<camunda:field name=\"x\"><camunda:expression>" + el
                                                + "</camunda:expression></camunda:field>"),
                                "Bad",
                                "camunda:field",
                                false),
                        model(
                                "a connector",
                                serviceTask(
                                        "",
                                        "<camunda:connector><camunda:connectorId>http-connector</camunda:connectorId>"
                                                + "</camunda:connector>"),
                                "Bad",
                                "camunda:connector",
                                false),
                        model(
                                "an execution listener with a class",
                                serviceTask(
                                        "camunda:delegateExpression=\"${sampleDelegate}\"",
                                        "<camunda:executionListener class=\"" + canary + "\" event=\"start\" />"),
                                "Bad",
                                "class",
                                true),
                        model(
                                "an execution listener with a script",
                                serviceTask(
                                        "camunda:delegateExpression=\"${sampleDelegate}\"",
                                        "<camunda:executionListener event=\"start\"><camunda:script"
                                                + " scriptFormat=\"javascript\">1</camunda:script>"
                                                + "</camunda:executionListener>"),
                                "Bad",
                                "camunda:script",
                                false),
                        model(
                                "an execution listener with reflection",
                                serviceTask(
                                        "camunda:delegateExpression=\"${sampleDelegate}\"",
                                        "<camunda:executionListener expression=\"" + el + "\" event=\"end\" />"),
                                "Bad",
                                "expression",
                                true),
                        model(
                                "a task listener with a class",
                                userTask("", "<camunda:taskListener class=\"" + canary + "\" event=\"create\" />"),
                                "Bad",
                                "class",
                                true),
                        model(
                                "a task listener with reflection",
                                userTask("", "<camunda:taskListener expression=\"" + el + "\" event=\"create\" />"),
                                "Bad",
                                "expression",
                                true),
                        model(
                                "reflection in a due date",
                                userTask("camunda:dueDate=\"" + el + "\"", ""),
                                "Bad",
                                "camunda:dueDate",
                                true),
                        model(
                                "reflection in candidate groups",
                                userTask("camunda:candidateGroups=\"" + el + "\"", ""),
                                "Bad",
                                "camunda:candidateGroups",
                                true),
                        model("reflection in a task's name", userTask("name=\"" + el + "\"", ""), "Bad", "name", true),
                        model(
                                "reflection in a task's documentation",
                                around("<bpmn:userTask id=\"Bad\"><bpmn:documentation>" + el
                                        + "</bpmn:documentation></bpmn:userTask>"),
                                "Bad",
                                "bpmn:documentation",
                                true),
                        model(
                                "a group that nobody knows",
                                userTask("camunda:candidateGroups=\"camunda-admin\"", ""),
                                "Bad",
                                "camunda:candidateGroups",
                                false),
                        model(
                                "a form on another host",
                                userTask("camunda:formKey=\"https://evil.example/form\"", ""),
                                "Bad",
                                "camunda:formKey",
                                false),
                        model(
                                "a form on another host without a scheme",
                                userTask("camunda:formKey=\"//evil.example/form\"", ""),
                                "Bad",
                                "camunda:formKey",
                                false),
                        model(
                                "a script as form key",
                                userTask("camunda:formKey=\"javascript:alert(1)\"", ""),
                                "Bad",
                                "camunda:formKey",
                                false),
                        model(
                                "an HTML form",
                                userTask("camunda:formKey=\"embedded:deployment:evil.html\"", ""),
                                "Bad",
                                "camunda:formKey",
                                false),
                        model(
                                "a form handler class",
                                userTask("camunda:formHandlerClass=\"" + canary + "\"", ""),
                                "Bad",
                                "camunda:formHandlerClass",
                                false),
                        model(
                                "a generated form with a validator class",
                                userTask(
                                        "",
                                        "<camunda:formData><camunda:formField id=\"f\" type=\"string\">"
                                                + "<camunda:validation><camunda:constraint name=\"validator\" config=\""
                                                + canary + "\" /></camunda:validation></camunda:formField>"
                                                + "</camunda:formData>"),
                                "Bad",
                                "camunda:formData",
                                true),
                        model(
                                "a generated form with reflection as default",
                                userTask(
                                        "",
                                        "<camunda:formData><camunda:formField id=\"f\" type=\"string\" defaultValue=\""
                                                + el + "\" /></camunda:formData>"),
                                "Bad",
                                "camunda:formData",
                                false),
                        model(
                                "a condition with reflection",
                                "<bpmn:startEvent id=\"Start\" /><bpmn:sequenceFlow id=\"Bad\" sourceRef=\"Start\""
                                        + " targetRef=\"G\" /><bpmn:exclusiveGateway id=\"G\" default=\"F3\" />"
                                        + "<bpmn:sequenceFlow id=\"F2\" sourceRef=\"G\" targetRef=\"End\">"
                                        + "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">" + el
                                        + "</bpmn:conditionExpression></bpmn:sequenceFlow><bpmn:sequenceFlow id=\"F3\""
                                        + " sourceRef=\"G\" targetRef=\"End\" /><bpmn:endEvent id=\"End\" />",
                                "F2",
                                "bpmn:conditionExpression",
                                true),
                        model(
                                "a condition in a script language",
                                "<bpmn:startEvent id=\"Start\" /><bpmn:sequenceFlow id=\"F1\" sourceRef=\"Start\""
                                        + " targetRef=\"G\" /><bpmn:exclusiveGateway id=\"G\" default=\"F3\" />"
                                        + "<bpmn:sequenceFlow id=\"F2\" sourceRef=\"G\" targetRef=\"End\">"
                                        + "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\""
                                        + " language=\"javascript\">true</bpmn:conditionExpression>"
                                        + "</bpmn:sequenceFlow><bpmn:sequenceFlow id=\"F3\""
                                        + " sourceRef=\"G\" targetRef=\"End\" /><bpmn:endEvent id=\"End\" />",
                                "F2",
                                "language",
                                false),
                        model(
                                "reflection in a timer",
                                around("<bpmn:intermediateCatchEvent id=\"Bad\"><bpmn:timerEventDefinition id=\"T\">"
                                        + "<bpmn:timeDuration xsi:type=\"bpmn:tFormalExpression\">" + el
                                        + "</bpmn:timeDuration></bpmn:timerEventDefinition>"
                                        + "</bpmn:intermediateCatchEvent>"),
                                "T",
                                "bpmn:timeDuration",
                                true),
                        model(
                                "reflection in the called process",
                                around("<bpmn:callActivity id=\"Bad\" calledElement=\"" + el + "\" />"),
                                "Bad",
                                "calledElement",
                                true),
                        model(
                                "reflection in a variable of the called process",
                                around(
                                        "<bpmn:callActivity id=\"Bad\" calledElement=\"hostile\"><bpmn:extensionElements>"
                                                + "<camunda:in sourceExpression=\"" + el + "\" target=\"x\" />"
                                                + "</bpmn:extensionElements></bpmn:callActivity>"),
                                "Bad",
                                "sourceExpression",
                                true),
                        model(
                                "reflection in a multi-instance's cardinality",
                                around("<bpmn:userTask id=\"Bad\"><bpmn:multiInstanceLoopCharacteristics>"
                                        + "<bpmn:loopCardinality xsi:type=\"bpmn:tFormalExpression\">" + el
                                        + "</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
                                        + "</bpmn:userTask>"),
                                "Bad",
                                "bpmn:loopCardinality",
                                true),
                        model(
                                "an element of a strange namespace that the engine takes for its own",
                                around("<x:scriptTask xmlns:x=\"urn:x\" id=\"Bad\" scriptFormat=\"javascript\">"
                                        + "<x:script>1</x:script></x:scriptTask>"),
                                "Bad",
                                "scriptTask",
                                false),
                        model(
                                "the namespace that the engine's ancestor had",
                                around("<bpmn:serviceTask id=\"Bad\" xmlns:a=\"http://activiti.org/bpmn\" a:class=\""
                                        + canary + "\" />"),
                                "Bad",
                                "class",
                                true),
                        model(
                                "a step hidden in a drawing's namespace",
                                around("<d:Bounds xmlns:d=\"http://www.omg.org/spec/DD/20100524/DC\" id=\"Hidden\" />"
                                        + "<bpmn:task id=\"Bad\" />"),
                                "Hidden",
                                "Bounds",
                                false),
                        model(
                                "an expression too long to read",
                                serviceTask("camunda:expression=\"${" + "1 + ".repeat(400) + "1}\"", ""),
                                "Bad",
                                "camunda:expression",
                                false),
                        model(
                                "an expression nested too deeply",
                                serviceTask(
                                        "camunda:expression=\"${" + "(".repeat(480) + "1" + ")".repeat(480) + ".x}\"",
                                        ""),
                                "Bad",
                                "camunda:expression",
                                false),
                        new Hostile(
                                "history that is gone tomorrow",
                                "hostile.bpmn",
                                bytes(process("camunda:historyTimeToLive=\"P1D\"", userTask("", ""))),
                                "hostile",
                                "camunda:historyTimeToLive",
                                false),
                        new Hostile(
                                "a process under another's name",
                                "harmless.bpmn",
                                bytes(process("", userTask("", ""))),
                                "hostile",
                                "id",
                                false),
                        model(
                                "a text that is not there",
                                serviceTask(
                                        "camunda:delegateExpression=\"${sampleDelegate}\"",
                                        "<camunda:inputOutput><camunda:inputParameter"
                                                + " name=\"template\">nowhere</camunda:inputParameter>"
                                                + "</camunda:inputOutput>"),
                                "Bad",
                                "template",
                                false),
                        model(
                                "a form that is not there",
                                userTask("camunda:formRef=\"nowhere\" camunda:formRefBinding=\"deployment\"", ""),
                                "Bad",
                                "camunda:formRef",
                                false),
                        model(
                                "a form that changes under a running case",
                                userTask("camunda:formRef=\"nowhere\" camunda:formRefBinding=\"latest\"", ""),
                                "Bad",
                                "camunda:formRefBinding",
                                false),
                        model(
                                "a decision that is not there",
                                around("<bpmn:businessRuleTask id=\"Bad\" camunda:decisionRef=\"nowhere\" />"),
                                "Bad",
                                "camunda:decisionRef",
                                false),
                        model(
                                "a person instead of a role",
                                userTask("camunda:assignee=\"demo\"", ""),
                                "Bad",
                                "camunda:assignee",
                                false))
                .forEach(hostile -> models.put(hostile.name(), hostile));
        return List.copyOf(models.values());
    }

    private static List<Hostile> xml() {
        String plain = process("", userTask("", ""));
        String head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        String bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">"
                + "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
                + "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">]>";
        StringBuilder flood = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            flood.append(" a").append(i).append("=\"\"");
        }
        return List.of(
                file(
                        "an external entity",
                        head + "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
                                + plain.replace(head, "").replace("<bpmn:startEvent", "&e;<bpmn:startEvent"),
                        "DOCTYPE"),
                file("an entity bomb", head + bomb + plain.replace(head, ""), "DOCTYPE"),
                file(
                        "an external parameter entity",
                        head
                                + "<!DOCTYPE x [<!ENTITY % e SYSTEM \"http://127.0.0.1:9/x\"> %e;]>"
                                + plain.replace(head, ""),
                        "DOCTYPE"),
                file("an attribute flood", process(flood.toString(), userTask("", "")), ""),
                file("elements without end", process("", "<bpmn:subProcess>".repeat(5_000)), ""),
                file(
                        "an include",
                        process(
                                "",
                                "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\" />"
                                        + userTask("", "")),
                        "include"),
                file("a style sheet", plain.replace(head, head + "<?xml-stylesheet href=\"http://x/\"?>"), ""),
                file("half a file", plain.substring(0, plain.length() / 2), ""),
                file("an encoding that hides what is read", plain.replace("UTF-8", "UTF-16"), "encoding"),
                new Hostile("NUL", "hostile.bpmn", bytes(plain.replace("hostile", "host\0ile")), "", "", false),
                new Hostile(
                        "bytes that are no text",
                        "hostile.bpmn",
                        new byte[] {'<', (byte) 0xC3, (byte) 0x28},
                        "",
                        "",
                        false),
                new Hostile("a file as big as the disk", "hostile.bpmn", new byte[2_000_000], "", "", false),
                new Hostile("an empty file", "hostile.bpmn", new byte[0], "", "", false),
                new Hostile("a page", "evil.html", bytes("<script>alert(1)</script>"), "", "", false),
                new Hostile("a Groovy script", "evil.groovy", bytes("x"), "", "", false),
                new Hostile("a case model", "evil.cmmn", bytes("<x/>"), "", "", false),
                new Hostile("a name that climbs", "../../hostile.bpmn", bytes(plain), "", "", false));
    }

    private static Hostile file(String name, String content, String attribute) {
        return new Hostile(name, "hostile.bpmn", bytes(content), "", attribute, false);
    }

    static String table(String decisionAttributes, String language, String input, String entry, String output) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
                    xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" name="d" namespace="test">
                  <decision id="hostile" name="hostile" %s>
                    <decisionTable id="Table" hitPolicy="FIRST">
                      <input id="In"><inputExpression id="InText" typeRef="string" %s><text>%s</text></inputExpression></input>
                      <output id="Out" name="answer" typeRef="string" />
                      <rule id="Rule"><inputEntry id="Cell"><text>%s</text></inputEntry><outputEntry id="Result"><text>%s</text></outputEntry></rule>
                    </decisionTable>
                  </decision>
                </definitions>
                """.formatted(decisionAttributes, language, input, entry, output);
    }

    private static List<Hostile> dmn() {
        String java = "function(s) external {java: {class: \"io.redress.engine.gate.Canary\","
                + " method signature: \"touch(java.lang.String)\"}}";
        return List.of(
                table(
                        "a table in JUEL",
                        table("", "expressionLanguage=\"juel\"", "${x}", "", "\"a\""),
                        "InText",
                        "expressionLanguage"),
                table(
                        "a table in a script",
                        table("", "expressionLanguage=\"javascript\"", "1", "", "\"a\""),
                        "InText",
                        "expressionLanguage"),
                table(
                        "reflection in a table",
                        table("", "", "${''.getClass()}", "", "\"a\""),
                        "InText",
                        "inputExpression"),
                table(
                        "a Java function in FEEL",
                        table("", "", "x", "", "{f: " + escaped(java) + ", r: f(\"feel\")}.r"),
                        "Result",
                        "rule 1, output 1"),
                table(
                        "a Java function as input",
                        table("", "", escaped("{f: " + java + ", r: f(\"feel\")}.r"), "", "\"a\""),
                        "InText",
                        "inputExpression"),
                table("FEEL that is none", table("", "", "x", "((", "\"a\""), "Cell", "rule 1, input 1"),
                table(
                        "a result that is forgotten tomorrow",
                        table("camunda:historyTimeToLive=\"1\"", "", "x", "", "\"a\""),
                        "hostile",
                        "camunda:historyTimeToLive"),
                table(
                        "an entity in a table",
                        table("", "", "x", "", "\"a\"")
                                .replace("?>", "?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"),
                        "",
                        "DOCTYPE"),
                table(
                        "a function model",
                        table("", "", "x", "", "\"a\"")
                                .replace("</definitions>", "<businessKnowledgeModel id=\"Bkm\" /></definitions>"),
                        "Bkm",
                        "businessKnowledgeModel"));
    }

    private static Hostile table(String name, String content, String element, String attribute) {
        return new Hostile(name, "hostile.dmn", bytes(content), element, attribute, false);
    }

    private static List<Hostile> forms() {
        return List.of(
                form("HTML in a form", "{\"type\":\"html\",\"id\":\"Bad\",\"content\":\"x\"}", "type"),
                form("a frame", "{\"type\":\"iframe\",\"id\":\"Bad\",\"url\":\"/x\"}", "type"),
                form(
                        "a file picker, which breaks the form",
                        "{\"type\":\"filepicker\",\"id\":\"Bad\",\"key\":\"f\"}",
                        "type"),
                form("a component of tomorrow", "{\"type\":\"documentPreview\",\"id\":\"Bad\"}", "type"),
                form(
                        "a script in a link",
                        "{\"type\":\"text\",\"id\":\"Bad\",\"text\":\"[x](javascript:alert(1))\"}",
                        "text"),
                form(
                        "a script in a link, disguised",
                        "{\"type\":\"text\",\"id\":\"Bad\",\"text\":\"[x](java\\nscript:alert(1))\"}",
                        "text"),
                form(
                        "a link to elsewhere",
                        "{\"type\":\"text\",\"id\":\"Bad\",\"text\":\"[x](https://evil.example)\"}",
                        "text"),
                form(
                        "a link to elsewhere without a scheme",
                        "{\"type\":\"text\",\"id\":\"Bad\",\"text\":\"[x](//evil.example)\"}",
                        "text"),
                form(
                        "markup in a label",
                        "{\"type\":\"textfield\",\"id\":\"Bad\",\"key\":\"k\",\"label\":\"<img src=x onerror=alert(1)>\"}",
                        "label"),
                form(
                        "an expression of the engine",
                        "{\"type\":\"text\",\"id\":\"Bad\",\"text\":\"${''.getClass()}\"}",
                        "text"),
                form(
                        "a name that is a path into the prototype",
                        "{\"type\":\"textfield\",\"id\":\"Bad\",\"key\":\"__proto__[x]\"}",
                        "key"),
                form(
                        "something bad in a group",
                        "{\"type\":\"group\",\"id\":\"G\",\"components\":[{\"type\":\"html\",\"id\":\"Bad\"}]}",
                        "type"),
                new Hostile(
                        "a form of tomorrow",
                        "hostile.form",
                        bytes("{\"id\":\"hostile\",\"schemaVersion\":18,\"components\":[]}"),
                        "",
                        "schemaVersion",
                        false),
                new Hostile(
                        "two answers to one question",
                        "hostile.form",
                        bytes("{\"id\":\"hostile\",\"id\":\"x\",\"schemaVersion\":16,\"components\":[]}"),
                        "",
                        "",
                        false),
                new Hostile(
                        "more than one form",
                        "hostile.form",
                        bytes("{\"id\":\"hostile\",\"schemaVersion\":16,\"components\":[]} {}"),
                        "",
                        "",
                        false),
                new Hostile("a form without end", "hostile.form", bytes("[".repeat(10_000)), "", "", false));
    }

    private static Hostile form(String name, String component, String attribute) {
        return new Hostile(
                name,
                "hostile.form",
                bytes("{\"id\":\"hostile\",\"type\":\"default\",\"schemaVersion\":16,\"components\":[" + component
                        + "]}"),
                "Bad",
                attribute,
                false);
    }

    private static List<Hostile> texts() {
        return List.of(
                text("a text without a subject", "Hello\n\nBody", "Subject"),
                text("unescaped output", "Subject: x\n\n{{{name}}}", "{{…}}"),
                text("unescaped output, the other way", "Subject: x\n\n{{&name}}", "{{…}}"),
                text("a partial", "Subject: x\n\n{{>../secrets}}", "{{…}}"),
                text("other delimiters", "Subject: x\n\n{{=<% %>=}}<%name%>", "{{…}}"),
                text("a way to the class", "Subject: x\n\n{{name.class.name}}", "{{…}}"),
                text("a way to the class without a dot", "Subject: x\n\n{{class}}", "{{…}}"),
                text("a section without end", "Subject: x\n\n{{#name}}", ""),
                text("markup in a text", "Subject: x\n\n<a href='http://evil.example'>x</a>", "text"),
                text("an expression in a text", "Subject: x\n\n${name}", "text"),
                new Hostile("a text of no language", "Letter.md", bytes("Subject: x\n\nBody"), "", "", false));
    }

    private static Hostile text(String name, String content, String attribute) {
        return new Hostile(name, "hostile.en.md", bytes(content), "", attribute, false);
    }
}
