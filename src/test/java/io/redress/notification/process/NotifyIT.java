package io.redress.notification.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.complaint.Complaints;
import io.redress.complaint.RegisterComplaint;
import io.redress.core.Actor;
import io.redress.core.CaseRef;
import io.redress.identity.Actors;
import io.redress.identity.Roles;
import io.redress.notification.CaughtMails;
import io.redress.notification.Notifications;
import io.redress.notification.OutboxEntry;
import io.redress.party.CustomerDetails;
import io.redress.testing.RedressTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The step in the real process: what a repeated, a doubled and a rolled-back job leaves behind. */
@RedressTest
class NotifyIT {

    private static final String ACKNOWLEDGE = "ServiceTask_AcknowledgeComplaint";

    @Autowired
    Complaints complaints;

    @Autowired
    Notifications notifications;

    @Autowired
    CaughtMails caught;

    @Autowired
    Actors actors;

    @Autowired
    ProcessEngine engine;

    @Autowired
    ManagementService management;

    @Autowired
    RuntimeService runtime;

    @Autowired
    TaskService tasks;

    @Autowired
    HistoryService history;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    JdbcClient jdbc;

    JobExecutor jobs;

    @BeforeEach
    void runJobsByHand() {
        jobs = ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getJobExecutor();
        jobs.shutdown();
    }

    @AfterEach
    void letTheEngineRunThem() {
        jobs.start();
    }

    @Test
    void howeverOftenTheJobRunsOneMailArrives() throws Exception {
        String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
        String reference = register("Käthe " + canary, canary + "@example.org", "My pump leaks. " + canary, "de");
        CaseRef caseRef = CaseRef.complaint(reference);
        String instance = instance(reference);
        Job job = upToAcknowledgement(instance);

        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            management.executeJob(job.getId());
            assertThat(notifications.of(caseRef)).hasSize(1);
            status.setRollbackOnly();
        });
        assertThat(notifications.of(caseRef)).as("rolled back with the job").isEmpty();

        runOnTwoThreads(job);

        OutboxEntry entry = awaitSent(caseRef);
        assertThat(caught.newest(0, 1_000).stream()
                        .filter(mail -> mail.to().equals(canary + "@example.org"))
                        .toList())
                .singleElement()
                .satisfies(mail -> {
                    assertThat(mail.messageId()).isEqualTo(entry.messageId());
                    assertThat(mail.caseReference()).isEqualTo(reference);
                    assertThat(mail.body()).contains("Käthe " + canary);
                });
        assertThat(history.createHistoricVariableInstanceQuery()
                        .processInstanceId(instance)
                        .variableName("customerReached")
                        .singleResult()
                        .getValue())
                .isEqualTo(true);
        assertThat(tablesThatHold(canary)).isEmpty();
    }

    @Test
    void aCustomerWithoutAnAddressIsATaskAndNoIncident() {
        String reference = register("Nobody", null, "My pump leaks.", "en");
        String instance = instance(reference);
        management.executeJob(upToAcknowledgement(instance).getId());

        assertThat(notifications.of(CaseRef.complaint(reference))).isEmpty();
        assertThat(tasks.createTaskQuery()
                        .processInstanceId(instance)
                        .taskDefinitionKey("UserTask_ReachCustomer")
                        .count())
                .isOne();
        assertThat(runtime.createIncidentQuery().processInstanceId(instance).count())
                .isZero();
    }

    private String register(String name, String email, String description, String language) {
        AtomicReference<String> reference = new AtomicReference<>();
        actors.as(
                Actor.person("agent", Set.of(Roles.AGENTS)),
                () -> reference.set(complaints.register(new RegisterComplaint(
                        "phone",
                        null,
                        null,
                        null,
                        language,
                        new CustomerDetails(name, email, null, null, "DE", null),
                        List.of(new RegisterComplaint.Product("P-1", "Pump", null, null, null)),
                        "performance",
                        description,
                        null,
                        null))));
        return reference.get();
    }

    private String instance(String reference) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(reference)
                .rootProcessInstances()
                .singleResult()
                .getId();
    }

    private Job upToAcknowledgement(String instance) {
        for (int i = 0; i < 20; i++) {
            Job acknowledgement = management
                    .createJobQuery()
                    .processInstanceId(instance)
                    .activityId(ACKNOWLEDGE)
                    .singleResult();
            if (acknowledgement != null) {
                return acknowledgement;
            }
            management.createJobQuery().processInstanceId(instance).executable().list().stream()
                    .findFirst()
                    .ifPresent(job -> management.executeJob(job.getId()));
        }
        throw new AssertionError("the process never came to " + ACKNOWLEDGE);
    }

    /** As two nodes would that both believe the job theirs. */
    private void runOnTwoThreads(Job job) throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        CountDownLatch together = new CountDownLatch(2);
        List<Future<Boolean>> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            runs.add(nodes.submit(() -> {
                together.countDown();
                together.await();
                try {
                    management.executeJob(job.getId());
                    return true;
                } catch (RuntimeException lost) {
                    return false;
                }
            }));
        }
        int won = 0;
        for (Future<Boolean> run : runs) {
            won += run.get() ? 1 : 0;
        }
        nodes.shutdown();
        assertThat(won).isEqualTo(1);
    }

    private OutboxEntry awaitSent(CaseRef caseRef) throws InterruptedException {
        Instant until = Instant.now().plus(Duration.ofSeconds(20));
        List<OutboxEntry> seen = notifications.of(caseRef);
        while (seen.stream().anyMatch(entry -> !entry.state().equals("sent"))
                && Instant.now().isBefore(until)) {
            Thread.sleep(50);
            seen = notifications.of(caseRef);
        }
        assertThat(seen).singleElement().extracting(OutboxEntry::state).isEqualTo("sent");
        return seen.get(0);
    }

    /** Bytes are shown as hex by PostgreSQL, so look for both. */
    private List<String> tablesThatHold(String canary) {
        String hex = HexFormat.of().formatHex(canary.getBytes(StandardCharsets.UTF_8));
        List<String> holding = new ArrayList<>();
        List<String> tables = jdbc.sql("select table_name from information_schema.tables"
                        + " where table_schema = 'public' and (table_name like 'act\\_%' or table_name = 'outbox')")
                .query(String.class)
                .list();
        assertThat(tables).hasSizeGreaterThan(40).contains("outbox", "act_hi_varinst", "act_ge_bytearray");
        for (String table : tables) {
            boolean holds = jdbc.sql("select exists (select 1 from " + table
                            + " t where t::text ilike :canary or t::text" + " ilike :hex)")
                    .param("canary", "%" + canary + "%")
                    .param("hex", "%" + hex + "%")
                    .query(Boolean.class)
                    .single();
            if (holds) {
                holding.add(table);
            }
        }
        return holding;
    }
}
