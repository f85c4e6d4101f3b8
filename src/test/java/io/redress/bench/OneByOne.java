package io.redress.bench;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Takes cases along one after the other while the job executor stands still, so that everything counted is the case's. */
final class OneByOne {

    private static final int MOST_STEPS = 60;

    private final Side side;
    private final JdbcTemplate outside;

    OneByOne(Side side) {
        this.side = side;
        outside = side.database().jdbc();
    }

    /** From the start to the end. */
    String lifecycle() {
        side.feed().reset();
        String reference = side.start();
        toItsEnd(reference);
        return reference;
    }

    /** Until it waits for a person and nothing else. */
    String standing() {
        side.feed().reset();
        String reference = side.start();
        while (runJobs(reference)) {}
        return reference;
    }

    /** A case that stands, with this open task. */
    void finish(String reference, TaskFeed.NewTask task) {
        side.feed().reset();
        side.work(task);
        toItsEnd(reference);
    }

    private void toItsEnd(String reference) {
        for (int step = 0; side.feed().ended() == 0; step++) {
            if (step > MOST_STEPS) {
                throw new AssertionError(reference + " does not come to its end");
            }
            while (runJobs(reference)) {}
            try {
                TaskFeed.NewTask task = side.feed().poll(0);
                if (task != null) {
                    side.work(task);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Asked for past the side's own connections; a timer that is not due is none of these. */
    private boolean runJobs(String reference) {
        List<String> jobs = outside.queryForList(
                "select j.id_ from act_ru_job j join act_ru_execution e on e.id_ = j.process_instance_id_"
                        + " where e.business_key_ = ? and j.retries_ > 0"
                        + " and (j.duedate_ is null or j.duedate_ <= clock_timestamp())",
                String.class,
                reference);
        jobs.forEach(job -> side.engine().getManagementService().executeJob(job));
        return !jobs.isEmpty();
    }
}
