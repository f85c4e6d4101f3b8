package io.redress.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.redress.complaint.Cases;
import io.redress.complaint.Complaints;
import io.redress.complaint.process.CaseTasks;
import io.redress.testing.RedressTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.task.TaskQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@RedressTest
class TaskAuthorizationsIT {

    private static final Map<String, String> PEOPLE = Map.of(
            "agent", Roles.AGENTS,
            "handler", Roles.HANDLERS,
            "investigator", Roles.INVESTIGATORS,
            "quality", Roles.QUALITY,
            "owner", Roles.OWNERS,
            "auditor", Roles.AUDITORS,
            "admin", Roles.ADMINISTRATORS,
            "nobody", "no-role");

    @Autowired
    Complaints complaints;

    @Autowired
    CaseTasks caseTasks;

    @Autowired
    Actors actors;

    @Autowired
    TaskService tasks;

    @Autowired
    IdentityService identity;

    @Autowired
    AuthorizationService authorizations;

    private final Map<String, String> ours = new LinkedHashMap<>();

    /** One task that is free, one that its group's member holds, one handed to somebody else, one given back, one owned. */
    @BeforeEach
    void tasksInEveryHand() {
        Cases cases = new Cases(complaints, caseTasks, actors);
        for (String hand : List.of("free", "held", "handed-on", "given-back", "owned", "invited", "for-two-groups")) {
            String reference = cases.registered(Cases.about("P-SEEN", "The pump stops."));
            ours.put(hand, cases.task(reference, Cases.TRIAGE));
        }
        tasks.claim(ours.get("held"), "handler");
        tasks.setAssignee(ours.get("handed-on"), "investigator");
        tasks.claim(ours.get("given-back"), "agent");
        tasks.setAssignee(ours.get("given-back"), null);
        tasks.setOwner(ours.get("owned"), "agent");
        tasks.addCandidateUser(ours.get("invited"), "agent");
        tasks.addCandidateGroup(ours.get("for-two-groups"), Roles.INVESTIGATORS);
    }

    @Test
    void everybodySeesInListsWhatTheyHaveTheRightToRead() {
        Map<String, Function<TaskQuery, TaskQuery>> questions = new LinkedHashMap<>();
        questions.put("all", query -> query);
        questions.put("of a case", query -> query.processDefinitionKey("complaint-handling"));
        questions.put("free for handlers", query -> query.taskCandidateGroup(Roles.HANDLERS));
        questions.put("for handlers", query -> query.taskCandidateGroup(Roles.HANDLERS)
                .includeAssignedTasks());
        questions.put(
                "for two groups", query -> query.taskCandidateGroupIn(List.of(Roles.HANDLERS, Roles.INVESTIGATORS))
                        .includeAssignedTasks());
        questions.put("the handler's", query -> query.taskAssignee("handler"));
        questions.put("the investigator's", query -> query.taskAssignee("investigator"));
        questions.put("open to the agent", query -> query.taskCandidateUser("agent"));
        questions.put("with the agent", query -> query.taskInvolvedUser("agent"));
        questions.put("either", query -> query.or()
                .taskAssignee("handler")
                .taskOwner("agent")
                .taskUnassigned()
                .endOr());
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Map.Entry<String, Function<TaskQuery, TaskQuery>> question : questions.entrySet()) {
            Set<String> answer = ids(question.getValue().apply(query()));
            for (String person : PEOPLE.keySet()) {
                Set<String> expected = answer.stream()
                        .filter(task -> mayRead(person, task))
                        .map(this::hand)
                        .collect(Collectors.toCollection(TreeSet::new));
                Set<String> listed = as(person, () -> ids(question.getValue().apply(query())).stream()
                        .map(this::hand)
                        .collect(Collectors.toCollection(TreeSet::new)));
                long count = as(person, () -> question.getValue().apply(query()).count());
                if (!listed.equals(expected) || count != expected.size()) {
                    wrong.add("%s, %s: sees %s and counts %d, may see %s"
                            .formatted(person, question.getKey(), listed, count, expected));
                }
                seen += listed.size();
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).as("rows compared").isGreaterThan(100);
    }

    @Test
    void whatSomebodyHandedOnTheySeeNoMore() {
        assertThat(as("investigator", () -> ids(query()))).contains(ours.get("handed-on"));
        tasks.setAssignee(ours.get("handed-on"), "handler");
        assertThat(as("investigator", () -> ids(query()))).doesNotContain(ours.get("handed-on"));
    }

    private TaskQuery query() {
        return tasks.createTaskQuery().taskIdIn(ours.values().toArray(String[]::new));
    }

    private String hand(String task) {
        return ours.entrySet().stream()
                .filter(entry -> entry.getValue().equals(task))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private boolean mayRead(String person, String task) {
        List<String> groups = List.of(PEOPLE.get(person));
        return authorizations.isUserAuthorized(person, groups, Permissions.READ, Resources.TASK, task)
                || authorizations.isUserAuthorized(
                        person, groups, Permissions.READ_TASK, Resources.PROCESS_DEFINITION, "complaint-handling");
    }

    private static Set<String> ids(TaskQuery query) {
        return query.listPage(0, 100).stream().map(Task::getId).collect(Collectors.toSet());
    }

    private <T> T as(String person, Supplier<T> work) {
        identity.setAuthentication(person, List.of(PEOPLE.get(person)));
        try {
            return work.get();
        } finally {
            identity.clearAuthentication();
        }
    }
}
