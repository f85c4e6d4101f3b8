package io.redress.bench;

import com.zaxxer.hikari.HikariDataSource;
import org.camunda.bpm.engine.ProcessEngine;

/** One of the two that are compared: the same diagram, the same steps by the same people. */
interface Side {

    String name();

    ProcessEngine engine();

    TaskFeed feed();

    /** For counting and for bulk work, past the connections of the one that is measured. */
    Database database();

    /** Those of the one that is measured. */
    HikariDataSource connections();

    /** @return the business key */
    String start();

    /** Claims the task and completes it, as the person whose task it is, so that the case takes its longest way. */
    void work(TaskFeed.NewTask task);

    /** The job executor runs, or stands still. */
    void jobs(boolean run);
}
