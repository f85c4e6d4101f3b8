package io.redress.engine;

import io.redress.core.Actor;
import io.redress.identity.Actors;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobPriorityProvider;
import org.camunda.bpm.engine.impl.jobexecutor.JobDeclaration;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutorContext;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.springframework.stereotype.Component;

/**
 * Jobs of a person's own act go before the system's, and those before an import's. A job inherits the priority of the
 * job that made it, so that one case keeps its place. What a model or an administrator sets goes before all of it.
 */
@Component
class ActPriority extends DefaultJobPriorityProvider {

    static final long PERSON = 100;
    static final long SYSTEM = 50;
    static final long IMPORT = 10;

    private final Actors actors;

    ActPriority(Actors actors) {
        this.actors = actors;
    }

    @Override
    public long determinePriority(ExecutionEntity execution, JobDeclaration<?, ?> declaration, String jobDefinitionId) {
        if (declaration != null || execution != null) {
            Long specific = getSpecificPriority(execution, declaration, jobDefinitionId);
            if (specific == null) {
                specific = getProcessDefinitionPriority(execution, declaration);
            }
            if (specific != null) {
                return specific;
            }
        }
        JobExecutorContext running = Context.getJobExecutorContext();
        JobEntity current = running == null ? null : running.getCurrentJob();
        return current == null ? ofAct(actors.current()) : current.getPriority();
    }

    static long ofAct(Actor actor) {
        return switch (actor.kind()) {
            case PERSON, CUSTOMER -> PERSON;
            case SYSTEM -> actor.id().equals("import") ? IMPORT : SYSTEM;
            case ANONYMOUS -> SYSTEM;
        };
    }
}
