import assert from 'node:assert/strict';
import type { TransportLimits } from '../../../../src/engine/providers/guardedFetch.ts';
import type { LanguageModel, TurnEvent, TurnRequest } from '../../../../src/engine/ports/languageModel.ts';
import { createAnthropic } from '../../../../src/engine/providers/anthropic/createAnthropic.ts';
import { startFaultServer, type FaultServer, type Reply } from '../../../servers/faultServer.ts';
import { canaryKey } from '../../../servers/wire/canary.ts';

export const request: TurnRequest = {
  system: 'You work.',
  messages: [{ role: 'user', text: 'Hello' }],
  tools: [{ name: 'read_file', description: 'Reads.', inputSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] } }],
  maxOutputTokens: 100,
  seed: 1,
};

export function modelAt(baseUrl: string, limits: Partial<TransportLimits> = {}): LanguageModel {
  const created = createAnthropic({ apiKey: canaryKey, model: 'claude-haiku-4-5', baseUrl, limits });
  assert.ok(created.ok);
  return created.value;
}

export async function collect(events: AsyncIterable<TurnEvent>): Promise<readonly TurnEvent[]> {
  const all: TurnEvent[] = [];
  for await (const event of events) all.push(event);
  assertOneEnding(all);
  return all;
}

/** The promise of the port: exactly one ending, and it is last. */
export function assertOneEnding(events: readonly TurnEvent[]): void {
  const endings = events.filter(({ type }) => type === 'turn-end' || type === 'turn-failed');
  assert.equal(endings.length, 1, JSON.stringify(events));
  assert.equal(events.at(-1), endings[0]);
  assert.ok(!JSON.stringify(events).includes(canaryKey), 'the key is in an event');
}

export interface Answered {
  readonly events: readonly TurnEvent[];
  readonly server: FaultServer;
}

/** One turn against a server that answers like this. */
export async function answeredWith(reply: Reply, limits: Partial<TransportLimits> = {}, asked: TurnRequest = request): Promise<Answered> {
  const server = await startFaultServer(() => reply);
  try {
    return { events: await collect(modelAt(server.url, limits).streamTurn(asked, new AbortController().signal)), server };
  } finally {
    await server.close();
  }
}
