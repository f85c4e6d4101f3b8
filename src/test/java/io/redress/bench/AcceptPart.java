package io.redress.bench;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ManagementService;
import org.jspecify.annotations.Nullable;

/**
 * How many complaints are accepted in a second: ours over HTTP (keep-alive, Basic, a new customer each), the bare engine
 * by its Java interface. The job executor stands still meanwhile, on both sides; its work is in "whole process".
 */
final class AcceptPart {

    private static final Duration DRAIN = Duration.ofMinutes(30);

    private final int threads;
    private final int seconds;
    private final AtomicInteger numbers = new AtomicInteger();

    AcceptPart(int threads, int seconds) {
        this.threads = threads;
        this.seconds = seconds;
    }

    /** @return complaints, each with its report, that were answered with 201, per second */
    double overRest(OurSide side) {
        return run(() -> {
            RestClient client = new RestClient(side.port());
            return () -> client.register(numbers.incrementAndGet());
        });
    }

    /** @return started instances per second */
    double starts(Side side) {
        return run(() -> side::start);
    }

    private double run(Callable<Runnable> newClient) {
        ExecutorService clients = Executors.newFixedThreadPool(threads);
        try {
            long begin = System.nanoTime();
            long end = begin + Duration.ofSeconds(seconds).toNanos();
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Runnable client = newClient.call();
                counts.add(clients.submit(() -> {
                    int accepted = 0;
                    while (System.nanoTime() < end) {
                        client.run();
                        accepted++;
                    }
                    return accepted;
                }));
            }
            int accepted = 0;
            for (Future<Integer> count : counts) {
                accepted += count.get();
            }
            return accepted / ((System.nanoTime() - begin) / 1e9);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            clients.shutdownNow();
        }
    }

    /** Until the accepted cases wait for people, as those of the round before do. */
    void drain(Side side) {
        ManagementService management = side.engine().getManagementService();
        side.jobs(true);
        long end = System.nanoTime() + DRAIN.toNanos();
        while (management.createJobQuery().executable().count() > 0) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        management.createJobQuery().executable().count() + " jobs are left");
            }
            pause();
        }
        side.jobs(false);
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * A client that keeps its connection and sends each request in one piece, so that it takes little from the two cores
     * that it shares with what is measured.
     */
    static final class RestClient {

        private static final String HEAD = "POST /api/complaints HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic "
                + Base64.getEncoder().encodeToString("agent:demo".getBytes(StandardCharsets.US_ASCII))
                + "\r\nContent-Type: application/json\r\nContent-Length: ";
        private static final byte[] LAST_CHUNK = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

        private final int port;
        private @Nullable Socket connection;

        RestClient(int port) {
            this.port = port;
        }

        void register(int number) {
            try {
                if (connection == null) {
                    connection = new Socket("localhost", port);
                    connection.setTcpNoDelay(true);
                }
                byte[] body = body(number).getBytes(StandardCharsets.UTF_8);
                ByteArrayOutputStream request = new ByteArrayOutputStream();
                request.write((HEAD + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                request.write(body);
                connection.getOutputStream().write(request.toByteArray());
                String answer = answer(connection.getInputStream());
                if (!answer.startsWith("HTTP/1.1 201 ")) {
                    throw new IllegalStateException("It answered " + answer);
                }
                if (answer.contains("Connection: close")) {
                    connection.close();
                    connection = null;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Answers come in chunks, so the last one ends them. */
        private static String answer(InputStream from) throws IOException {
            byte[] buffer = new byte[16_384];
            int length = 0;
            do {
                int read = from.read(buffer, length, buffer.length - length);
                if (read <= 0) {
                    throw new EOFException(new String(buffer, 0, length, StandardCharsets.UTF_8));
                }
                length += read;
            } while (!Arrays.equals(
                    buffer, Math.max(0, length - LAST_CHUNK.length), length, LAST_CHUNK, 0, LAST_CHUNK.length));
            return new String(buffer, 0, length, StandardCharsets.UTF_8);
        }

        private static String body(int number) {
            var complaint = OurSide.registration(number);
            return """
                    {"channel":"web","language":"en","category":"%s",
                     "customer":{"name":"%s","email":"%s","country":"US"},
                     "products":[{"code":"%s","name":"Pump","lot":"L-7"}],
                     "description":"%s","remedySought":"A replacement"}
                    """.formatted(
                            complaint.category(),
                            complaint.customer().name(),
                            complaint.customer().email(),
                            complaint.products().get(0).code(),
                            complaint.description());
        }
    }
}
