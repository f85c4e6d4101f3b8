package io.redress.intake;

import io.redress.core.Actor;
import io.redress.identity.Actors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Two threads of this node: one reads files, one makes complaints of reports. They act as the import, whose jobs the
 * engine runs after everybody else's. They wake up when there is something to do, and look by themselves now and then
 * for what another node left behind.
 */
@Component
class ImportWorkers implements SmartLifecycle {

    /** The engine's job priorities know this name. */
    static final Actor ACTOR = Actor.system("import");

    private static final Logger log = LoggerFactory.getLogger(ImportWorkers.class);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

    private final ImportReading reading;
    private final Promotion promotion;
    private final Actors actors;

    private final Object signal = new Object();
    private long woken;
    private volatile boolean running;
    private final List<Thread> threads = new ArrayList<>();

    ImportWorkers(ImportReading reading, Promotion promotion, Actors actors) {
        this.reading = reading;
        this.promotion = promotion;
        this.actors = actors;
    }

    /** There is something to do. */
    void wake() {
        synchronized (signal) {
            woken++;
            signal.notifyAll();
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        threads.add(thread("import-reader", () -> {
            boolean worked = reading.next(() -> !running);
            if (worked) {
                wake(); // the other one finds new reports
            }
            return worked;
        }));
        threads.add(thread("import-promoter", this::promote));
    }

    /** What was sent has to be safe first; while a file is read, complaints are made in a quarter of the time. */
    private boolean promote() {
        long begun = System.nanoTime();
        boolean worked = promotion.next();
        if (worked && reading.busy()) {
            LockSupport.parkNanos(3 * (System.nanoTime() - begun));
        }
        return worked;
    }

    private Thread thread(String name, BooleanSupplier step) {
        Thread thread = new Thread(() -> actors.as(ACTOR, () -> loop(step)), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void loop(BooleanSupplier step) {
        while (running) {
            long seen;
            synchronized (signal) {
                seen = woken;
            }
            boolean worked = false;
            try {
                worked = step.getAsBoolean();
            } catch (RuntimeException e) {
                log.warn("Imports pause: {}", e.toString());
            }
            if (!worked && !pause(seen)) {
                return;
            }
        }
    }

    private boolean pause(long seen) {
        synchronized (signal) {
            try {
                if (running && woken == seen) {
                    signal.wait(LOOK.toMillis());
                }
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        wake();
        for (Thread thread : threads) {
            try {
                thread.join(STOP_WITHIN.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
