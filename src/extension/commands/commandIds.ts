/** The commands of the manifest, but for the prefix `phasegate.` */
export const commandIds = [
  'newProject', 'start', 'continue', 'pause', 'resume', 'cancel', 'toggleAuto', 'raiseBudget', 'answer', 'steerPhase',
  'retryPhase', 'retryPhaseWithModel', 'askReviewers', 'skipPhase', 'editAndAccept', 'forceAccept',
  'rollBack', 'undoRollback', 'fork', 'exportRun',
  'openPipeline', 'showRun', 'showParentRun', 'inspectArtifact', 'openArtifactJson', 'showToolCall', 'showCosts', 'showPhaseChanges', 'showProposal',
  'setApiKey', 'chooseModel', 'manageProviders', 'testProvider', 'editPermissions', 'tryAgain', 'restoreStore',
  'openTemplate', 'startFromTemplate', 'newTemplate', 'duplicateTemplate', 'renameTemplate', 'deleteTemplate', 'setDefaultTemplate', 'importTemplate', 'exportTemplate',
  'chooseProjectModel',
  'allowServer', 'revokeServer', 'endServer', 'logInServer', 'showBackground', 'stopBackground', 'tryTool', 'useCommand', 'showToolFile',
] as const;

export type CommandId = (typeof commandIds)[number];
