package io.redress.engine.gate;

import camundajar.impl.scala.Product;
import camundajar.impl.scala.collection.Iterable;
import camundajar.impl.scala.collection.Iterator;
import camundajar.impl.scala.util.Either;
import org.camunda.feel.FeelEngine;
import org.camunda.feel.syntaxtree.FunctionDefinition;
import org.camunda.feel.syntaxtree.JavaFunctionInvocation;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.camunda.feel.syntaxtree.QualifiedFunctionInvocation;
import org.jspecify.annotations.Nullable;

/** Which FEEL a table may hold: what the engine's own parser reads, without functions of one's own or of Java's. */
final class FeelRules {

    static final int MAX_LENGTH = 2_000;

    /** Bounds the recursion of the parser and of whoever reads the table. */
    static final int MAX_NESTING = 20;

    private final FeelEngine feel =
            new FeelEngine.Builder().enableExternalFunctions(false).build();

    /** What is allowed instead, or null when the text is harmless. */
    @Nullable
    String refuse(String text, boolean unaryTests) {
        if (text.isBlank() || (unaryTests && text.equals("-"))) {
            return null;
        }
        if (text.length() > MAX_LENGTH) {
            return "at most " + MAX_LENGTH + " characters";
        }
        if (ExpressionRules.isExpression(text)) {
            return "FEEL, no ${…}";
        }
        if (nesting(text) > MAX_NESTING) {
            return "FEEL with at most " + MAX_NESTING + " brackets inside each other";
        }
        try {
            Either<FeelEngine.Failure, ParsedExpression> parsed =
                    unaryTests ? feel.parseUnaryTests(text) : feel.parseExpression(text);
            if (parsed.isLeft()) {
                return "FEEL that can be parsed: "
                        + parsed.swap().toOption().get().message();
            }
            return walk(parsed.toOption().get().expression());
        } catch (StackOverflowError e) {
            return "FEEL that is not nested so deeply";
        }
    }

    /** Counts inside strings too: nobody needs so many brackets there either. */
    private static int nesting(String text) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            if (at == '(' || at == '[' || at == '{') {
                deepest = Math.max(deepest, ++depth);
            } else if (at == ')' || at == ']' || at == '}') {
                depth--;
            }
        }
        return deepest;
    }

    private static @Nullable String walk(@Nullable Object node) {
        if (node instanceof FunctionDefinition || node instanceof JavaFunctionInvocation) {
            return "FEEL without functions of its own and without external functions";
        }
        if (node instanceof QualifiedFunctionInvocation) {
            return "FEEL's own functions, none called on a value";
        }
        Iterator<?> children = null;
        if (node instanceof Iterable<?> many) {
            children = many.iterator();
        } else if (node instanceof Product product) {
            children = product.productIterator();
        }
        while (children != null && children.hasNext()) {
            String refused = walk(children.next());
            if (refused != null) {
                return refused;
            }
        }
        return null;
    }
}
