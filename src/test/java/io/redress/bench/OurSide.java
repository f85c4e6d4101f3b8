package io.redress.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.redress.RedressApplication;
import io.redress.complaint.Cases;
import io.redress.complaint.Complaints;
import io.redress.complaint.RegisterComplaint;
import io.redress.complaint.process.CaseTasks;
import io.redress.core.Actor;
import io.redress.identity.Actors;
import io.redress.party.CustomerDetails;
import io.redress.platform.StatisticsOnStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The whole application on a data folder of its own, worked through the services that its pages and its interface call.
 * Mail is off: notifications are queued in the outbox and wait there.
 */
final class OurSide implements Side, AutoCloseable {

    static final String CATEGORY = "performance";
    private static final int PRODUCTS = 400;

    private static OurSide shared;

    private final AtomicInteger numbers = new AtomicInteger();
    private final TaskFeed feed;
    private final ConfigurableApplicationContext context;
    private final Database database;
    private final Complaints complaints;
    private final CaseTasks tasks;
    private final Cases people;
    private final TransactionTemplate transaction;
    private final JobExecutor executor;

    private OurSide(TaskFeed feed, ConfigurableApplicationContext context, Database database) {
        this.feed = feed;
        this.context = context;
        this.database = database;
        complaints = context.getBean(Complaints.class);
        tasks = context.getBean(CaseTasks.class);
        people = new Cases(complaints, tasks, context.getBean(Actors.class));
        transaction = context.getBean(TransactionTemplate.class);
        executor = context.getBean(JobExecutor.class);
    }

    /** @param counting whether the database counts its statements */
    static OurSide start(Path data, boolean counting) throws IOException, SQLException {
        Path folder = data.toAbsolutePath().normalize();
        if (counting && !Files.exists(folder.resolve("postgres").resolve("PG_VERSION"))) {
            StatisticsOnStart.prepare(folder);
        }
        TaskFeed feed = new TaskFeed();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(RedressApplication.class)
                .profiles("demo")
                .initializers((ApplicationContextInitializer<GenericApplicationContext>)
                        beans -> beans.registerBean("taskFeed", TaskFeed.class, () -> feed))
                .properties()
                .run(
                        "--redress.data=" + folder,
                        "--redress.demo.register=false",
                        "--redress.test.facts=false",
                        "--server.port=0",
                        "--spring.jmx.enabled=false",
                        // present, so the demo's mail server stays away; false, so none is looked for
                        "--spring.mail.host=false");
        Database database = new Database(
                Integer.parseInt(Files.readAllLines(folder.resolve("postgres").resolve("postmaster.pid"))
                        .get(3)
                        .strip()),
                "redress",
                "redress",
                Files.readString(folder.resolve("keys").resolve("database.password"))
                        .strip());
        database.assertDurable();
        if (counting) {
            StatementCount.install(database);
        }
        return new OurSide(feed, context, database);
    }

    /** One for all tests of this JVM that want a quiet application; ends with it. */
    static synchronized OurSide shared() throws IOException, SQLException {
        if (shared == null) {
            OurSide side = start(Files.createTempDirectory("redress-quiet"), true);
            side.jobs(false);
            // none while a test counts what is logged
            side.database().jdbc().execute("alter system set checkpoint_timeout = '1h'");
            side.database().jdbc().execute("select pg_reload_conf()");
            shared = side;
        }
        return shared;
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    Complaints complaints() {
        return complaints;
    }

    Cases people() {
        return people;
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    @Override
    public String name() {
        return "redress";
    }

    @Override
    public ProcessEngine engine() {
        return context.getBean(ProcessEngine.class);
    }

    @Override
    public TaskFeed feed() {
        return feed;
    }

    @Override
    public HikariDataSource connections() {
        return context.getBean(HikariDataSource.class);
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public String start() {
        int number = numbers.incrementAndGet();
        return people.registered(registration(number));
    }

    static RegisterComplaint registration(int number) {
        return new RegisterComplaint(
                "phone",
                null,
                null,
                null,
                "en",
                new CustomerDetails(
                        "Pat Example " + number,
                        "pat" + number + "." + System.nanoTime() + "@example.org",
                        null,
                        null,
                        "US",
                        null),
                List.of(new RegisterComplaint.Product("BENCH-" + number % PRODUCTS, "Pump", "L-7", null, null)),
                CATEGORY,
                "The display of the pump went dark during use, " + number + " minutes after it was switched on. It came"
                        + " back after a restart, but the settings were gone.",
                "A replacement",
                null);
    }

    @Override
    public void work(TaskFeed.NewTask task) {
        switch (task.kind()) {
            case Cases.TRIAGE -> as(Cases.HANDLER, task, () -> {}, Map.of("outcome", "investigate"));
            case Cases.INVESTIGATE ->
                as(
                        Cases.INVESTIGATOR,
                        task,
                        () -> complaints.recordInvestigation(
                                task.reference(), "A loose plug", "Photograph 7 of the opened housing", null),
                        Map.of());
            case Cases.ANSWER ->
                as(
                        Cases.HANDLER,
                        task,
                        () -> complaints.writeAnswer(
                                task.reference(), "We are sorry. A plug was loose; a new pump is on its way."),
                        Map.of());
            case Cases.APPROVE ->
                as(
                        Cases.QUALITY,
                        task,
                        () -> complaints.decideAnswer(task.reference(), true, null),
                        Map.of("approved", true));
            default -> throw new IllegalStateException("Nobody knows what to do with " + task);
        }
    }

    /** As the pages do it: claim, then the domain's verb and the completion in one transaction. */
    private void as(Actor person, TaskFeed.NewTask task, Runnable verb, Map<String, Object> fields) {
        people.as(person, () -> {
            tasks.claim(task.id());
            transaction.executeWithoutResult(status -> {
                verb.run();
                tasks.complete(task.id(), fields);
            });
        });
    }

    @Override
    public void jobs(boolean run) {
        if (run) {
            executor.start();
        } else {
            executor.shutdown();
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
