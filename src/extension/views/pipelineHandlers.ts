import * as vscode from 'vscode';
import type { RunId } from '../../engine/model/ids.ts';
import type { Handlers, ToHost } from '../../webview/protocol.ts';
import { openLink } from '../host/openLink.ts';

const runCommands = {
  start: 'phasegate.start',
  continue: 'phasegate.continue',
  pause: 'phasegate.pause',
  resume: 'phasegate.resume',
  cancel: 'phasegate.cancel',
  'roll-back': 'phasegate.rollBack',
  'raise-budget': 'phasegate.raiseBudget',
} as const;

const phaseCommands = {
  retry: 'phasegate.retryPhase',
  'retry-with-model': 'phasegate.retryPhaseWithModel',
  review: 'phasegate.askReviewers',
  skip: 'phasegate.skipPhase',
  'edit-and-accept': 'phasegate.editAndAccept',
  'force-accept': 'phasegate.forceAccept',
  'roll-back': 'phasegate.rollBack',
  fork: 'phasegate.fork',
} as const;

const emptyActions = {
  'no-folder': 'vscode.openFolder',
  untrusted: 'workbench.trust.manage',
  'read-only': 'phasegate.tryAgain',
  'store-problem': 'phasegate.showLog',
} as const;

type Request = Exclude<ToHost, { type: 'ready' | 'resync' | 'select' }>;

/** What a webview asks for becomes a command, which checks trust and lets the engine decide. `run` is the run it shows. */
export function handleRequest(message: Request, run: RunId | undefined): void {
  const execute = (command: string, ...args: readonly unknown[]): void => void vscode.commands.executeCommand(command, ...args);
  const ofRun = run && { type: 'run', run };
  const handlers: Handlers<Request> = {
    command: ({ command }) => execute(runCommands[command], ofRun),
    'set-auto': ({ isAuto }) => execute('phasegate.toggleAuto', ofRun, isAuto),
    'phase-command': ({ command, phase }) => execute(phaseCommands[command], { type: 'phase', run, phase }),
    answer: ({ call, answer }) => execute('phasegate.answer', ofRun, { call, answer }),
    steer: ({ phase, text }) => execute('phasegate.steerPhase', { type: 'phase', run, phase }, text),
    'open-artifact': ({ artifact }) => execute('phasegate.inspectArtifact', { type: 'artifact', run, artifact }),
    'open-json': ({ artifact }) => execute('phasegate.openArtifactJson', { type: 'artifact', run, artifact }),
    'show-changes': ({ phase }) => execute('phasegate.showPhaseChanges', { type: 'phase', run, phase }),
    'show-proposal': ({ phase, call }) => execute('phasegate.showProposal', { type: 'phase', run, phase }, { call }),
    'open-panel': () => execute('phasegate.openPipeline'),
    'open-parent': () => execute('phasegate.showParentRun', ofRun),
    'open-link': ({ href }) => void openLink(href),
    'new-project': () => execute('phasegate.newProject'),
    'empty-action': ({ reason }) => execute(emptyActions[reason]),
  };
  const handler: (message: never) => void = handlers[message.type];
  handler(message as never);
}
