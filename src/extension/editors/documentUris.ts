import * as vscode from 'vscode';
import type { Artifact } from '../../engine/model/artifact.ts';
import type { PhaseId, RunId } from '../../engine/model/ids.ts';
import type { ToolCall } from '../../engine/model/toolCall.ts';

/** Read-only documents: artifacts and tool calls. */
export const artifactScheme = 'phasegate-artifact';
/** Outputs that wait for a decision; saving one accepts it. */
export const editScheme = 'phasegate-edit';

export function artifactUri({ id, phase, iteration, type }: Artifact): vscode.Uri {
  const name = `${phase}${iteration === null ? '' : `-${iteration + 1}`}.${type}.json`;
  return vscode.Uri.from({ scheme: artifactScheme, path: `/${name}`, query: JSON.stringify({ artifact: id }) });
}

export function toolCallUri({ id, runId: run, phase, name }: ToolCall): vscode.Uri {
  return vscode.Uri.from({ scheme: artifactScheme, path: `/${name}.txt`, query: JSON.stringify({ run, phase, call: id }) });
}

export function decisionUri(run: RunId, phase: PhaseId): vscode.Uri {
  return vscode.Uri.from({ scheme: editScheme, path: `/${run}/${phase}.json` });
}

/** What `decisionUri` was made of. */
export function decisionOf({ path }: vscode.Uri): { readonly run: string | undefined; readonly phase: string | undefined } {
  const [, run, name] = path.split('/');
  return { run, phase: name?.replace(/\.json$/, '') };
}
