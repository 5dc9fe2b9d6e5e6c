import * as vscode from 'vscode';
import type { RunId } from '../../engine/model/ids.ts';
import type { PhaseView } from '../../engine/workflow/runView.ts';
import type { Composition } from '../compose.ts';

/** The phase of a run that has begun and may not write yet says which run it waits for. */
export function withWriterTurn({ engine, runs }: Pick<Composition, 'engine' | 'runs'>, run: RunId, phases: readonly PhaseView[]): PhaseView[] {
  const other = engine.writers.waitsFor(run);
  if (other === null) return [...phases];
  const goal = runs.known(other)?.inputs['goal'];
  const message = typeof goal === 'string' && goal !== ''
    ? vscode.l10n.t('Waits for another run that is writing to the same files: {0}', goal)
    : vscode.l10n.t('Waits for another run that is writing to the same files.');
  return phases.map((phase) => (mayWait(phase) ? { ...phase, message } : phase));
}

function mayWait({ status, isWriter, reviews }: PhaseView): boolean {
  return status === 'running' && isWriter === true && reviews?.at(-1)?.decision !== null;
}
