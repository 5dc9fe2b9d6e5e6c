import * as vscode from 'vscode';
import type { Artifact } from '../../engine/model/artifact.ts';
import { isReviewExecution } from '../../engine/model/reviewExecution.ts';

/** The phase, and which of its iterations; for a review what it is about. */
export function nameOf({ iteration, execution }: Pick<Artifact, 'iteration' | 'execution'>, phaseName: string): string {
  const name = iteration === null ? phaseName : vscode.l10n.t('{0}, item {1}', phaseName, String(iteration + 1));
  return execution && isReviewExecution(execution) ? vscode.l10n.t('Opinion on {0}', name) : name;
}
