import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as z from 'zod';
import { shapesOnly } from '../../src/engine/base/redaction.ts';
import { ok } from '../../src/engine/base/result.ts';
import { systemClock } from '../../src/engine/node/systemClock.ts';
import { recordingModels } from '../../src/engine/providers/recording/recordingModels.ts';
import { wires } from '../servers/wire/wires.ts';
import type { Wire } from '../servers/wire/wire.ts';
import { converse } from './conversation.ts';

export interface StreamingFigures {
  /** Processor time for each piece of text, by protocol: from its bytes to the event that is signalled, the vendor's SDK included. */
  readonly microseconds: Readonly<Record<string, number>>;
  /** Heap at the end of an answer of 40,000 pieces over that of 10,000. */
  readonly heapGrowth: number;
}

const pieces = 10_000;

/** Answers come from memory, so that what is measured is adapter, SDK, agent and recording alone. */
export async function measureStreaming(): Promise<StreamingFigures> {
  const microseconds: Record<string, number> = {};
  for (const wire of wires) {
    await stream(wire, pieces);
    const before = process.cpuUsage();
    const events = await stream(wire, pieces);
    const { user, system } = process.cpuUsage(before);
    microseconds[wire.name] = (user + system) / events;
  }
  const [wire] = wires;
  if (!wire) throw new Error('There is no protocol to measure.');
  const [small, large] = [await heapAfter(wire, pieces), await heapAfter(wire, 4 * pieces)];
  return { microseconds, heapGrowth: large / small };
}

async function stream(wire: Wire, count: number): Promise<number> {
  const real = globalThis.fetch;
  globalThis.fetch = async () => new Response(bodyOf(wire, count), { headers: { 'content-type': 'text/event-stream' } });
  try {
    const models = recordingModels({ resolve: async () => ok(wire.modelAt('http://127.0.0.1:1')) }, { exchanges: { keep: (make) => void make(), of: async () => [] }, redaction: shapesOnly, clock: systemClock() });
    const model = await models.resolve(wire.reference);
    return model.ok ? await converse({ model: model.value, system: 'You write.', tools: [], output: () => '', maxTurns: 1 }) : 0;
  } finally {
    globalThis.fetch = real;
  }
}

/** As a network would bring it: a few events at a time, made when they are asked for. */
function bodyOf(wire: Wire, count: number): ReadableStream<Uint8Array> {
  const events = wire.turn({ text: Array.from({ length: count }, (_, index) => `word ${index % 10} `) });
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode(events.slice(sent, sent + 16).join('')));
      sent += 16;
      if (sent >= events.length) controller.close();
    },
  });
}

const collectGarbage = z.custom<() => void>((value) => typeof value === 'function');

async function heapAfter(wire: Wire, count: number): Promise<number> {
  await stream(wire, count);
  setFlagsFromString('--expose-gc');
  collectGarbage.parse(runInNewContext('gc'))();
  return process.memoryUsage().heapUsed;
}
