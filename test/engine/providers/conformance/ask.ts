import assert from 'node:assert/strict';
import type { Failure } from '../../../../src/engine/model/failure.ts';
import type { ModelToolCall } from '../../../../src/engine/model/message.ts';
import type { TurnEvent, TurnRequest } from '../../../../src/engine/ports/languageModel.ts';
import type { TransportLimits } from '../../../../src/engine/providers/guardedFetch.ts';
import { startFaultServer, type FaultServer, type Reply } from '../../../servers/faultServer.ts';
import { canaryKey } from '../../../servers/wire/canary.ts';
import type { Wire } from '../../../servers/wire/wire.ts';

export const request: TurnRequest = {
  system: 'You work.',
  messages: [{ role: 'user', text: 'Hello' }],
  tools: [{ name: 'read_file', description: 'Reads.', inputSchema: { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] } }],
  maxOutputTokens: 100,
  seed: 1,
};

export const never = new AbortController().signal;

/** All events, checked for the promises of the port: exactly one ending, it is last, and the key is nowhere. */
export async function collect(events: AsyncIterable<TurnEvent>): Promise<readonly TurnEvent[]> {
  const all: TurnEvent[] = [];
  for await (const event of events) all.push(event);
  const endings = all.filter(({ type }) => type === 'turn-end' || type === 'turn-failed');
  assert.equal(endings.length, 1, JSON.stringify(all).slice(0, 2_000));
  assert.equal(all.at(-1), endings[0]);
  assert.ok(!JSON.stringify(all).includes(canaryKey), 'the key is in an event');
  return all;
}

export interface Answered {
  readonly events: readonly TurnEvent[];
  readonly server: FaultServer;
}

/** One turn against a server that always answers like this. */
export async function answered(wire: Wire, reply: Reply, limits: Partial<TransportLimits> = {}): Promise<Answered> {
  const server = await startFaultServer(() => reply);
  try {
    return { events: await collect(wire.modelAt(server.url, limits).streamTurn(request, never)), server };
  } finally {
    await server.close();
  }
}

export async function failureOf(wire: Wire, reply: Reply, limits: Partial<TransportLimits> = {}): Promise<Failure> {
  const { events } = await answered(wire, reply, limits);
  const last = events.at(-1);
  assert.ok(last?.type === 'turn-failed', JSON.stringify(last));
  assert.deepEqual(callsOf(events), [], 'a call of a broken turn was passed on');
  return last.failure;
}

export function textOf(events: readonly TurnEvent[]): string {
  return events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('');
}

export function callsOf(events: readonly TurnEvent[]): readonly ModelToolCall[] {
  return events.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []));
}

export function endOf(events: readonly TurnEvent[]): Extract<TurnEvent, { type: 'turn-end' }> {
  const last = events.at(-1);
  assert.ok(last?.type === 'turn-end', JSON.stringify(last));
  return last;
}
