package io.redress.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.redress.complaint.Cases;
import io.redress.complaint.process.ComplaintProcess;
import io.redress.identity.Roles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.camunda.bpm.engine.task.TaskQuery;

/**
 * The yardstick: Camunda as it comes (history full, authorization on), on another database of the same server, with the
 * same diagram, table and asynchronous borders and nothing behind its steps.
 */
final class BareSide implements Side, AutoCloseable {

    static final String KEY = ComplaintProcess.KEY;
    static final String FILTER = "My groups";
    private static final Path MODELS = Path.of("processes");

    /** As many as ours has. */
    private static final int JOB_THREADS = 4;

    private static final int CONNECTIONS = 30;

    private static final Map<String, Person> PEOPLE = Map.of(
            Cases.TRIAGE, new Person("handler", Roles.HANDLERS, Map.of("outcome", "investigate")),
            Cases.INVESTIGATE, new Person("investigator", Roles.INVESTIGATORS, Map.of()),
            Cases.ANSWER, new Person("handler", Roles.HANDLERS, Map.of()),
            Cases.APPROVE, new Person("quality", Roles.QUALITY, Map.of("approved", true)));

    private final AtomicInteger numbers = new AtomicInteger();
    private final TaskFeed feed = new TaskFeed();
    private final Database database;
    private final HikariDataSource connections;
    private final ProcessEngine engine;

    private BareSide(Database database) throws IOException {
        this.database = database;
        connections = new HikariDataSource();
        connections.setJdbcUrl(database.url());
        connections.setUsername(database.role());
        connections.setPassword(database.password());
        connections.setMaximumPoolSize(CONNECTIONS);
        StandaloneProcessEngineConfiguration settings = new StandaloneProcessEngineConfiguration();
        settings.setProcessEngineName("bare");
        settings.setDataSource(connections);
        settings.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
        settings.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
        settings.setAuthorizationEnabled(true);
        settings.setIdGenerator(new StrongUuidGenerator()); // what Camunda's Boot starter sets
        settings.setJobExecutor(jobExecutor());
        settings.setJobExecutorActivate(false);
        settings.setBeans(EmptySteps.beans());
        settings.getProcessEnginePlugins().add(feed);
        engine = settings.buildProcessEngine();
        deploy();
        grant();
    }

    /** A new database beside ours. */
    static BareSide beside(Database ours) throws IOException {
        ours.jdbc().execute("create role bare login password '" + ours.password() + "'");
        ours.jdbc().execute("create database bare owner bare");
        Database bare = new Database(ours.port(), "bare", "bare", ours.password());
        StatementCount.install(bare);
        return new BareSide(bare);
    }

    private static DefaultJobExecutor jobExecutor() {
        DefaultJobExecutor executor = new DefaultJobExecutor();
        executor.setCorePoolSize(JOB_THREADS);
        executor.setMaxPoolSize(JOB_THREADS);
        return executor;
    }

    private void deploy() throws IOException {
        DeploymentBuilder deployment =
                engine.getRepositoryService().createDeployment().name("bare");
        try (Stream<Path> files = Files.walk(MODELS)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = MODELS.relativize(file).toString().replace('\\', '/');
                if (name.endsWith(".bpmn")) {
                    deployment.addModelInstance(name, BareModel.of(file));
                } else if (name.endsWith(".dmn") || name.endsWith(".form")) {
                    deployment.addString(name, Files.readString(file));
                }
            }
        }
        deployment.deploy();
    }

    private void grant() {
        for (String group : List.of(Roles.HANDLERS, Roles.INVESTIGATORS, Roles.QUALITY)) {
            grant(
                    group,
                    Resources.PROCESS_DEFINITION,
                    KEY,
                    ProcessDefinitionPermissions.READ,
                    ProcessDefinitionPermissions.READ_TASK,
                    ProcessDefinitionPermissions.UPDATE_TASK);
        }
        Filter filter = engine.getFilterService().newTaskFilter(FILTER);
        TaskQuery query = engine.getTaskService()
                .createTaskQuery()
                .taskCandidateGroupInExpression("${currentUserGroups()}")
                .taskUnassigned()
                .orderByDueDate()
                .asc();
        filter.setQuery(query);
        engine.getFilterService().saveFilter(filter);
        grant(Roles.HANDLERS, Resources.FILTER, filter.getId(), Permissions.READ);
    }

    private void grant(String group, Resource resource, String id, Permission... permissions) {
        Authorization authorization =
                engine.getAuthorizationService().createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        authorization.setGroupId(group);
        authorization.setResource(resource);
        authorization.setResourceId(id);
        authorization.setPermissions(permissions);
        engine.getAuthorizationService().saveAuthorization(authorization);
    }

    @Override
    public String name() {
        return "bare";
    }

    @Override
    public ProcessEngine engine() {
        return engine;
    }

    @Override
    public TaskFeed feed() {
        return feed;
    }

    @Override
    public HikariDataSource connections() {
        return connections;
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public String start() {
        String reference = reference(numbers.incrementAndGet());
        engine.getRuntimeService()
                .createProcessInstanceByKey(KEY)
                .businessKey(reference)
                .setVariable("complaintReference", reference)
                .execute();
        return reference;
    }

    static String reference(int number) {
        return "B-2026-%06d".formatted(number);
    }

    @Override
    public void work(TaskFeed.NewTask task) {
        Person person = PEOPLE.get(task.kind());
        if (person == null) {
            throw new IllegalStateException("Nobody knows what to do with " + task);
        }
        engine.getIdentityService().setAuthentication(person.id, List.of(person.group));
        try {
            engine.getTaskService().claim(task.id(), person.id);
            engine.getTaskService().complete(task.id(), person.fields);
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }

    @Override
    public void jobs(boolean run) {
        var executor = ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration()).getJobExecutor();
        if (run) {
            executor.start();
        } else {
            executor.shutdown();
        }
    }

    @Override
    public void close() {
        engine.close();
        connections.close();
    }

    private record Person(String id, String group, Map<String, Object> fields) {}
}
