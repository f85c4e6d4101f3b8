package io.redress.engine;

import com.github.f4b6a3.uuid.UuidCreator;
import org.camunda.bpm.engine.impl.cfg.IdGenerator;
import org.camunda.bpm.engine.impl.jobexecutor.NotifyAcquisitionRejectedJobsHandler;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** The engine's parts that are beans of their own: ids, and the threads that run its jobs. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

    /** Two minutes: no delegate may take longer than 10 s, and a dead node's jobs wait this long for another. */
    static final int LOCK_MILLIS = 120_000;

    /** Bounds how late a timer is noticed when there is nothing else to do; the promise is 30 s. */
    static final int IDLE_WAIT_MILLIS = 1_000;

    private static final int LONGEST_IDLE_WAIT_MILLIS = 5_000;

    /** Ids that sort by time (UUID version 7) keep the indexes of the history tables dense. */
    @Bean
    IdGenerator timeOrderedIds() {
        return () -> UuidCreator.getTimeOrderedEpochPlus1().toString();
    }

    /** On shutdown the jobs under way are finished first. */
    @Bean("camundaTaskExecutor")
    ThreadPoolTaskExecutor camundaTaskExecutor() {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setThreadNamePrefix("job-");
        executor.setCorePoolSize(4);
        executor.setMaxPoolSize(4);
        executor.setQueueCapacity(200);
        executor.setWaitForTasksToCompleteOnShutdown(true);
        executor.setAwaitTerminationSeconds(20);
        return executor;
    }

    @Bean(destroyMethod = "shutdown")
    TrustedClockJobExecutor jobExecutor(@Qualifier("camundaTaskExecutor") TaskExecutor threads) {
        TrustedClockJobExecutor executor = new TrustedClockJobExecutor();
        executor.setTaskExecutor(threads);
        executor.setRejectedJobsHandler(new NotifyAcquisitionRejectedJobsHandler());
        executor.setLockTimeInMillis(LOCK_MILLIS);
        executor.setMaxJobsPerAcquisition(50);
        executor.setWaitTimeInMillis(IDLE_WAIT_MILLIS);
        executor.setMaxWait(LONGEST_IDLE_WAIT_MILLIS);
        executor.setBackoffTimeInMillis(25);
        executor.setMaxBackoff(1_000);
        return executor;
    }
}
