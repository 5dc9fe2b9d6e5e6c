import * as vscode from 'vscode';
import { json } from '../../../engine/model/json.ts';
import type { Usage } from '../../../engine/model/usage.ts';
import type { TurnEvent } from '../../../engine/ports/languageModel.ts';

/** The editor tells no numbers. */
const unknownUsage: Usage = { inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null };

/** The parts of an answer as events. Parts of kinds that are not known are left out: newer editors send more than text and calls. */
export async function* readTurn(stream: AsyncIterable<unknown>): AsyncGenerator<TurnEvent> {
  let calls = 0;
  for await (const part of stream) {
    if (part instanceof vscode.LanguageModelTextPart) yield { type: 'text-delta', text: part.value };
    if (!(part instanceof vscode.LanguageModelToolCallPart)) continue;
    calls += 1;
    yield toCall(part);
  }
  yield { type: 'turn-end', reason: calls > 0 ? 'tool-calls' : 'stop', usage: unknownUsage };
}

function toCall({ callId, name, input }: vscode.LanguageModelToolCallPart): TurnEvent {
  const parsed = json.safeParse(input);
  return { type: 'tool-call', call: parsed.success ? { id: callId, name, input: parsed.data } : { id: callId, name, input: null, malformed: JSON.stringify(input) ?? '' } };
}
