import * as vscode from 'vscode';
import * as z from 'zod';
import { artifactId, phaseId, runId, toolCallId } from '../../engine/model/ids.ts';
import type { Composition } from '../compose.ts';

const source = z.union([z.strictObject({ artifact: artifactId }), z.strictObject({ run: runId, phase: phaseId, call: toolCallId })]);

/** The text of a virtual document; where there is nothing behind its address, a sentence that says so. */
export async function documentText(composition: Composition, uri: vscode.Uri): Promise<string> {
  const asked = source.safeParse(toJson(uri.query)).data;
  if (asked && 'artifact' in asked) {
    const artifact = await composition.runs.artifact(asked.artifact);
    if (artifact) return `${JSON.stringify(artifact.data, null, 2)}\n`;
  } else if (asked) {
    const call = await composition.runs.toolCall(asked);
    if (call) {
      const output = call.output ? await composition.store.text(call.output) : '';
      return [`${call.name}  ${call.outcome ?? ''}`, '', toPretty(await composition.store.text(call.input)), '', output].join('\n');
    }
  }
  return vscode.l10n.t('There is nothing stored under this address.');
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
