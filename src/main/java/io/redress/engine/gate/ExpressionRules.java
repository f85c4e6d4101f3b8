package io.redress.engine.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.camunda.bpm.impl.juel.AstBinary;
import org.camunda.bpm.impl.juel.AstBracket;
import org.camunda.bpm.impl.juel.AstChoice;
import org.camunda.bpm.impl.juel.AstComposite;
import org.camunda.bpm.impl.juel.AstDot;
import org.camunda.bpm.impl.juel.AstEval;
import org.camunda.bpm.impl.juel.AstFunction;
import org.camunda.bpm.impl.juel.AstIdentifier;
import org.camunda.bpm.impl.juel.AstLiteral;
import org.camunda.bpm.impl.juel.AstMethod;
import org.camunda.bpm.impl.juel.AstNested;
import org.camunda.bpm.impl.juel.AstParameters;
import org.camunda.bpm.impl.juel.AstText;
import org.camunda.bpm.impl.juel.AstUnary;
import org.camunda.bpm.impl.juel.Builder;
import org.camunda.bpm.impl.juel.Node;
import org.camunda.bpm.impl.juel.TreeBuilderException;
import org.jspecify.annotations.Nullable;

/**
 * Which expressions a model may hold: variables, literals, operators, and methods of published beans. Reads the tree of
 * the engine's own parser, so that what is checked is what will be evaluated; everything that is not named here is
 * refused.
 */
final class ExpressionRules {

    static final int MAX_LENGTH = 1_000;

    /** Functions of the engine without arguments; task filters need them too. */
    static final Set<String> FUNCTIONS = Set.of("now", "dateTime", "currentUser", "currentUserGroups");

    /** What may follow {@code dateTime()}: arithmetic on a date, nothing else. */
    static final Set<String> DATE_METHODS = Set.of(
            "plusYears",
            "plusMonths",
            "plusWeeks",
            "plusDays",
            "plusHours",
            "plusMinutes",
            "minusYears",
            "minusMonths",
            "minusWeeks",
            "minusDays",
            "minusHours",
            "minusMinutes",
            "withTimeAtStartOfDay",
            "toDate");

    /** The engine's own objects; they may be handed to a published bean, and nothing else may be done with them. */
    private static final Set<String> HANDED_ON = Set.of("execution", "task");

    private static final Set<String> NEVER = Set.of("caseExecution", "externalTask", "variableContext");

    /** One expression that was refused: what was found, and what is allowed in its place. */
    record Refused(String found, String allowed) {}

    private final PublishedBeans beans;

    ExpressionRules(PublishedBeans beans) {
        this.beans = beans;
    }

    static boolean isExpression(String text) {
        return text.contains("${") || text.contains("#{");
    }

    /** Empty when the text is harmless; text without an expression is. */
    List<Refused> check(String text) {
        if (!isExpression(text)) {
            return List.of();
        }
        List<Refused> refused = new ArrayList<>();
        Node root = parse(text, refused);
        if (root != null) {
            walk(root, refused);
        }
        return refused;
    }

    /** As {@link #check}, and the whole text must name one published bean of the type. */
    List<Refused> checkDelegate(String text, Class<?>... types) {
        List<Refused> refused = new ArrayList<>();
        Node root = isExpression(text) ? parse(text, refused) : null;
        if (!refused.isEmpty()) {
            return refused;
        }
        if (root instanceof AstEval eval && eval.getChild(0) instanceof AstIdentifier identifier) {
            for (Class<?> type : types) {
                if (beans.isA(identifier.getName(), type)) {
                    return List.of();
                }
            }
        }
        String wanted = types[0].getSimpleName();
        return List.of(new Refused(
                text,
                "${bean} that names one published bean which is a " + wanted + " (published: " + beans.names() + ")"));
    }

    private static @Nullable Node parse(String text, List<Refused> refused) {
        if (text.length() > MAX_LENGTH) {
            refused.add(new Refused(
                    "an expression of " + text.length() + " characters", "at most " + MAX_LENGTH + " characters"));
            return null;
        }
        try {
            return new Builder(Builder.Feature.METHOD_INVOCATIONS).build(text).getRoot();
        } catch (TreeBuilderException e) {
            refused.add(new Refused(
                    text,
                    "an expression that can be parsed: at position " + e.getPosition() + " stands " + e.getEncountered()
                            + ", expected " + e.getExpected()));
        } catch (StackOverflowError e) {
            refused.add(new Refused(text, "an expression that is not nested so deeply"));
        }
        return null;
    }

    private void walk(Node node, List<Refused> refused) {
        if (node instanceof AstText || node instanceof AstLiteral) {
            return;
        }
        if (node instanceof AstEval
                || node instanceof AstComposite
                || node instanceof AstNested
                || node instanceof AstBinary
                || node instanceof AstUnary
                || node instanceof AstChoice) {
            children(node, refused);
        } else if (node instanceof AstIdentifier identifier) {
            variable(identifier, refused);
        } else if (node instanceof AstFunction function) {
            function(function, refused);
        } else if (node instanceof AstMethod method) {
            method(method, refused);
        } else if (node instanceof AstDot || node instanceof AstBracket) {
            refused.add(new Refused(
                    "the property access " + node, "a variable, or a method of a published bean; no properties"));
        } else {
            refused.add(
                    new Refused(String.valueOf(node), "variables, literals, operators, methods of published beans"));
        }
    }

    private void children(Node node, List<Refused> refused) {
        for (int i = 0; i < node.getCardinality(); i++) {
            walk(node.getChild(i), refused);
        }
    }

    private void variable(AstIdentifier identifier, List<Refused> refused) {
        String name = identifier.getName();
        if (HANDED_ON.contains(name)) {
            refused.add(new Refused(name, name + " only as an argument of a published bean's method"));
        } else if (NEVER.contains(name)) {
            refused.add(new Refused(name, "variables, literals, operators, methods of published beans"));
        } else if (beans.contains(name)) {
            refused.add(new Refused(
                    "the bean " + name + " as a value",
                    "a call of one of its methods: " + beans.methods(name)
                            + "; the bean alone only in delegateExpression"));
        }
    }

    private static void function(AstFunction function, List<Refused> refused) {
        if (!FUNCTIONS.contains(function.getName()) || function.getParamCount() != 0) {
            refused.add(new Refused(
                    "the function " + function.getName() + " with " + function.getParamCount() + " arguments",
                    "now(), dateTime(), currentUser(), currentUserGroups()"));
        }
    }

    private void method(AstMethod method, List<Refused> refused) {
        Node property = method.getChild(0);
        Node parameters = method.getChild(1);
        int count = parameters.getCardinality();
        if (property instanceof AstDot dot && dot.getChild(0) instanceof AstIdentifier identifier) {
            String bean = identifier.getName();
            String name = name(dot);
            if (!beans.contains(bean)) {
                refused.add(new Refused(
                        "the call " + bean + "." + name + "(…)", "methods of the published beans: " + beans.names()));
            } else if (beans.method(bean, name, count) == null) {
                refused.add(new Refused(
                        "the call " + bean + "." + name + " with " + count + " arguments",
                        "the public methods of " + bean + ": " + beans.methods(bean)));
            }
            arguments(parameters, true, refused);
        } else if (property instanceof AstDot dot && isDate(dot.getChild(0)) && DATE_METHODS.contains(name(dot))) {
            if (dot.getChild(0) instanceof AstMethod inner) {
                method(inner, refused);
            }
            arguments(parameters, false, refused);
        } else {
            refused.add(new Refused(
                    "a call of " + (property instanceof AstDot dot ? name(dot) : "a computed name")
                            + " on something that is not a published bean",
                    "methods of the published beans: " + beans.names()));
            children(parameters, refused);
        }
    }

    /** {@code dateTime()}, or a date method called on one. */
    private static boolean isDate(Node node) {
        if (node instanceof AstFunction function) {
            return function.getName().equals("dateTime") && function.getParamCount() == 0;
        }
        return node instanceof AstMethod method
                && method.getChild(0) instanceof AstDot dot
                && DATE_METHODS.contains(name(dot))
                && isDate(dot.getChild(0));
    }

    private void arguments(Node parameters, boolean ofBean, List<Refused> refused) {
        if (!(parameters instanceof AstParameters)) {
            refused.add(new Refused(String.valueOf(parameters), "plain arguments"));
            return;
        }
        for (int i = 0; i < parameters.getCardinality(); i++) {
            Node argument = parameters.getChild(i);
            boolean handedOn = argument instanceof AstIdentifier identifier && HANDED_ON.contains(identifier.getName());
            if (!(ofBean && handedOn)) {
                walk(argument, refused);
            }
        }
    }

    /** The tree keeps the name to itself but prints it as {@code ". name"}. */
    private static String name(AstDot dot) {
        return dot.toString().replaceFirst("^\\.\\s*", "");
    }
}
