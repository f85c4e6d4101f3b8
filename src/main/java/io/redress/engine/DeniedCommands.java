package io.redress.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.impl.ProcessInstantiationBuilderImpl;
import org.camunda.bpm.engine.impl.SetAnnotationForOperationLog;
import org.camunda.bpm.engine.impl.batch.DeleteBatchCmd;
import org.camunda.bpm.engine.impl.batch.RestartProcessInstancesBatchCmd;
import org.camunda.bpm.engine.impl.batch.history.DeleteHistoricBatchCmd;
import org.camunda.bpm.engine.impl.cmd.*;
import org.camunda.bpm.engine.impl.cmd.batch.CorrelateAllMessageBatchCmd;
import org.camunda.bpm.engine.impl.cmd.batch.DeleteHistoricProcessInstancesBatchCmd;
import org.camunda.bpm.engine.impl.cmd.batch.DeleteProcessInstanceBatchCmd;
import org.camunda.bpm.engine.impl.cmd.batch.removaltime.SetRemovalTimeToHistoricBatchesCmd;
import org.camunda.bpm.engine.impl.cmd.batch.removaltime.SetRemovalTimeToHistoricDecisionInstancesCmd;
import org.camunda.bpm.engine.impl.cmd.batch.removaltime.SetRemovalTimeToHistoricProcessInstancesCmd;
import org.camunda.bpm.engine.impl.cmd.batch.variables.SetVariablesToProcessInstancesBatchCmd;
import org.camunda.bpm.engine.impl.cmmn.cmd.CaseExecutionVariableCmd;
import org.camunda.bpm.engine.impl.cmmn.cmd.CreateCaseInstanceCmd;
import org.camunda.bpm.engine.impl.cmmn.cmd.StateTransitionCaseExecutionCmd;
import org.camunda.bpm.engine.impl.cmmn.cmd.UpdateCaseDefinitionHistoryTimeToLiveCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.DeleteHistoricDecisionInstanceByDefinitionIdCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.DeleteHistoricDecisionInstanceByInstanceIdCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.DeleteHistoricDecisionInstancesBatchCmd;
import org.camunda.bpm.engine.impl.dmn.cmd.DeleteHistoricDecisionInstancesBulkCmd;
import org.camunda.bpm.engine.impl.form.FormDefinition;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.migration.MigrateProcessInstanceCmd;
import org.camunda.bpm.engine.impl.migration.batch.MigrateProcessInstanceBatchCmd;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;

/**
 * What nobody may do through the engine's own interfaces, whatever their role: move a case round its rules, or change
 * what is on record. Our own code may; it goes through the domain.
 */
final class DeniedCommands {

    private static final Map<Class<?>, String> DENIED = new LinkedHashMap<>();

    static {
        String moves = "A running case is moved by its tasks only";
        deny(
                moves,
                ModifyProcessInstanceCmd.class,
                ModifyProcessInstanceAsyncCmd.class,
                ProcessInstanceModificationCmd.class,
                ProcessInstanceModificationBatchCmd.class,
                StartProcessInstanceAtActivitiesCmd.class,
                MigrateProcessInstanceCmd.class,
                MigrateProcessInstanceBatchCmd.class,
                SetProcessDefinitionVersionCmd.class,
                RestartProcessInstancesCmd.class,
                RestartProcessInstancesBatchCmd.class,
                DeleteProcessInstanceCmd.class,
                DeleteProcessInstancesCmd.class,
                DeleteProcessInstanceBatchCmd.class,
                CorrelateMessageCmd.class,
                CorrelateAllMessageCmd.class,
                CorrelateAllMessageBatchCmd.class,
                MessageEventReceivedCmd.class,
                SignalEventReceivedCmd.class,
                SignalCmd.class,
                EvaluateStartConditionCmd.class,
                HandleTaskBpmnErrorCmd.class,
                HandleTaskEscalationCmd.class,
                CreateCaseInstanceCmd.class,
                StateTransitionCaseExecutionCmd.class);
        deny(
                "Variables are written by completing a task only",
                SetExecutionVariablesCmd.class,
                SetTaskVariablesCmd.class,
                PatchExecutionVariablesCmd.class,
                PatchTaskVariablesCmd.class,
                RemoveExecutionVariablesCmd.class,
                RemoveTaskVariablesCmd.class,
                SetVariablesToProcessInstancesBatchCmd.class,
                CaseExecutionVariableCmd.class);
        deny(
                "Notes and files belong to the case's own page, where they are kept on record",
                AddCommentCmd.class,
                UpdateCommentCmd.class,
                DeleteTaskCommentCmd.class,
                DeleteProcessInstanceCommentCmd.class,
                CreateAttachmentCmd.class,
                SaveAttachmentCmd.class,
                DeleteAttachmentCmd.class);
        deny("Tasks are made by a process only", CreateTaskCmd.class, DeleteTaskCmd.class);
        deny(
                "What is on record is not deleted or given an end",
                DeleteDeploymentCmd.class,
                DeleteProcessDefinitionsByIdsCmd.class,
                DeleteProcessDefinitionsByKeyCmd.class,
                DeleteHistoricProcessInstancesCmd.class,
                DeleteHistoricProcessInstancesBatchCmd.class,
                DeleteHistoricTaskInstanceCmd.class,
                DeleteHistoricVariableInstanceCmd.class,
                DeleteHistoricVariableInstancesByProcessInstanceIdCmd.class,
                DeleteHistoricCaseInstanceCmd.class,
                DeleteHistoricCaseInstancesBulkCmd.class,
                DeleteHistoricDecisionInstanceByDefinitionIdCmd.class,
                DeleteHistoricDecisionInstanceByInstanceIdCmd.class,
                DeleteHistoricDecisionInstancesBatchCmd.class,
                DeleteHistoricDecisionInstancesBulkCmd.class,
                DeleteHistoricBatchCmd.class,
                DeleteBatchCmd.class,
                DeleteUserOperationLogEntryCmd.class,
                SetAnnotationForOperationLog.class,
                SetAnnotationForIncidentCmd.class,
                HistoryCleanupCmd.class,
                SetRemovalTimeToHistoricProcessInstancesCmd.class,
                SetRemovalTimeToHistoricDecisionInstancesCmd.class,
                SetRemovalTimeToHistoricBatchesCmd.class,
                UpdateProcessDefinitionHistoryTimeToLiveCmd.class,
                UpdateDecisionDefinitionHistoryTimeToLiveCmd.class,
                DeleteMetricsCmd.class,
                DeleteTaskMetricsCmd.class,
                DeleteJobCmd.class,
                DeleteJobsCmd.class,
                UpdateCaseDefinitionHistoryTimeToLiveCmd.class,
                SetPropertyCmd.class,
                DeletePropertyCmd.class,
                PurgeDatabaseAndCacheCmd.class);
    }

    private DeniedCommands() {}

    /** @throws AuthorizationException (403 on both REST mounts) when no client may do this */
    static void refuse(Command<?> command, CommandContext context) {
        DENIED.forEach((type, reason) -> {
            if (type.isInstance(command)) {
                throw new AuthorizationException(reason + ".");
            }
        });
        if (command instanceof SaveTaskCmd
                && CommandFields.get(command, "task") instanceof TaskEntity task
                && task.getRevision() == 0) {
            throw new AuthorizationException("Tasks are made by a process only.");
        }
        String page = startPage(command, context);
        if (page != null) {
            throw new AuthorizationException("This process is started on its page, " + page + ".");
        }
    }

    /** The page of ours on which a process is started; null when the command starts none, or one without a page. */
    private static @Nullable String startPage(Command<?> command, CommandContext context) {
        ProcessDefinitionEntity definition = null;
        if (command instanceof StartProcessInstanceCmd
                && CommandFields.get(command, "instantiationBuilder")
                        instanceof ProcessInstantiationBuilderImpl start) {
            definition = new GetDeployedProcessDefinitionCmd(start, false).execute(context);
        } else if (command instanceof SubmitStartFormCmd
                && CommandFields.get(command, "processDefinitionId") instanceof String id) {
            definition =
                    context.getProcessEngineConfiguration().getDeploymentCache().findDeployedProcessDefinitionById(id);
        }
        FormDefinition form = definition == null ? null : definition.getStartFormDefinition();
        if (form == null || form.getFormKey() == null) {
            return null;
        }
        String key = form.getFormKey().getExpressionText();
        return key != null && key.startsWith("/") ? key : null;
    }

    static boolean denies(Class<?> command) {
        return DENIED.keySet().stream().anyMatch(type -> type.isAssignableFrom(command));
    }

    private static void deny(String reason, Class<?>... commands) {
        for (Class<?> command : commands) {
            DENIED.put(command, reason);
        }
    }
}
