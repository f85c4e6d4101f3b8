package io.redress.notification;

import io.redress.core.Actor;
import io.redress.core.QualityEvent;
import io.redress.identity.Actors;
import io.redress.party.PersonStore;
import io.redress.platform.RedressClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Empties the outbox: claims what is due in one short transaction, sends outside of any, concludes in another. Wakes up
 * when something was queued and looks by itself every few seconds, for what other nodes left behind. A crash between the
 * server's 250 and the conclusion sends a second copy with the same Message-ID, never none.
 */
class OutboxDispatcher implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OutboxDispatcher.class);
    private static final Actor ACTOR = Actor.system("outbox");
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(25);
    private static final List<Duration> CONCLUDE_AGAIN =
            List.of(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15));

    private final Outbox outbox;
    private final PersonStore persons;
    private final @Nullable MailCourier courier;
    private final Actors actors;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final int senders;

    private final Object signal = new Object();
    private boolean woken;
    private volatile boolean running;
    private @Nullable Thread coordinator;
    private @Nullable ExecutorService pool;

    OutboxDispatcher(
            Outbox outbox,
            PersonStore persons,
            @Nullable MailCourier courier,
            Actors actors,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            RedressClock clock,
            int senders) {
        this.outbox = outbox;
        this.persons = persons;
        this.courier = courier;
        this.actors = actors;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
        this.senders = senders;
        clock.follow(moved -> wake());
    }

    /** Whether there is a mail server to send to. */
    boolean hasServer() {
        return courier != null;
    }

    /** Something may be due. Cheap, from any thread. */
    void wake() {
        synchronized (signal) {
            woken = true;
            signal.notifyAll();
        }
    }

    @Override
    public synchronized void start() {
        if (running || courier == null) {
            return;
        }
        running = true;
        ExecutorService workers = Executors.newFixedThreadPool(senders, work -> new Thread(work, "outbox-sender"));
        Thread loop = new Thread(() -> loop(courier, workers), "outbox");
        pool = workers;
        coordinator = loop;
        loop.start();
    }

    /** Claims nothing more and waits for what is on its way. */
    @Override
    public synchronized void stop() {
        Thread loop = coordinator;
        ExecutorService workers = pool;
        if (!running || loop == null || workers == null) {
            return;
        }
        running = false;
        wake();
        try {
            loop.join(STOP_WITHIN.toMillis());
            workers.shutdown();
            if (!workers.awaitTermination(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn(
                        "A mail was still on its way at the stop; it may be sent a second time, with the same Message-ID");
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void loop(MailCourier carrier, ExecutorService workers) {
        Semaphore free = new Semaphore(senders);
        boolean reported = false;
        while (running) {
            int most = free.availablePermits();
            List<Outbox.Claim> claims = List.of();
            if (most > 0) {
                try {
                    claims = claim(most);
                    reported = false;
                } catch (RuntimeException e) {
                    if (!reported) {
                        log.warn("The outbox cannot be read; trying again every {} s", POLL.toSeconds(), e);
                        reported = true;
                    }
                }
            }
            for (Outbox.Claim claim : claims) {
                free.acquireUninterruptibly();
                workers.execute(() -> {
                    try {
                        handle(carrier, claim);
                    } finally {
                        free.release();
                        wake();
                    }
                });
            }
            if (claims.isEmpty()) {
                await();
            }
        }
    }

    private void await() {
        synchronized (signal) {
            try {
                if (!woken && running) {
                    signal.wait(POLL.toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                running = false;
            }
            woken = false;
        }
    }

    private List<Outbox.Claim> claim(int most) {
        List<Outbox.Claim> claims = transaction.execute(status -> outbox.claim(most));
        return claims == null ? List.of() : claims;
    }

    private void handle(MailCourier carrier, Outbox.Claim claim) {
        try {
            actors.as(ACTOR, () -> send(carrier, claim));
        } catch (RuntimeException | Error e) {
            log.error(
                    "Notification {} of {} stays locked for {} min and is tried again then",
                    claim.entry().id(),
                    claim.entry().caseRef(),
                    Outbox.LOCK.toMinutes(),
                    e);
        }
    }

    private void send(MailCourier carrier, Outbox.Claim claim) {
        MailCourier.Letter letter = letter(claim);
        if (letter == null) {
            conclude(
                    claim,
                    "notification.cancelled",
                    "the person was erased",
                    () -> outbox.cancelled(claim, "the person was erased"));
            return;
        }
        try {
            carrier.deliver(letter);
        } catch (MailCourier.DeliveryFailed e) {
            notDelivered(claim, e.permanent(), String.valueOf(e.getMessage()), e.brief());
            return;
        } catch (RuntimeException e) {
            // without its message, which may name an address
            String what = "unexpected: " + e.getClass().getSimpleName();
            log.debug("Notification {} could not be sent", claim.entry().id(), e);
            notDelivered(claim, false, what, what);
            return;
        }
        conclude(claim, "notification.sent", null, () -> outbox.sent(claim));
    }

    private MailCourier.@Nullable Letter letter(Outbox.Claim claim) {
        UUID recipient = claim.recipientData();
        UUID content = claim.contentData();
        if (recipient == null || content == null) {
            return null;
        }
        Map<UUID, String> texts = transaction.execute(status -> persons.readAll(List.of(recipient, content)));
        String to = texts == null ? null : texts.get(recipient);
        String packed = texts == null ? null : texts.get(content);
        if (to == null || packed == null) {
            return null;
        }
        OutboxEntry entry = claim.entry();
        return new MailCourier.Letter(
                entry.messageId(), entry.caseRef(), entry.language(), to, MessageText.Rendered.unpack(packed));
    }

    private void notDelivered(Outbox.Claim claim, boolean permanent, String reason, String brief) {
        int attempts = claim.entry().attempts();
        Instant next = permanent ? null : RetryPlan.next(clock.instant(), attempts, claim.giveUpAt());
        if (next != null) {
            log.info(
                    "Notification {} of {} was not accepted (attempt {}: {}); next attempt at {}",
                    claim.entry().id(),
                    claim.entry().caseRef(),
                    attempts,
                    reason,
                    next);
            Boolean kept = transaction.execute(status -> outbox.again(claim, next, reason));
            warnIfLost(claim, Boolean.TRUE.equals(kept));
            return;
        }
        log.error(
                "Notification {} of {} ({}) failed for good after {} attempts: {}. It can be sent again on /mail",
                claim.entry().id(),
                claim.entry().caseRef(),
                claim.entry().template(),
                attempts,
                reason);
        conclude(claim, "notification.failed", brief, () -> outbox.failed(claim, reason));
    }

    /**
     * Row and ledger entry in one transaction. Tried for a while: as long as the row is not concluded, the mail would go
     * out again once its lock runs out.
     */
    private void conclude(Outbox.Claim claim, String event, @Nullable String cause, BooleanSupplier update) {
        for (int round = 0; ; round++) {
            try {
                Boolean concluded = transaction.execute(status -> {
                    boolean ours = update.getAsBoolean();
                    if (ours) {
                        events.publishEvent(
                                QualityEvent.of(claim.entry().caseRef(), event).with(facts(claim.entry(), cause)));
                    }
                    return ours;
                });
                warnIfLost(claim, Boolean.TRUE.equals(concluded));
                return;
            } catch (RuntimeException e) {
                if (round == CONCLUDE_AGAIN.size()) {
                    throw e;
                }
                try {
                    Thread.sleep(CONCLUDE_AGAIN.get(round).toMillis());
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    private static Map<String, String> facts(OutboxEntry entry, @Nullable String cause) {
        Map<String, String> facts =
                new LinkedHashMap<>(Notifications.facts(entry.template(), entry.language(), entry.messageId()));
        facts.put("attempts", Integer.toString(entry.attempts()));
        if (cause != null) {
            facts.put("cause", cause);
        }
        return facts;
    }

    private static void warnIfLost(Outbox.Claim claim, boolean ours) {
        if (!ours) {
            log.warn(
                    "Notification {} of {} took longer than its lock; another sender has taken it over",
                    claim.entry().id(),
                    claim.entry().caseRef());
        }
    }
}
