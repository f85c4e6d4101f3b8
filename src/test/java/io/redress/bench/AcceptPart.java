package io.redress.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ManagementService;

/**
 * How many complaints are accepted in a second: ours over HTTP (keep-alive, Basic, a new customer each), the bare engine
 * by its Java interface. The job executor stands still meanwhile, on both sides; its work is in "whole process".
 */
final class AcceptPart {

    private static final Duration DRAIN = Duration.ofMinutes(10);

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

    /** A client that keeps its connection. */
    static final class RestClient {

        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final URI uri;

        RestClient(int port) {
            uri = URI.create("http://localhost:" + port + "/api/complaints");
        }

        void register(int number) {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Content-Type", "application/json")
                    .header(
                            "Authorization",
                            "Basic "
                                    + Base64.getEncoder()
                                            .encodeToString("agent:demo".getBytes(StandardCharsets.US_ASCII)))
                    .POST(HttpRequest.BodyPublishers.ofString(body(number)))
                    .build();
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 201) {
                    throw new IllegalStateException("It answered " + answer.statusCode() + ": " + answer.body());
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
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
