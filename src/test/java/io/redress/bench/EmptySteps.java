package io.redress.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** What stands in the bare diagram where ours calls the domain: nothing, but for the variables that steer the flow. */
public final class EmptySteps {

    private EmptySteps() {}

    /** By the names that {@link BareModel} writes. */
    static Map<Object, Object> beans() {
        return Map.of(
                "none",
                new EmptySteps(),
                "emptyStep",
                (JavaDelegate) execution -> {},
                "emptyScore",
                (JavaDelegate) execution -> {
                    execution.setVariable("category", OurSide.CATEGORY);
                    execution.setVariable("safety", false);
                    execution.setVariable("similarComplaints", 3);
                    execution.setVariable("channel", "phone");
                },
                "emptyNotify",
                (JavaDelegate) execution -> execution.setVariableLocal("notified", true));
    }

    public void nothing() {}

    public int priority() {
        return 50;
    }

    public Date due() {
        return Date.from(Instant.now().plus(Duration.ofDays(2)));
    }

    public Object value(List<? extends Map<String, Object>> result, String output) {
        return result == null || result.isEmpty() ? null : result.get(0).get(output);
    }
}
