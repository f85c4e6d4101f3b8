package io.redress.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.TransactionState;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.util.xml.Element;

/**
 * Hands each new task, once it is committed, to whoever works on tasks, so that nobody has to ask the database for them.
 * The same plug-in serves our engine and the bare one.
 */
final class TaskFeed extends AbstractProcessEnginePlugin {

    private final BlockingQueue<NewTask> tasks = new LinkedBlockingQueue<>();
    private final AtomicInteger ended = new AtomicInteger();

    @Override
    public void preInit(ProcessEngineConfigurationImpl engine) {
        List<BpmnParseListener> listeners = engine.getCustomPostBPMNParseListeners() == null
                ? new ArrayList<>()
                : new ArrayList<>(engine.getCustomPostBPMNParseListeners());
        listeners.add(new Hooks());
        engine.setCustomPostBPMNParseListeners(listeners);
    }

    /** Forgets what was handed out and counted. */
    void reset() {
        tasks.clear();
        ended.set(0);
    }

    /** @return null when there is none within that time */
    NewTask poll(long millis) throws InterruptedException {
        return tasks.poll(millis, TimeUnit.MILLISECONDS);
    }

    int waiting() {
        return tasks.size();
    }

    /** Instances that came to their end. */
    int ended() {
        return ended.get();
    }

    private static void afterCommit(Runnable work) {
        Context.getCommandContext()
                .getTransactionContext()
                .addTransactionListener(TransactionState.COMMITTED, context -> work.run());
    }

    private void created(DelegateTask task) {
        NewTask made = new NewTask(
                task.getId(), task.getTaskDefinitionKey(), task.getExecution().getProcessBusinessKey());
        afterCommit(() -> tasks.add(made));
    }

    private void ended(DelegateExecution instance) {
        afterCommit(ended::incrementAndGet);
    }

    /**
     * A task that waits for somebody.
     *
     * @param kind the element's id in the diagram
     */
    record NewTask(String id, String kind, String reference) {}

    private final class Hooks extends AbstractBpmnParseListener {

        @Override
        public void parseProcess(Element element, ProcessDefinitionEntity definition) {
            definition.addListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) TaskFeed.this::ended);
        }

        @Override
        public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
            if (activity.getActivityBehavior() instanceof UserTaskActivityBehavior task) {
                task.getTaskDefinition()
                        .addTaskListener(TaskListener.EVENTNAME_CREATE, (TaskListener) TaskFeed.this::created);
            } else {
                throw new IllegalStateException(activity.getId() + " has no task to listen to");
            }
        }
    }
}
