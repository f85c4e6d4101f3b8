package io.redress.engine;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.context.BpmnExecutionContext;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.jspecify.annotations.Nullable;

/** Reads the outputs of a decision table in a diagram: {@code ${decisions.value(decisionResult, 'severity')}}. */
@PublishedBean("decisions")
public class Decisions {

    /**
     * One output of the rule that matched, as String, Integer, Long, Double or Boolean.
     *
     * @param result the variable {@code decisionResult} of the business rule task
     * @param output the name of the output column
     * @return null when no rule matched, or the rule that matched leaves this output empty
     * @throws ProcessEngineException when more than one rule matched; it names the table
     */
    public @Nullable Object value(@Nullable List<? extends Map<String, Object>> result, String output) {
        if (result == null || result.isEmpty()) {
            return null;
        }
        if (result.size() > 1) {
            throw new ProcessEngineException("The decision table " + table() + " answered with " + result.size()
                    + " rules where one is expected. Choose the hit policy \"Unique\" or \"First\".");
        }
        return plain(result.get(0).get(output));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.stripTrailingZeros().scale() <= 0 ? whole(decimal.toBigInteger()) : decimal.doubleValue();
        }
        if (value instanceof BigInteger integer) {
            return whole(integer);
        }
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        return value.toString();
    }

    private static Object whole(BigInteger integer) {
        return integer.bitLength() < Integer.SIZE
                ? (Object) integer.intValueExact()
                : (Object) integer.longValueExact();
    }

    private static String table() {
        BpmnExecutionContext running = Context.getBpmnExecutionContext();
        if (running != null && running.getExecution().getBpmnModelElementInstance() instanceof BusinessRuleTask task) {
            return task.getCamundaDecisionRef();
        }
        return "(unknown)";
    }
}
