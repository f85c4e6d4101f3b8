package io.redress.complaint;

import io.redress.complaint.process.CaseTasks;
import io.redress.core.Actor;
import io.redress.identity.Actors;
import io.redress.identity.Roles;
import io.redress.party.CustomerDetails;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Makes cases for tests and takes them along, as the people who would; waits for the engine's own steps. */
public class Cases {

    public static final Actor AGENT = Actor.person("agent", Set.of(Roles.AGENTS));
    public static final Actor HANDLER = Actor.person("handler", Set.of(Roles.HANDLERS));
    public static final Actor INVESTIGATOR = Actor.person("investigator", Set.of(Roles.INVESTIGATORS));
    public static final Actor QUALITY = Actor.person("quality", Set.of(Roles.QUALITY));
    public static final Actor AUDITOR = Actor.person("auditor", Set.of(Roles.AUDITORS));

    public static final String TRIAGE = "UserTask_TriageComplaint";
    public static final String REACH = "UserTask_ReachCustomer";
    public static final String INVESTIGATE = "UserTask_InvestigateComplaint";
    public static final String ANSWER = "UserTask_AnswerCustomer";
    public static final String APPROVE = "UserTask_ApproveAnswer";
    public static final String DELIVER = "UserTask_DeliverAnswer";

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final Complaints complaints;
    private final CaseTasks tasks;
    private final Actors actors;

    public Cases(Complaints complaints, CaseTasks tasks, Actors actors) {
        this.complaints = complaints;
        this.tasks = tasks;
        this.actors = actors;
    }

    public static RegisterComplaint about(String productCode, String description) {
        return about(productCode, description, UUID.randomUUID() + "@example.org");
    }

    public static RegisterComplaint about(String productCode, String description, String email) {
        return new RegisterComplaint(
                "phone",
                null,
                null,
                null,
                "en",
                new CustomerDetails("Pat Example", email, null, null, "US", null),
                List.of(new RegisterComplaint.Product(productCode, "Pump", "L-7", null, null)),
                "performance",
                description,
                null,
                null);
    }

    public String registered(RegisterComplaint registration) {
        return as(AGENT, () -> complaints.register(registration));
    }

    public ComplaintView view(String reference) {
        return as(AUDITOR, () -> complaints.get(reference));
    }

    public <T> T as(Actor actor, Supplier<T> work) {
        AtomicReference<T> result = new AtomicReference<>();
        actors.as(actor, () -> result.set(work.get()));
        return result.get();
    }

    public void as(Actor actor, Runnable work) {
        actors.as(actor, work);
    }

    /** Waits until the case has this open task. */
    public String task(String reference, String key) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> seen;
        do {
            List<CaseTasks.OpenTask> open = tasks.open(reference);
            for (CaseTasks.OpenTask task : open) {
                if (task.kind().equals(key)) {
                    return task.id();
                }
            }
            seen = open.stream().map(CaseTasks.OpenTask::kind).toList();
            pause();
        } while (System.nanoTime() < end);
        throw new AssertionError(reference + " has no open task " + key + "; it has " + seen + " and is "
                + view(reference).state());
    }

    /** Waits until the case is in this state. */
    public ComplaintView state(String reference, ComplaintState state) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        ComplaintView view;
        do {
            view = view(reference);
            if (view.state() == state) {
                return view;
            }
            pause();
        } while (System.nanoTime() < end);
        throw new AssertionError(reference + " is " + view.state() + ", not " + state);
    }

    public void complete(String reference, String key, Actor actor, Map<String, Object> fields) {
        String task = task(reference, key);
        as(actor, () -> tasks.complete(task, fields));
    }

    /** Through triage, without an investigation, to the answer that waits for approval; written by the handler. */
    public void toApproval(String reference, String answer) {
        String suggested = view(reference, TRIAGE).severity();
        complete(
                reference,
                TRIAGE,
                HANDLER,
                Map.of("outcome", "complaint", "chosenSeverity", suggested == null ? "minor" : suggested));
        answered(reference, answer);
    }

    public void answered(String reference, String answer) {
        task(reference, ANSWER);
        as(HANDLER, () -> complaints.writeAnswer(reference, answer));
        complete(reference, ANSWER, HANDLER, Map.of());
    }

    public void approved(String reference) {
        task(reference, APPROVE);
        as(QUALITY, () -> complaints.decideAnswer(reference, true, null));
        complete(reference, APPROVE, QUALITY, Map.of("approved", true));
    }

    private ComplaintView view(String reference, String afterTask) {
        task(reference, afterTask);
        return view(reference);
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
