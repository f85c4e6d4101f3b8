package io.redress.engine;

import io.redress.core.QualityEvent;
import io.redress.core.Refusal;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What the tests' own models call, the rule they run into, and what the engine told about them. */
@PublishedBean("engineProbe")
public class EngineProbe {

    static final String RULED_PROCESS = "engine-rule-check";
    static final String RULED_TASK = "UserTask_Judge";

    public void fail() {
        throw new IllegalStateException("meant to fail");
    }

    public void refuse() {
        throw Refusal.conflict("Refused by a listener.");
    }

    /** Collects every fact, with the case it belongs to; not where speed is measured, for it keeps all of them. */
    @Component
    @ConditionalOnProperty(name = "redress.test.facts", matchIfMissing = true)
    static class Facts {

        private final Queue<QualityEvent> seen = new ConcurrentLinkedQueue<>();

        @EventListener
        void hear(QualityEvent event) {
            seen.add(event);
        }

        List<QualityEvent> of(String reference) {
            return seen.stream()
                    .filter(event -> event.caseRef().reference().equals(reference))
                    .toList();
        }

        List<String> typesOf(String reference) {
            return of(reference).stream().map(QualityEvent::type).toList();
        }
    }

    /** Wants a verdict. */
    @Component
    static class VerdictRule implements TaskRule {

        @Override
        public String processKey() {
            return RULED_PROCESS;
        }

        @Override
        public String taskKey() {
            return RULED_TASK;
        }

        @Override
        public void check(Completion completion) {
            Object verdict = completion.variables().get("verdict");
            if (verdict == null) {
                throw Refusal.invalid("verdict", "expected yes or no");
            }
            if (Objects.equals(verdict, "mine")) {
                throw Refusal.forbidden("Not " + completion.userId() + " in " + completion.caseReference());
            }
        }
    }
}
