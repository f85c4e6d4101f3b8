package io.redress.engine.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Beans as a module would publish them, and the canary that a hostile model tries to touch. */
public final class TestBeans {

    private TestBeans() {}

    static final PublishedBeans PUBLISHED =
            PublishedBeans.of(Map.of("sampleTasks", SampleTasks.class, "sampleDelegate", SampleDelegate.class));

    static final Bundle.Deployed NOTHING_DEPLOYED = new Bundle.Deployed() {
        @Override
        public boolean decision(String id) {
            return false;
        }

        @Override
        public boolean process(String id) {
            return false;
        }
    };

    static ModelGate gate() {
        return new ModelGate(PUBLISHED, GatePlugin.MINIMUM_DAYS);
    }

    /** Published in the tests. */
    public static class SampleTasks {

        public final List<Object> calls = new ArrayList<>();

        public boolean record(Object value) {
            calls.add(value);
            return true;
        }

        public int twice(int number) {
            return number * 2;
        }

        public String join(String left, String right) {
            return left + "|" + right;
        }

        void notPublic() {
            Canary.touch("package-private");
        }
    }

    /** Published in the tests. */
    public static class SampleDelegate implements JavaDelegate {

        @Override
        public void execute(DelegateExecution execution) {
            execution.setVariable("done", true);
        }
    }

    /** A bean that is there but not published. */
    public static class PrivateBean {

        public boolean touch() {
            Canary.touch("bean");
            return true;
        }
    }
}
