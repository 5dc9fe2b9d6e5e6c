import { showPhaseChanges } from '../changes/showPhaseChanges.ts';
import { showProposal } from '../changes/showProposal.ts';
import { answer } from './answer.ts';
import { showBackground, stopBackground } from './backgroundCommands.ts';
import { editPermissions } from './editPermissions.ts';
import { editAndAccept, forceAccept } from './acceptCommands.ts';
import type { CommandId } from './commandIds.ts';
import type { Handler } from './commandScope.ts';
import { exportRun } from './exportRun.ts';
import { fork } from './fork.ts';
import { chooseModel, setApiKey, testProvider } from './modelCommands.ts';
import { manageProviders } from '../providers/manageProviders.ts';
import { newProject } from './newProject.ts';
import { chooseProjectModel } from './projectModel.ts';
import { raiseBudget } from './raiseBudget.ts';
import { restoreStore } from './restoreStore.ts';
import { rollBack, undoRollback } from './rollBack.ts';
import { askReviewers, cancel, plain, retryPhase, retryPhaseWithModel, skipPhase, toggleAuto } from './runCommands.ts';
import { inspectArtifact, openArtifactJson, openPipeline, showParentRun, showRun, showToolCall } from './showCommands.ts';
import { showCosts } from './showCosts.ts';
import { steerPhase } from './steer.ts';
import { allowServer, endServer, revokeServer } from './serverCommands.ts';
import { logInServer } from './logInServer.ts';
import { showToolFile } from './showToolFile.ts';
import { start } from './start.ts';
import { deleteTemplate, renameTemplate, setDefaultTemplate } from '../templates/changeTemplates.ts';
import { duplicateTemplate, newTemplate } from '../templates/createTemplates.ts';
import { openTemplate } from '../templates/openTemplate.ts';
import { startFromTemplate } from '../templates/startFromTemplate.ts';
import { exportTemplate, importTemplate } from '../templates/transferTemplates.ts';
import { tryTool } from './tryTool.ts';
import { useCommand } from './useCommand.ts';

/** What each command does; forgetting one is a compile error. */
export const handlers: Readonly<Record<CommandId, Handler>> = {
  newProject,
  start,
  continue: plain('continue'),
  pause: plain('pause'),
  resume: plain('resume'),
  cancel,
  toggleAuto,
  raiseBudget,
  answer,
  steerPhase,
  retryPhase,
  retryPhaseWithModel,
  askReviewers,
  skipPhase,
  editAndAccept,
  forceAccept,
  rollBack,
  undoRollback,
  fork,
  exportRun,
  openPipeline,
  showRun,
  showParentRun,
  inspectArtifact,
  openArtifactJson,
  showToolCall,
  showCosts,
  showPhaseChanges,
  showProposal,
  allowServer,
  revokeServer,
  endServer,
  logInServer,
  showBackground,
  stopBackground,
  tryTool,
  useCommand,
  showToolFile,
  setApiKey,
  chooseModel,
  chooseProjectModel,
  manageProviders,
  testProvider,
  editPermissions,
  restoreStore,
  openTemplate,
  startFromTemplate,
  newTemplate,
  duplicateTemplate,
  renameTemplate,
  deleteTemplate,
  setDefaultTemplate,
  importTemplate,
  exportTemplate,
  tryAgain: async ({ session }) => void (await session.tryAgain()),
};
