import * as vscode from 'vscode';
import * as z from 'zod';
import { artifactId, checkpointId, phaseId, runId, toolCallId } from '../../engine/model/ids.ts';
import { changeProposedBy } from '../changes/changeProposedBy.ts';
import type { CallPermission, ToolCall } from '../../engine/model/toolCall.ts';
import type { Composition } from '../compose.ts';

const source = z.union([
  z.strictObject({ artifact: artifactId }),
  z.strictObject({ run: runId, phase: phaseId, call: toolCallId }),
  z.strictObject({ run: runId, phase: phaseId, call: toolCallId, proposal: z.literal(true) }),
  z.strictObject({ run: runId, checkpoint: checkpointId, path: z.string() }),
  z.strictObject({ nothing: z.literal(true) }),
]);
type CheckpointFile = Extract<z.infer<typeof source>, { checkpoint: unknown }>;

/** The text of a virtual document; where there is nothing behind its address, a sentence that says so. */
export async function documentText(composition: Composition, uri: vscode.Uri): Promise<string> {
  const asked = source.safeParse(toJson(uri.query)).data;
  if (asked && 'artifact' in asked) {
    const artifact = await composition.runs.artifact(asked.artifact);
    if (artifact) return `${JSON.stringify(artifact.data, null, 2)}\n`;
  } else if (asked && 'nothing' in asked) {
    return '';
  } else if (asked && 'checkpoint' in asked) {
    return checkpointText(composition, asked);
  } else if (asked && 'proposal' in asked) {
    const change = await changeProposedBy(composition, asked);
    return change.ok ? change.value.after : change.error;
  } else if (asked) {
    const call = await composition.runs.toolCall(asked);
    if (call) {
      const output = call.output ? await composition.store.text(call.output) : '';
      return [`${call.name}  ${call.outcome ?? ''}`, ...permissionLines(await permissionOf(composition, call)), '', toPretty(await composition.store.text(call.input)), '', output].join('\n');
    }
  }
  return vscode.l10n.t('There is nothing stored under this address.');
}

/** A reason stands where the text cannot: binary content, or a checkpoint that is not kept any more. */
async function checkpointText({ runs, snapshots }: Composition, { run, checkpoint, path }: CheckpointFile): Promise<string> {
  const snapshot = (await runs.state(run))?.checkpoints.find((memento) => memento.checkpoint === checkpoint)?.snapshot;
  if (!snapshot) return vscode.l10n.t('This checkpoint is not kept any more.');
  const text = await snapshots.textAt(snapshot, path);
  return text.ok ? (text.value ?? '') : text.error;
}

const scopes = { once: vscode.l10n.t('this call was allowed'), phase: vscode.l10n.t('allowed for this phase'), project: vscode.l10n.t('allowed here for good'), denied: vscode.l10n.t('not allowed') } as const;

async function permissionOf({ store }: Composition, { id, runId: run }: ToolCall): Promise<CallPermission | undefined> {
  return (await store.facts(run)).flatMap(({ event }) => (event.type === 'tool-finished' && event.call === id && event.permission ? [event.permission] : []))[0];
}

/** What was decided before it ran, why, and what the person said. */
function permissionLines(permission: CallPermission | undefined): readonly string[] {
  if (!permission) return [];
  const { decision, reason, answer } = permission;
  const decided = { allow: vscode.l10n.t('Allowed'), ask: vscode.l10n.t('Asked'), deny: vscode.l10n.t('Refused') }[decision];
  return [vscode.l10n.t('Permission: {0}', [decided, ...(answer ? [scopes[answer]] : []), reason].filter((part) => part !== '').join(' · '))];
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toPretty(text: string): string {
  const value = toJson(text);
  return value === undefined ? text : JSON.stringify(value, null, 2);
}
