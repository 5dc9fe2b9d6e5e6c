import * as vscode from 'vscode';
import type { Project } from '../../engine/model/project.ts';
import type { ToView } from '../../webview/protocol.ts';
import type { Situation } from '../session.ts';

/** What a view without a run says, and with `reason` which action it offers. */
export function emptyMessage(situation: Situation, projects: readonly Project[]): Extract<ToView, { type: 'empty' }> {
  switch (situation.status) {
    case 'no-folder':
      return { type: 'empty', reason: 'no-folder', message: vscode.l10n.t('A project lives in a folder. Open one to begin.') };
    case 'untrusted':
      return { type: 'empty', reason: 'untrusted', message: vscode.l10n.t('Phasegate runs tools in this folder, so it waits until you trust it.') };
    case 'problem':
      return { type: 'empty', reason: situation.problem.type === 'owned' ? 'read-only' : 'store-problem', message: situation.problem.message };
    case 'idle':
    case 'opening':
    case 'open':
      return projects.length === 0
        ? { type: 'empty', reason: 'no-project', message: vscode.l10n.t('A project has a goal and a workflow that takes it there, phase by phase.') }
        : { type: 'empty', reason: 'no-run', message: vscode.l10n.t('{0} has no run yet.', projects[0]?.name ?? '') };
  }
}
