import * as vscode from 'vscode';
import { longestSteering } from '../../engine/model/fact.ts';
import { withOwnEngine } from './commandScope.ts';
import { send } from './send.ts';
import { phaseAllowing } from './target.ts';

/** Writes to a phase; its model is told at its next turn. */
export const steerPhase = withOwnEngine(async (composition, args) => {
  const target = await phaseAllowing(composition, args, 'steer');
  if (!target) return;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Write to {0}', target.phase.name),
    prompt: vscode.l10n.t('The model is told at its next turn.'),
    ignoreFocusOut: true,
    validateInput: (value) => (value.length > longestSteering ? vscode.l10n.t('A message has at most {0} characters.', String(longestSteering)) : undefined),
  });
  if (text !== undefined && text.trim() !== '') await send(composition, target.run, { type: 'steer', phase: target.phase.id, text });
});
