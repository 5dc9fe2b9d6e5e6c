import * as vscode from 'vscode';
import type { Composition } from '../compose.ts';
import { type Handler, withOwnEngine } from './commandScope.ts';
import { send } from './send.ts';
import { phaseAllowing, runOf } from './target.ts';
import { askModel } from './askModel.ts';

/** A command on the run meant, as it is. */
export function plain(type: 'continue' | 'pause' | 'resume'): Handler {
  return withOwnEngine(async (composition, args) => {
    const view = await runOf(composition, args);
    if (view) await send(composition, view.run.id, { type });
  });
}

export const cancel = withOwnEngine(async (composition, args) => {
  const view = await runOf(composition, args);
  if (!view) return;
  const yes = vscode.l10n.t('Cancel the Run');
  const answer = await vscode.window.showWarningMessage(vscode.l10n.t('Cancel this run for good?'), { modal: true, detail: vscode.l10n.t('What it has produced is kept. To stop for now and go on later, pause it.') }, yes);
  if (answer === yes) await send(composition, view.run.id, { type: 'cancel' });
});

/** A second argument says which way; otherwise the other way. */
export const toggleAuto = withOwnEngine(async (composition, args) => {
  const view = await runOf(composition, args);
  if (view) await send(composition, view.run.id, { type: 'set-auto', isAuto: typeof args[1] === 'boolean' ? args[1] : !view.run.isAuto });
});

export const retryPhase = withOwnEngine((composition, args) => retry(composition, args, () => Promise.resolve(null)));

export const retryPhaseWithModel = withOwnEngine((composition, args) => retry(composition, args, () => askModel(vscode.l10n.t('Which model should try again?'))));

async function retry(composition: Composition, args: readonly unknown[], chooseModel: () => Promise<string | null | undefined>): Promise<void> {
  const target = await phaseAllowing(composition, args, 'retry');
  const model = target && (await chooseModel());
  if (target && model !== undefined) await send(composition, target.run, { type: 'retry', phase: target.phase.id, model });
}

/** Those who gave no opinion. */
export const askReviewers = withOwnEngine(async (composition, args) => {
  const target = await phaseAllowing(composition, args, 'review');
  if (target) await send(composition, target.run, { type: 'review', phase: target.phase.id });
});

export const skipPhase = withOwnEngine(async (composition, args) => {
  const target = await phaseAllowing(composition, args, 'skip');
  if (target) await send(composition, target.run, { type: 'skip', phase: target.phase.id });
});
