package io.redress.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

class DeniedCommandsTest {

    /** Reads, and what the engine does for itself. */
    private static final Pattern HARMLESS = Pattern.compile(
            "(Get|Find|Is|Determine|Optimize|Execute|Fetch|AuthorizationCheck|CheckPassword|ReportDb|Telemetry|Evaluate"
                    + "Decision|HistoryLevelSetup|SchemaOperation|HistoryCleanupScheduler|AcquireJobs|UnlockJob|DefaultJob"
                    + "Retry|JobRetry|Register|Unregister|CreateMigrationPlan|Bootstrap|Cleanable|FailedJob|SuccessfulJob|.*Query.*).*");

    /** Left to the engine's authorizations: who may do these is identity's. */
    private static final Set<String> LEFT_TO_AUTHORIZATIONS = Set.of(
            // models and starts; the gate and the start page decide besides
            "DeployCmd",
            "StartProcessInstanceCmd",
            "SubmitStartFormCmd",
            // a task's people, dates and completion; the rules decide besides
            "AssignTaskCmd",
            "ClaimTaskCmd",
            "DelegateTaskCmd",
            "CompleteTaskCmd",
            "ResolveTaskCmd",
            "SubmitTaskFormCmd",
            "SaveTaskCmd",
            "SetTaskDescriptionCmd",
            "SetTaskDueDateCmd",
            "SetTaskFollowUpDateCmd",
            "SetTaskNameCmd",
            "SetTaskOwnerCmd",
            "SetTaskPriorityCmd",
            "AddGroupIdentityLinkCmd",
            "AddUserIdentityLinkCmd",
            "DeleteGroupIdentityLinkCmd",
            "DeleteUserIdentityLinkCmd",
            "DeleteIdentityLinkCmd",
            "AddIdentityLinkForProcessDefinitionCmd",
            "DeleteIdentityLinkForProcessDefinitionCmd",
            // an administrator's help for what stands still
            "ActivateBatchCmd",
            "ActivateJobCmd",
            "ActivateJobDefinitionCmd",
            "ActivateProcessDefinitionCmd",
            "ActivateProcessInstanceCmd",
            "SuspendBatchCmd",
            "SuspendJobCmd",
            "SuspendJobDefinitionCmd",
            "SuspendProcessDefinitionCmd",
            "SuspendProcessInstanceCmd",
            "UpdateProcessInstancesSuspendStateBatchCmd",
            "UpdateProcessInstancesSuspendStateCmd",
            "SetJobRetriesCmd",
            "SetJobsRetriesBatchCmd",
            "SetJobsRetriesByProcessBatchCmd",
            "SetJobDuedateCmd",
            "SetJobPriorityCmd",
            "SetJobDefinitionPriorityCmd",
            "RecalculateJobDuedateCmd",
            "CreateIncidentCmd",
            "ResolveIncidentCmd",
            // people, filters, authorizations
            "CreateAuthorizationCommand",
            "SaveAuthorizationCmd",
            "DeleteAuthorizationCmd",
            "CreateFilterCmd",
            "SaveFilterCmd",
            "DeleteFilterCmd",
            "CreateGroupCmd",
            "SaveGroupCmd",
            "DeleteGroupCmd",
            "CreateMembershipCmd",
            "DeleteMembershipCmd",
            "CreateTenantCmd",
            "SaveTenantCmd",
            "DeleteTenantCmd",
            "CreateTenantGroupMembershipCmd",
            "DeleteTenantGroupMembershipCmd",
            "CreateTenantUserMembershipCmd",
            "DeleteTenantUserMembershipCmd",
            "CreateUserCmd",
            "SaveUserCmd",
            "DeleteUserCmd",
            "UnlockUserCmd",
            "SetUserInfoCmd",
            "DeleteUserInfoCmd",
            "SetUserPictureCmd",
            "DeleteUserPictureCmd",
            "SetLicenseKeyCmd",
            "DeleteLicenseKeyCmd",
            "LicenseCmd",
            // external tasks: no model has one, the gate refuses them
            "CompleteExternalTaskCmd",
            "ExtendLockOnExternalTaskCmd",
            "HandleExternalTaskBpmnErrorCmd",
            "HandleExternalTaskFailureCmd",
            "LockExternalTaskCmd",
            "UnlockExternalTaskCmd",
            "SetExternalTaskPriorityCmd",
            "SetExternalTaskRetriesCmd",
            "SetExternalTasksRetriesBatchCmd",
            "SetExternalTasksRetriesCmd",
            // parts of a denied command, of no use alone
            "ActivityAfterInstantiationCmd",
            "ActivityBeforeInstantiationCmd",
            "ActivityCancellationCmd",
            "ActivityInstanceCancellationCmd",
            "TransitionInstanceCancellationCmd",
            "TransitionInstantiationCmd");

    @Test
    void everyCommandThatChangesSomethingIsDeniedOrLeftToAuthorizationsOnPurpose() {
        List<Class<?>> commands = commands();
        assertThat(commands).hasSizeGreaterThan(200);

        Set<String> undecided = new TreeSet<>();
        for (Class<?> command : commands) {
            String name = command.getSimpleName();
            if (!HARMLESS.matcher(name).matches()
                    && !LEFT_TO_AUTHORIZATIONS.contains(name)
                    && !DeniedCommands.denies(command)) {
                undecided.add(name);
            }
        }

        assertThat(undecided)
                .as("commands of the engine that nobody decided about")
                .isEmpty();
    }

    @Test
    void nothingIsBothDeniedAndLeft() {
        assertThat(commands())
                .filteredOn(command -> LEFT_TO_AUTHORIZATIONS.contains(command.getSimpleName()))
                .noneMatch(DeniedCommands::denies);
    }

    private static List<Class<?>> commands() {
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AssignableTypeFilter(Command.class));
        return scan.findCandidateComponents("org.camunda.bpm.engine.impl").stream()
                .<Class<?>>map(found -> ClassUtils.resolveClassName(found.getBeanClassName(), null))
                .filter(type -> !type.isMemberClass() && !type.isAnonymousClass() && !type.isLocalClass())
                .toList();
    }
}
