import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { redaction } from '../../../../src/engine/base/redaction.ts';
import { ok } from '../../../../src/engine/base/result.ts';
import { failed } from '../../../../src/engine/model/failure.ts';
import type { Json } from '../../../../src/engine/model/json.ts';
import { exchangeFiles } from '../../../../src/engine/node/exchangeFiles.ts';
import type { Exchange } from '../../../../src/engine/ports/exchanges.ts';
import type { LanguageModel, TurnEvent, TurnRequest } from '../../../../src/engine/ports/languageModel.ts';
import { recordedModels } from '../../../../src/engine/providers/recording/recordedModel.ts';
import { recordingModels } from '../../../../src/engine/providers/recording/recordingModels.ts';

const key = 'canary-7f3a91c0d2e84b65';
const hidden = redaction(() => [key]);
const request: TurnRequest = { system: 'You work.', messages: [{ role: 'user', text: 'Hello' }], tools: [], maxOutputTokens: 100, seed: 1 };
const usage = { inputTokens: 10, outputTokens: 5, cachedTokens: 4, costUsd: 0.25 };
const answer: readonly TurnEvent[] = [
  { type: 'text-delta', text: 'Hel' }, { type: 'text-delta', text: 'lo' },
  { type: 'tool-call', call: { id: 'c', name: 'read_file', input: { path: 'a' } } },
  { type: 'turn-end', reason: 'tool-calls', usage, opaque: { signed: 'x' } },
];

describe('recording', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'phasegate-exchanges-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const warnings: string[] = [];
  const log = { info: () => undefined, warn: (message: string) => void warnings.push(message), error: () => undefined };
  const store = () => exchangeFiles(folder, log);
  const record = async (...answers: readonly (readonly TurnEvent[])[]): Promise<void> => {
    let now = 1_000;
    const ports = { exchanges: store(), redaction: hidden, clock: { now: () => (now += 1_000), monotonicMs: () => now } };
    for (const [index, events] of answers.entries()) {
      const model = await opened(recordingModels({ resolve: async () => ok(answering(events)) }, ports));
      await all(model.streamTurn(request, new AbortController().signal));
      await eventually(() => files(folder).length === index + 1);
    }
  };
  const replay = async (asked: TurnRequest = request, reference = 'recorded', times = 1): Promise<readonly TurnEvent[]> => {
    const model = await opened(recordedModels(store(), hidden), reference);
    let events: readonly TurnEvent[] = [];
    for (let time = 0; time < times; time++) events = await all(model.streamTurn(asked, new AbortController().signal));
    return events;
  };

  it('keeps request, model, events with their times, and usage', async () => {
    await record(answer);
    const [exchange] = contents(folder);
    assert.deepEqual([exchange?.model, exchange?.startedAt, exchange?.request.length], ['x/y', 2_000, 64]);
    assert.deepEqual(exchange?.events.map(({ event }) => event.type), ['text-delta', 'tool-call', 'turn-end']);
    assert.ok(exchange?.events.every(({ atMs }) => atMs === 0));
  });

  it('is replayed word for word, at no cost, whatever the seed', async () => {
    await record(answer);
    assert.deepEqual(await replay({ ...request, seed: 99 }), [{ type: 'text-delta', text: 'Hello' }, answer[2], { type: 'turn-end', reason: 'tool-calls', usage: { ...usage, costUsd: 0 }, opaque: { signed: 'x' } }]);
  });

  it('gives what came then, failures too, in their order, and the last ever after', async () => {
    await record([{ type: 'turn-failed', failure: failed('overloaded', 'Busy.', { isRetryable: true }) }], answer);
    assert.equal((await replay()).at(-1)?.type, 'turn-failed');
    for (const times of [2, 3]) assert.equal((await replay(request, 'recorded', times)).at(-1)?.type, 'turn-end');
  });

  it('can be asked for one model alone', async () => {
    await record(answer);
    assert.equal((await replay(request, 'recorded/x/y')).at(-1)?.type, 'turn-end');
    assert.equal((await replay(request, 'recorded/x/z')).at(-1)?.type, 'turn-failed');
  });

  it('goes on at the same place where a tool answers otherwise, and exactly where it does not', async () => {
    const asked = (output: string): TurnRequest => ({ ...request, messages: [...request.messages, { role: 'assistant', text: '', calls: [{ id: 'c', name: 'run_command', input: {} }] }, { role: 'tool', callId: 'c', name: 'run_command', output, isError: false }] });
    let now = 0;
    for (const [index, [output, text]] of [['took 12 ms', 'first'], ['took 15 ms', 'second']].entries()) {
      const said: readonly TurnEvent[] = [{ type: 'text-delta', text: text ?? '' }, { type: 'turn-end', reason: 'stop', usage }];
      const model = await opened(recordingModels({ resolve: async () => ok(answering(said)) }, { exchanges: store(), redaction: hidden, clock: { now: () => (now += 1_000), monotonicMs: () => now } }));
      await all(model.streamTurn(asked(output ?? ''), new AbortController().signal));
      await eventually(() => files(folder).length === index + 1);
    }
    const heard = async (output: string): Promise<unknown> => (await replay(asked(output)))[0];
    assert.deepEqual([await heard('took 15 ms'), await heard('took 99 ms')], [{ type: 'text-delta', text: 'second' }, { type: 'text-delta', text: 'first' }]);
    assert.equal((await replay({ ...asked(''), system: 'Other.' })).at(-1)?.type, 'turn-failed');
  });

  it('says so where a request was never recorded, or its answer never ended', async () => {
    await record([{ type: 'text-delta', text: 'Half' }]);
    for (const asked of [request, { ...request, system: 'Other.' }]) {
      const [event] = await replay(asked);
      assert.ok(event?.type === 'turn-failed' && event.failure.kind === 'not-found' && /No answer was recorded/.test(event.failure.message));
    }
  });

  it('holds no key, in what came back or in what was asked', async () => {
    const secret: TurnRequest = { ...request, messages: [{ role: 'user', text: `My key is ${key}.` }] };
    let now = 0;
    const model = await opened(recordingModels({ resolve: async () => ok(answering([{ type: 'text-delta', text: `You said ${key}` }, { type: 'turn-end', reason: 'stop', usage, opaque: { raw: [key] } }])) }, { exchanges: store(), redaction: hidden, clock: { now: () => (now += 1), monotonicMs: () => now } }));
    await all(model.streamTurn(secret, new AbortController().signal));
    await eventually(() => files(folder).length === 1);
    assert.ok(!JSON.stringify(contents(folder)).includes(key));
    assert.equal((await replay(secret)).at(-1)?.type, 'turn-end');
  });

  it('lets a run go on where a request is nested beyond measure', async () => {
    const nested = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as Json;
    const deep: TurnRequest = { ...request, messages: [{ role: 'assistant', text: '', calls: [{ id: 'c', name: 'x', input: nested }] }] };
    const model = await opened(recordingModels({ resolve: async () => ok(answering(answer)) }, { exchanges: store(), redaction: hidden, clock: { now: () => 1, monotonicMs: () => 1 } }));
    assert.equal((await all(model.streamTurn(deep, new AbortController().signal))).length, 4);
    await eventually(() => warnings.some((warning) => warning.includes('could not be recorded')));
    warnings.length = 0;
  });

  it('passes over a damaged file, and lets a run go on where nothing can be kept', async () => {
    await record(answer);
    const [file = ''] = files(folder);
    writeFileSync(file, 'damaged');
    assert.equal((await replay()).at(-1)?.type, 'turn-failed');
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    const ports = { exchanges: store(), redaction: hidden, clock: { now: () => 1, monotonicMs: () => 1 } };
    const model = await opened(recordingModels({ resolve: async () => ok(answering(answer)) }, ports));
    assert.equal((await all(model.streamTurn(request, new AbortController().signal))).length, 4);
    await eventually(() => warnings.some((warning) => warning.includes('could not be recorded')));
  });
});

async function opened(models: { resolve: (reference: string) => Promise<{ ok: true; value: LanguageModel } | { ok: false; error: unknown }> }, reference = 'x/y'): Promise<LanguageModel> {
  const found = await models.resolve(reference);
  assert.ok(found.ok);
  return found.value;
}

/** Files are written soon, not at once. */
async function eventually(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries++) {
    assert.ok(tries < 2_000, 'waited in vain');
    await new Promise((next) => setTimeout(next, 5));
  }
}

function answering(events: readonly TurnEvent[]): LanguageModel {
  return {
    id: 'x/y',
    async *streamTurn() {
      yield* events;
    },
  };
}

async function all(events: AsyncIterable<TurnEvent>): Promise<readonly TurnEvent[]> {
  const found: TurnEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

function files(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json.gz')).map((name) => path.join(folder, name));
}

function contents(folder: string): readonly Exchange[] {
  return files(folder).map((file) => JSON.parse(gunzipSync(readFileSync(file)).toString()) as Exchange);
}
