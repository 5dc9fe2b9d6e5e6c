import * as vscode from 'vscode';
import type { PhaseView } from '../../engine/workflow/runView.ts';

interface Tainted {
  readonly artifact: { readonly isForced: boolean } | null;
  readonly restsOnForced: PhaseView['restsOnForced'];
}

/** What a phase's work owes to outputs that a person accepted unvalidated; `undefined` where it owes nothing. */
export function taintOf({ artifact, restsOnForced }: Tainted): string | undefined {
  if (artifact?.isForced) return vscode.l10n.t('accepted unvalidated');
  return restsOnForced.length === 0 ? undefined : vscode.l10n.t('rests on an output accepted unvalidated: {0}', restsOnForced.join(', '));
}

/** For the end of a line. */
export function shortTaintOf({ artifact, restsOnForced }: Tainted): string | undefined {
  if (artifact?.isForced) return vscode.l10n.t('accepted unvalidated');
  return restsOnForced.length === 0 ? undefined : vscode.l10n.t('rests on unvalidated');
}
