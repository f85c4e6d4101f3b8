package io.redress.identity;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.stereotype.Component;

/**
 * The lists in Tasklist, the task that is due first on top. Filters hold expressions, which are code; so they are made
 * here, and nobody may make or change one.
 */
@Component
class TaskFilters {

    private record Definition(String name, String description, String color, Function<TaskQuery, TaskQuery> query) {}

    private static final List<Definition> ALL = List.of(
            new Definition(
                    "My tasks",
                    "What you have claimed or been given",
                    "#2f6f4f",
                    query -> query.taskAssigneeExpression("${currentUser()}")),
            new Definition(
                    "My groups",
                    "What anybody in your roles may take",
                    "#2b5c8a",
                    query -> query.taskCandidateGroupInExpression("${currentUserGroups()}")
                            .taskUnassigned()),
            new Definition(
                    "Overdue",
                    "What should have been done already",
                    "#a3312d",
                    query -> query.dueBeforeExpression("${now()}")),
            new Definition(
                    "Due within 24 hours",
                    "What is due from now until this time tomorrow",
                    "#8a5a00",
                    query -> query.dueAfterExpression("${now()}").dueBeforeExpression("${dateTime().plusDays(1)}")),
            new Definition("All tasks", "Everything you may see", "#555555", query -> query));

    private final FilterService filters;
    private final TaskService tasks;
    private final AuthorizationService authorizations;

    TaskFilters(FilterService filters, TaskService tasks, AuthorizationService authorizations) {
        this.filters = filters;
        this.tasks = tasks;
        this.authorizations = authorizations;
    }

    /** Creates what is missing and puts right what differs. */
    void establish() {
        int priority = 0;
        for (Definition definition : ALL) {
            String id = establish(definition, priority++);
            for (String role : Roles.ALL) {
                RoleGrants.establish(authorizations, role, Resources.FILTER, id, Set.of(Permissions.READ));
            }
        }
    }

    private String establish(Definition definition, int priority) {
        Filter filter = filters.createFilterQuery().filterName(definition.name()).unlimitedList().stream()
                .findFirst()
                .orElseGet(() -> filters.newTaskFilter(definition.name()));
        TaskQuery query = definition
                .query()
                .apply(tasks.createTaskQuery())
                .orderByDueDate()
                .asc();
        filter.setQuery((TaskQueryImpl) query);
        filter.setProperties(Map.of(
                "description",
                definition.description(),
                "color",
                definition.color(),
                "priority",
                priority,
                "refresh",
                true,
                "showUndefinedVariable",
                false,
                "variables",
                List.of(Map.of("name", "complaintReference", "label", "Complaint"))));
        return filters.saveFilter(filter).getId();
    }
}
