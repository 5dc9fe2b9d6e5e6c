import * as vscode from 'vscode';
import type { Artifact } from '../../engine/model/artifact.ts';

/** The phase, and which of its iterations. */
export function nameOf({ iteration }: Pick<Artifact, 'iteration'>, phaseName: string): string {
  return iteration === null ? phaseName : vscode.l10n.t('{0}, item {1}', phaseName, String(iteration + 1));
}
