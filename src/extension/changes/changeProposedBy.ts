import * as vscode from 'vscode';
import { err, type Result } from '../../engine/base/result.ts';
import type { PhaseId, RunId, ToolCallId } from '../../engine/model/ids.ts';
import { json } from '../../engine/model/json.ts';
import { type ProposedChange, proposedChange } from '../../engine/tools/proposedChange.ts';
import type { Composition } from '../compose.ts';

export interface ProposingCall {
  readonly run: RunId;
  readonly phase: PhaseId;
  readonly call: ToolCallId;
}

/** What a recorded call would make of its file as it is now. */
export async function changeProposedBy({ runs, store, files }: Composition, asked: ProposingCall): Promise<Result<ProposedChange, string>> {
  const call = await runs.toolCall(asked);
  if (!call) return err(vscode.l10n.t('There is nothing stored under this address.'));
  const input = json.safeParse(parsed(await store.text(call.input)));
  return input.success ? proposedChange(files, { name: call.name, input: input.data }) : err(vscode.l10n.t('The arguments of this call are no JSON.'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
