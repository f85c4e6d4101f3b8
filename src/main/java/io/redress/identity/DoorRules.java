package io.redress.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Everything that may be called on the engine's interfaces, and by whom. What is not in this list is denied, to every
 * role; what is in it may still be denied by the engine's own authorizations. Starting, moving, deleting and migrating
 * instances, writing variables, notes, files, messages, signals, external tasks and anything that deletes history are
 * not in it.
 *
 * <p>Each line is methods and a path; {@code *} stands for one segment, a last {@code **} for any number. {@code GET}
 * includes {@code HEAD}. Behind {@code :} stand the roles, where not everybody who is signed in is meant.
 */
final class DoorRules {

    /** Under {@code /engine-rest} and {@code /camunda/api/engine/engine/default}. */
    static final DoorRules ENGINE = new DoorRules("""
            # What every client asks first
            GET /version
            GET /engine
            GET /identity/groups
            GET,POST /identity/password-policy
            GET /authorization/check

            # Tasklist: lists, tasks, forms
            GET,OPTIONS /filter
            GET /filter/count
            GET,OPTIONS /filter/*
            GET,POST /filter/*/list
            GET,POST /filter/*/count
            GET,POST /filter/*/singleResult
            GET,POST /task
            GET,POST /task/count
            GET /task/*
            POST /task/*/claim
            POST /task/*/unclaim
            POST /task/*/assignee
            POST /task/*/complete
            POST /task/*/submit-form
            GET /task/*/form
            GET /task/*/form-variables
            GET /task/*/rendered-form
            GET /task/*/deployed-form
            GET /task/*/identity-links
            GET /task/*/variables
            GET /task/*/variables/*
            GET /task/*/localVariables
            GET /task/*/localVariables/*
            GET /task/*/comment
            GET /task/*/attachment

            # Models, to read
            GET /process-definition
            GET /process-definition/count
            GET /process-definition/statistics
            GET /process-definition/key/*
            GET /process-definition/key/*/xml
            GET /process-definition/key/*/diagram
            GET /process-definition/key/*/startForm
            GET /process-definition/key/*/statistics
            GET /process-definition/*
            GET /process-definition/*/xml
            GET /process-definition/*/diagram
            GET /process-definition/*/startForm
            GET /process-definition/*/static-called-process-definitions
            GET /process-definition/*/statistics
            GET /decision-definition
            GET /decision-definition/count
            GET /decision-definition/key/*
            GET /decision-definition/key/*/xml
            GET /decision-definition/key/*/diagram
            GET /decision-definition/*
            GET /decision-definition/*/xml
            GET /decision-definition/*/diagram
            GET /decision-requirements-definition
            GET /decision-requirements-definition/count
            GET /decision-requirements-definition/*
            GET /decision-requirements-definition/*/xml
            GET /decision-requirements-definition/*/diagram
            GET /decision-requirements-definition/*/statistics
            GET /case-definition
            GET /case-definition/count

            # Deployments: Modeler and process owners
            GET /deployment
            GET /deployment/count
            GET /deployment/registered
            GET /deployment/*
            GET /deployment/*/resources
            GET /deployment/*/resources/*
            GET /deployment/*/resources/*/data
            POST /deployment/create : process-owners

            # What runs, to read: Cockpit
            GET,POST /process-instance
            GET,POST /process-instance/count
            GET /process-instance/*
            GET /process-instance/*/activity-instances
            GET /process-instance/*/variables
            GET /process-instance/*/variables/*
            GET,POST /execution
            GET,POST /execution/count
            GET /execution/*
            GET /execution/*/localVariables
            GET /execution/*/localVariables/*
            GET,POST /variable-instance
            GET,POST /variable-instance/count
            GET /variable-instance/*
            GET /incident
            GET /incident/count
            GET /incident/*
            GET /event-subscription
            GET /event-subscription/count
            GET,POST /external-task
            GET,POST /external-task/count
            GET,POST /job
            GET,POST /job/count
            GET /job/*
            GET /job/*/stacktrace
            GET,POST /job-definition
            GET,POST /job-definition/count
            GET /job-definition/*
            GET /batch
            GET /batch/count
            GET /batch/statistics
            GET /batch/statistics/count
            GET /batch/*
            GET /case-execution
            GET /case-execution/count
            GET /case-instance
            GET /case-instance/count

            # What stood still is tried again
            PUT /job/*/retries : administrators
            PUT /job-definition/*/retries : administrators

            # What happened, to read
            GET,POST /history/process-instance
            GET,POST /history/process-instance/count
            GET /history/process-instance/*
            GET,POST /history/activity-instance
            GET,POST /history/activity-instance/count
            GET /history/activity-instance/*
            GET,POST /history/task
            GET,POST /history/task/count
            GET,POST /history/variable-instance
            GET,POST /history/variable-instance/count
            GET /history/variable-instance/*
            GET,POST /history/detail
            GET,POST /history/detail/count
            GET /history/detail/*
            GET /history/decision-instance
            GET /history/decision-instance/count
            GET /history/decision-instance/*
            GET /history/decision-requirements-definition/*/statistics
            GET,POST /history/incident
            GET,POST /history/incident/count
            GET /history/identity-link-log
            GET /history/identity-link-log/count
            GET,POST /history/job-log
            GET,POST /history/job-log/count
            GET /history/job-log/*
            GET /history/job-log/*/stacktrace
            GET /history/external-task-log
            GET /history/external-task-log/count
            GET /history/user-operation
            GET /history/user-operation/count
            GET /history/process-definition/*/statistics
            GET /history/batch
            GET /history/batch/count
            GET /history/batch/*
            GET /history/case-definition/*/statistics
            GET /history/case-instance
            GET /history/case-instance/count

            # People: names for everybody, the screens of Admin for administrators
            GET,OPTIONS /user
            GET /user/count
            GET,OPTIONS /user/*
            GET /user/*/profile
            PUT /user/*/credentials
            PUT /user/*/profile : administrators
            POST /user/create : administrators
            POST /user/*/unlock : administrators
            GET,OPTIONS,POST /group
            GET,POST /group/count
            GET,OPTIONS /group/*
            OPTIONS /group/*/members
            PUT,DELETE /group/*/members/* : administrators
            GET,OPTIONS /authorization : administrators
            GET /authorization/count : administrators
            GET,OPTIONS /authorization/* : administrators
            GET,OPTIONS /tenant
            GET /tenant/count
            GET /metrics : administrators
            GET /metrics/*/sum : administrators
            """);

    /** Under {@code /camunda/api}, but for the engine's. */
    static final DoorRules WEBAPPS = new DoorRules("""
            GET /engine/engine
            GET /admin/auth/user/default
            POST /admin/auth/user/default/logout
            GET /admin/plugin/**
            GET /cockpit/plugin/**
            # Queries whose criteria do not fit into an address
            POST /cockpit/plugin/base/default/process-instance
            POST /cockpit/plugin/base/default/process-instance/count
            POST /cockpit/plugin/base/default/process-instance/*/called-process-instances
            POST /cockpit/plugin/base/default/process-definition/*/called-process-definitions
            POST /cockpit/plugin/base/default/incident
            POST /cockpit/plugin/base/default/incident/count
            GET /tasklist/plugin/**
            GET /welcome/plugin/**
            """);

    private record Rule(Set<String> methods, List<String> path, Set<String> roles) {

        boolean fits(List<String> asked) {
            int last = path.size() - 1;
            if (path.get(last).equals("**")) {
                return asked.size() > last && fits(asked, last);
            }
            return asked.size() == path.size() && fits(asked, path.size());
        }

        private boolean fits(List<String> asked, int segments) {
            for (int i = 0; i < segments; i++) {
                if (!path.get(i).equals("*") && !path.get(i).equals(asked.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Rule> rules = new ArrayList<>();

    private DoorRules(String lines) {
        lines.lines()
                .map(String::trim)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    String[] parts = line.split("[ :]+", -1);
                    Set<String> roles = Set.copyOf(Arrays.asList(parts).subList(2, parts.length));
                    if (!Roles.ALL.containsAll(roles)) {
                        throw new IllegalArgumentException("No such role: " + line);
                    }
                    rules.add(new Rule(Set.of(parts[0].split(",")), segments(parts[1]), roles));
                });
    }

    /** @param path decoded segments below the mount, without empty ones at the end */
    boolean allow(String method, List<String> path, Set<String> roles) {
        String asked = method.equals("HEAD") ? "GET" : method;
        return rules.stream()
                .filter(rule -> rule.methods().contains(asked) && rule.fits(path))
                .anyMatch(
                        rule -> rule.roles().isEmpty() || rule.roles().stream().anyMatch(roles::contains));
    }

    static List<String> segments(String path) {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
    }
}
