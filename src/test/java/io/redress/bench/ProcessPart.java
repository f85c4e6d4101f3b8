package io.redress.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.OptimisticLockingException;

/**
 * Complaints through the whole process: the threads are staff who take whatever task is there, and start a new case when
 * there is none; the job executor does the rest. The clock stops when the last case is closed.
 */
final class ProcessPart {

    private static final long MOST_NANOS = 20L * 60 * 1_000_000_000;
    private static final int AT_ONCE_PER_THREAD = 8;
    private static final int MOST_ATTEMPTS = 10;

    private final int threads;
    private final AtomicInteger conflicts = new AtomicInteger();

    ProcessPart(int threads) {
        this.threads = threads;
    }

    /** How often somebody was told that the case moved at the same moment, and tried again. */
    int conflicts() {
        return conflicts.get();
    }

    /** @return cases per second */
    double run(Side side, int cases) {
        side.feed().reset();
        side.jobs(true);
        AtomicInteger started = new AtomicInteger();
        ExecutorService staff = Executors.newFixedThreadPool(threads);
        long begin = System.nanoTime();
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(staff.submit(() -> work(side, cases, started, begin)));
            }
            for (Future<?> one : all) {
                one.get();
            }
            return cases / ((System.nanoTime() - begin) / 1e9);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(side.name() + ": " + e.getCause(), e.getCause());
        } finally {
            staff.shutdownNow();
            side.jobs(false);
        }
    }

    private Void work(Side side, int cases, AtomicInteger started, long begin) throws InterruptedException {
        TaskFeed feed = side.feed();
        while (feed.ended() < cases) {
            if (System.nanoTime() - begin > MOST_NANOS) {
                throw new AssertionError(side.name() + ": only " + feed.ended() + " of " + cases + " ended, "
                        + feed.waiting() + " tasks wait");
            }
            boolean mayStart = started.get() < cases && started.get() - feed.ended() < threads * AT_ONCE_PER_THREAD;
            TaskFeed.NewTask task = feed.poll(mayStart ? 0 : 2);
            if (task != null) {
                again(() -> side.work(task));
            } else if (mayStart) {
                if (started.incrementAndGet() <= cases) {
                    side.start();
                } else {
                    started.decrementAndGet();
                }
            }
        }
        return null;
    }

    private void again(Runnable work) {
        for (int attempt = 1; ; attempt++) {
            try {
                work.run();
                return;
            } catch (RuntimeException e) {
                boolean met = e instanceof OptimisticLockingException
                        || String.valueOf(e.getMessage()).contains("at the same moment");
                if (!met || attempt == MOST_ATTEMPTS) {
                    throw e;
                }
                conflicts.incrementAndGet();
            }
        }
    }
}
