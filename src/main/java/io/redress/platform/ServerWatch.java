package io.redress.platform;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the wait for a server that has given up: whoever starts one waits as long as a replay may take, and must not wait
 * for a dead one. It interrupts the thread that waits.
 */
final class ServerWatch implements Closeable {

    private static final int SECONDS_TO_APPEAR = 60;

    private final Path files;
    private final Thread starter;
    private final Thread watcher;
    private volatile boolean gaveUp;

    private ServerWatch(Path files, Thread starter) {
        this.files = files;
        this.starter = starter;
        this.watcher = new Thread(this::watch, "embedded-database-watch");
        watcher.setDaemon(true);
    }

    static ServerWatch begin(Path files) {
        ServerWatch watch = new ServerWatch(files, Thread.currentThread());
        watch.watcher.start();
        return watch;
    }

    private void watch() {
        try {
            ProcessHandle server = appearing();
            if (server != null) {
                while (server.isAlive()) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
            gaveUp = true;
            starter.interrupt();
        } catch (InterruptedException e) {
            // nobody waits any more
        }
    }

    private @Nullable ProcessHandle appearing() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_APPEAR);
        while (System.nanoTime() < end) {
            ProcessHandle server = server(files);
            if (server != null) {
                return server;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return null;
    }

    /** The process that serves these files; null when there is none. */
    static @Nullable ProcessHandle server(Path files) {
        try {
            List<String> lines = Files.readAllLines(files.resolve("postmaster.pid"));
            return lines.isEmpty()
                    ? null
                    : ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
                            .filter(ProcessHandle::isAlive)
                            .filter(process ->
                                    process.info().command().orElse("postgres").contains("postgres"))
                            .orElse(null);
        } catch (IOException | NumberFormatException e) {
            return null;
        }
    }

    /** Called by the thread that waited, when it waits no more. */
    @Override
    public void close() throws IOException {
        watcher.interrupt();
        try {
            watcher.join();
        } catch (InterruptedException e) {
            // The watcher's own interrupt, or somebody else's: either way the wait is over.
            Thread.currentThread().interrupt();
        }
        if (gaveUp) {
            Thread.interrupted();
            throw new IOException("the server ended while it was starting");
        }
    }
}
