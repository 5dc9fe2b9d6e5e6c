import * as vscode from 'vscode';
import type { Artifact } from '../../engine/model/artifact.ts';
import type { CheckpointId, PhaseId, RunId, ToolCallId } from '../../engine/model/ids.ts';
import type { ToolCall } from '../../engine/model/toolCall.ts';

/** Read-only documents: artifacts, tool calls, files of checkpoints. */
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

export interface CheckpointFile {
  readonly run: RunId;
  readonly checkpoint: CheckpointId;
  /** Relative to the workspace. */
  readonly path: string;
}

/** A file as a checkpoint has it; the path keeps its name, so that the editor knows its language. */
export function checkpointFileUri({ run, checkpoint, path }: CheckpointFile): vscode.Uri {
  return vscode.Uri.from({ scheme: artifactScheme, path: `/${path}`, query: JSON.stringify({ run, checkpoint, path }) });
}

/** What a call that waits for permission would make of its file. */
export function proposalUri({ run, phase, call, path }: { readonly run: RunId; readonly phase: PhaseId; readonly call: ToolCallId; readonly path: string }): vscode.Uri {
  return vscode.Uri.from({ scheme: artifactScheme, path: `/${path}`, query: JSON.stringify({ run, phase, call, proposal: true }) });
}

/** The empty side of a comparison, for a file that is not there. */
export function nothingUri(path: string): vscode.Uri {
  return vscode.Uri.from({ scheme: artifactScheme, path: `/${path}`, query: JSON.stringify({ nothing: true }) });
}

export function decisionUri(run: RunId, phase: PhaseId): vscode.Uri {
  return vscode.Uri.from({ scheme: editScheme, path: `/${run}/${phase}.json` });
}

/** What `decisionUri` was made of. */
export function decisionOf({ path }: vscode.Uri): { readonly run: string | undefined; readonly phase: string | undefined } {
  const [, run, name] = path.split('/');
  return { run, phase: name?.replace(/\.json$/, '') };
}
