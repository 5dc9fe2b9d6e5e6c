import * as vscode from 'vscode';
import type { Shortage } from '../../engine/model/budget.ts';
import { withOwnEngine } from './commandScope.ts';
import { send } from './send.ts';
import { runOf } from './target.ts';

/** Asks for a new cap in place of the one that is used up, and goes on. */
export const raiseBudget = withOwnEngine(async (composition, args) => {
  const view = await runOf(composition, args);
  const shortage = view?.run.pause?.shortage;
  if (!view || !shortage) return;
  const cap = await askCap(shortage);
  if (cap === undefined) return;
  const { scope, phase, unit } = shortage;
  await send(composition, view.run.id, { type: 'raise-budget', scope, budget: { [unit]: cap }, ...(scope === 'phase' && { phase }) });
  await send(composition, view.run.id, { type: 'resume' });
});

async function askCap({ scope, unit, cap, spent, needed }: Shortage): Promise<number | undefined> {
  const least = spent + needed;
  const text = await vscode.window.showInputBox({
    title: { phase: vscode.l10n.t('Budget of the Phase'), run: vscode.l10n.t('Budget of the Run'), day: vscode.l10n.t('Budget of the Day') }[scope],
    prompt: unit === 'tokens' ? vscode.l10n.t('How many tokens? {0} are spent.', spent.toLocaleString()) : vscode.l10n.t('How many US dollars? {0} are spent.', spent.toFixed(4)),
    value: String(unit === 'tokens' ? Math.ceil(Math.max(2 * cap, least)) : Math.ceil(100 * Math.max(2 * cap, least)) / 100),
    ignoreFocusOut: true,
    validateInput: (value) => (Number(value) >= least ? undefined : vscode.l10n.t('The next call alone needs a cap of {0}.', unit === 'tokens' ? least.toLocaleString() : least.toFixed(4))),
  });
  return text === undefined ? undefined : unit === 'tokens' ? Math.floor(Number(text)) : Number(text);
}
