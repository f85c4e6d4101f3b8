package io.redress.complaint;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.complaint.process.CaseTasks;
import io.redress.identity.Actors;
import io.redress.testing.RedressTest;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@RedressTest
class OpenedComplaintsIT {

    @Autowired
    Complaints complaints;

    @Autowired
    CaseTasks tasks;

    @Autowired
    Actors actors;

    @Autowired
    OpenedComplaints opened;

    @Autowired
    EntityManager entities;

    @Autowired
    PlatformTransactionManager manager;

    Cases cases;
    TransactionTemplate transaction;
    TransactionTemplate another;

    @BeforeEach
    void setUp() {
        cases = new Cases(complaints, tasks, actors);
        transaction = new TransactionTemplate(manager);
        another = new TransactionTemplate(manager);
        another.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
    }

    @Test
    void readsAnewBehindTheLockWhatWasReadBeforeIt() {
        String reference = investigating();
        transaction.executeWithoutResult(status -> {
            Complaint read = opened.find(reference).orElseThrow();
            assertThat(read.investigation()).isNull();
            another.executeWithoutResult(other -> cases.as(
                    Cases.INVESTIGATOR, () -> complaints.recordInvestigation(reference, "cause", "proof", null)));

            Complaint locked = opened.lock(reference).orElseThrow();

            assertThat(locked).isSameAs(read);
            assertThat(locked.investigation())
                    .as("a finding of another transaction")
                    .isNotNull();
        });
    }

    @Test
    void whoeverHasLockedItIsAloneWithIt() throws Exception {
        String reference = investigating();
        CountDownLatch locked = new CountDownLatch(1);
        CompletableFuture<Boolean> second = new CompletableFuture<>();
        transaction.executeWithoutResult(status -> {
            opened.lock(reference).orElseThrow();
            CompletableFuture.runAsync(() -> transaction.executeWithoutResult(other -> {
                opened.find(reference).orElseThrow();
                locked.countDown();
                second.complete(opened.lock(reference).orElseThrow().findingOfThisRound());
            }));
            try {
                assertThat(locked.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            cases.as(Cases.INVESTIGATOR, () -> complaints.recordInvestigation(reference, "cause", "proof", null));
            entities.flush();
            assertThat(second).as("the other waits").isNotDone();
        });
        assertThat(second.get(20, TimeUnit.SECONDS))
                .as("what it sees behind the lock")
                .isTrue();
    }

    @Test
    void knowsWhatItHasLockedInThisTransaction() {
        String reference = investigating();
        transaction.executeWithoutResult(status -> {
            Complaint locked = opened.lock(reference).orElseThrow();

            assertThat(entities.getLockMode(locked)).isEqualTo(LockModeType.PESSIMISTIC_WRITE);
            assertThat(opened.lock(reference)).containsSame(locked);
            assertThat(opened.find(reference)).containsSame(locked);
        });
    }

    private String investigating() {
        String reference = cases.registered(Cases.about("P-LOCK", "The pump stops."));
        cases.complete(
                reference,
                Cases.TRIAGE,
                Cases.HANDLER,
                Map.of("outcome", "investigate", "chosenSeverity", "minor", "reason", "as agreed"));
        cases.task(reference, Cases.INVESTIGATE);
        return reference;
    }
}
