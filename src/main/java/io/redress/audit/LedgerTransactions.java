package io.redress.audit;

import io.redress.core.QualityEvent;
import io.redress.core.RefusedAct;
import io.redress.identity.Actors;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Collects the facts of each transaction and has them sealed as its very last act. It listens to the transaction
 * manager itself rather than as one synchronization among others: those of the same order would run after the seal, and
 * one registered after the commit would never be called, so that a fact would be lost in silence.
 */
@Component
class LedgerTransactions implements TransactionExecutionListener {

    private static final Object PENDING = new Object();

    private final ObjectProvider<LedgerWriter> writer;
    private final ObjectProvider<PlatformTransactionManager> manager;
    private final Actors actors;
    private final Clock clock;

    LedgerTransactions(
            ObjectProvider<LedgerWriter> writer,
            ObjectProvider<PlatformTransactionManager> manager,
            Actors actors,
            Clock clock) {
        this.writer = writer;
        this.manager = manager;
        this.actors = actors;
        this.clock = clock;
    }

    /**
     * Into the running transaction; into one of its own when none is running, or when the one around has been
     * committed.
     *
     * @throws IllegalStateException when the running transaction is sealed and about to be committed
     */
    void collect(QualityEvent event) {
        PendingFact fact = new PendingFact(event, actors.current(), clock.instant());
        Pending pending = pending();
        if (pending == null || pending.committed) {
            collectAlone(fact);
        } else {
            pending.add(fact);
        }
    }

    /** Into a transaction of its own, because the one around is about to be rolled back. */
    void collectRefused(RefusedAct refused) {
        collectAlone(new PendingFact(refused.event(), actors.current(), clock.instant()));
    }

    private void collectAlone(PendingFact fact) {
        TransactionTemplate own = new TransactionTemplate(manager.getObject());
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        own.executeWithoutResult(status -> {
            Pending pending = pending();
            if (pending == null) {
                throw new IllegalStateException("The transaction manager does not tell the ledger of its transactions");
            }
            pending.add(fact);
        });
    }

    private static @Nullable Pending pending() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                        && TransactionSynchronizationManager.isSynchronizationActive()
                ? (Pending) TransactionSynchronizationManager.getResource(PENDING)
                : null;
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
        if (failure == null && TransactionSynchronizationManager.isSynchronizationActive()) {
            Pending pending = new Pending();
            TransactionSynchronizationManager.bindResource(PENDING, pending);
            TransactionSynchronizationManager.registerSynchronization(pending);
        }
    }

    @Override
    public void beforeCommit(TransactionExecution transaction) {
        Pending pending = pending();
        if (pending != null) {
            pending.sealed = true;
            if (!pending.facts.isEmpty()) {
                try {
                    writer.getObject().seal(pending.facts);
                } catch (TransactionException e) {
                    // Spring takes a TransactionException here for a failed commit and would not roll back.
                    throw new IllegalStateException("The ledger could not be sealed", e);
                }
            }
        }
    }

    /** The facts of one transaction; steps aside while another runs within. */
    private static final class Pending implements TransactionSynchronization {

        private final List<PendingFact> facts = new ArrayList<>();
        private boolean sealed;
        private boolean committed;

        void add(PendingFact fact) {
            if (sealed) {
                throw new IllegalStateException(fact.event().type()
                        + " was published while its transaction was being committed; publish it before");
            }
            facts.add(fact);
        }

        /** First after the commit, so that whoever is called next may still publish. */
        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResourceIfPossible(PENDING);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(PENDING, this);
        }

        @Override
        public void afterCommit() {
            committed = true;
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(PENDING);
        }
    }

    /** An interface rather than an annotated method: it hears what is published while the application still starts. */
    @Component
    static class Happened implements ApplicationListener<PayloadApplicationEvent<QualityEvent>> {

        private final ObjectProvider<LedgerTransactions> ledger;

        Happened(ObjectProvider<LedgerTransactions> ledger) {
            this.ledger = ledger;
        }

        @Override
        public void onApplicationEvent(PayloadApplicationEvent<QualityEvent> event) {
            ledger.getObject().collect(event.getPayload());
        }
    }

    /** As {@link Happened}, for what was refused. */
    @Component
    static class Refused implements ApplicationListener<PayloadApplicationEvent<RefusedAct>> {

        private final ObjectProvider<LedgerTransactions> ledger;

        Refused(ObjectProvider<LedgerTransactions> ledger) {
            this.ledger = ledger;
        }

        @Override
        public void onApplicationEvent(PayloadApplicationEvent<RefusedAct> event) {
            ledger.getObject().collectRefused(event.getPayload());
        }
    }
}
