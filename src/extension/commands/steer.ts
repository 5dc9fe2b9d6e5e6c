import * as vscode from 'vscode';
import { longestSteering } from '../../engine/model/steering.ts';
import { withOwnEngine } from './commandScope.ts';
import { send } from './send.ts';
import { phaseAllowing } from './target.ts';

/** Writes to a phase, what a webview gives along or what the person is asked for here; its model is told at its next turn. */
export const steerPhase = withOwnEngine(async (composition, args) => {
  const target = await phaseAllowing(composition, args, 'steer');
  if (!target) return;
  const text = typeof args[1] === 'string' ? args[1] : await ask(target.phase.name);
  if (text !== undefined && text.trim() !== '') await send(composition, target.run, { type: 'steer', phase: target.phase.id, text });
});

async function ask(phaseName: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Write to {0}', phaseName),
    prompt: vscode.l10n.t('The model is told at its next turn.'),
    ignoreFocusOut: true,
    validateInput: (value) => (value.length > longestSteering ? vscode.l10n.t('A message has at most {0} characters.', String(longestSteering)) : undefined),
  });
}
