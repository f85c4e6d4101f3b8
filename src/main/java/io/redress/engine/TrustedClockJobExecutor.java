package io.redress.engine;

import org.camunda.bpm.engine.spring.components.jobexecutor.SpringJobExecutor;

/**
 * Runs the engine's jobs, but only while this node's clock is trusted: a node that is ahead would run another node's
 * jobs a second time. The Boot starter starts it when the application is ready.
 */
class TrustedClockJobExecutor extends SpringJobExecutor {

    private boolean wanted;
    private boolean trusted = true;

    @Override
    public synchronized void start() {
        wanted = true;
        if (trusted) {
            super.start();
        }
    }

    @Override
    public synchronized void shutdown() {
        wanted = false;
        super.shutdown();
    }

    /** Stops taking jobs; those under way are finished. */
    synchronized void distrustClock() {
        trusted = false;
        super.shutdown();
    }

    /** Takes jobs again, if it is meant to run at all. */
    synchronized void trustClock() {
        trusted = true;
        if (wanted) {
            super.start();
        }
    }

    synchronized boolean trustsClock() {
        return trusted;
    }
}
