import type { Failure, FailureKind } from '../model/failure.ts';
import type { LanguageModel, TurnRequest } from '../ports/languageModel.ts';

/** What stands between a person and a model that answers. */
export type Trouble = 'key' | 'network' | 'quota' | 'model' | 'address' | 'vendor' | 'request';

export type Diagnosis =
  | { readonly ok: true; readonly model: string; readonly callsTools: boolean; readonly durationMs: number }
  | { readonly ok: false; readonly trouble: Trouble; readonly failure: Failure };

/** A small turn that shows at once whether the model calls tools, without which no phase can end. */
const request: TurnRequest = {
  system: 'You test a connection. Call the tool "report" once, with the text "ready". Say nothing else.',
  messages: [{ role: 'user', text: 'Report.' }],
  tools: [{ name: 'report', description: 'Reports that the connection works.', inputSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'], additionalProperties: false } }],
  maxOutputTokens: 1_024,
  seed: 1,
};

/** Asks the model one short thing and says what is wrong: key, network, quota or model. Never throws; costs a few hundred tokens. */
export async function diagnose(model: LanguageModel, signal: AbortSignal): Promise<Diagnosis> {
  const startedMs = performance.now();
  let callsTools = false;
  for await (const event of model.streamTurn(request, signal)) {
    if (event.type === 'tool-call') callsTools ||= event.call.name === 'report' && event.call.malformed === undefined;
    if (event.type === 'turn-failed') return troubleOf(event.failure);
  }
  return { ok: true, model: model.id, callsTools, durationMs: Math.round(performance.now() - startedMs) };
}

export function troubleOf(failure: Failure): Extract<Diagnosis, { ok: false }> {
  return { ok: false, trouble: troubleByKind[failure.kind] ?? 'vendor', failure };
}

const troubleByKind: Partial<Record<FailureKind, Trouble>> = {
  auth: 'key',
  permission: 'key',
  billing: 'quota',
  'rate-limit': 'quota',
  'not-found': 'model',
  network: 'network',
  timeout: 'network',
  'cut-off': 'network',
  malformed: 'address',
  'bad-input': 'request',
  'too-long': 'request',
  filtered: 'request',
};
