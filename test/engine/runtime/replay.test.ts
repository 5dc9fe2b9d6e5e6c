import assert from 'node:assert/strict';
import { failed } from '../../../src/engine/model/failure.ts';
import type { RunEvent } from '../../../src/engine/model/fact.ts';
import { systemClock } from '../../../src/engine/node/systemClock.ts';
import { outputSchemas } from '../../../src/engine/phase/outputSchemas.ts';
import type { Store } from '../../../src/engine/ports/store.ts';
import { type ReplayOutcome, replayRun } from '../../../src/engine/runtime/replay/replayRun.ts';
import { fakeTool } from '../agent/fakeTools.ts';
import { answers, fails, submits } from '../agent/scriptedModel.ts';
import { toolboxOf } from '../phase/fixtures.ts';
import { begin, has, scene } from './harness.ts';
import { pipeline } from './pipeline.ts';

const tools = [fakeTool('read_file'), fakeTool('write_file', 'workspace')];

describe('replay of a run', () => {
  const at = scene();
  const script = { plan: [answers({ text: 'Looking.', calls: [['read_file', 'a.ts']] }), submits({ title: '' }), submits({ title: 'A plan' })], build: [answers({ calls: [['write_file', 'b.ts']] }), submits({ title: 'Built' })] };

  beforeEach(async () => {
    const living = await at.enter({ script, tools });
    await begin(at.house, living, { template: pipeline({ id: 'plan' }, { id: 'build', dependsOn: ['plan'], tools: ['read_file', 'write_file'] }) });
    await living.until(has('completed'));
  });

  it('gives every fact again', async () => {
    const { length } = await at.house.store.facts(await at.run());
    assert.deepEqual(await replayed((event) => event), { type: 'same', facts: length });
  });

  for (const [by, countTokens] of [['the vendor', async () => 30_000], ['the engine', async () => null]] as const) {
    it(`gives every fact again where the context was compacted by the count of ${by}`, async () => {
      const reading = fakeTool('read_file', 'none', async () => ({ outcome: 'ok', output: 'A line of a long file. '.repeat(200) }));
      const reads = (path: string) => answers({ calls: [['read_file', path, `call-${path}`]], usage: { inputTokens: null, outputTokens: 1, cachedTokens: 0, costUsd: null } });
      const living = await at.enter({ script: { plan: [...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(reads), submits({ title: 'A plan' })] }, tools: [reading], contextTokens: 24_000, countTokens });
      const run = await begin(at.house, living, { template: pipeline({ id: 'plan', tools: ['read_file'] }) });
      await living.until(has('completed'));
      const facts = await at.house.store.facts(run);
      const counts = facts.flatMap(({ event }) => (event.type === 'context-compacted' ? [event.counted] : []));
      assert.deepEqual([counts.length > 0, new Set(counts)], [true, new Set([by === 'the vendor' ? 30_000 : undefined])]);
      const { store, ids } = at.house;
      assert.deepEqual(await replayRun({ store, ids, clock: systemClock(), schemas: outputSchemas(), toolbox: toolboxOf(reading) }, run), { type: 'same', facts: facts.length });
    });
  }

  it('gives every fact again where the vendor refused an image', async () => {
    const showing = fakeTool('read_file', 'none', async () => ({ outcome: 'ok', output: 'logo.png', images: [{ mediaType: 'image/png', base64: 'iVBORw0KGgo=' }] }));
    const script = { plan: [answers({ calls: [['read_file', 'a']] }), fails(failed('bad-input', 'Could not process image.')), submits({ title: 'A plan' })] };
    const living = await at.enter({ script, tools: [showing] });
    const run = await begin(at.house, living, { template: pipeline({ id: 'plan', tools: ['read_file'] }) });
    await living.until(has('completed'));
    const facts = await at.house.store.facts(run);
    assert.deepEqual(facts.flatMap(({ event }) => (event.type === 'context-compacted' ? [event.reason] : [])), ['refused']);
    const { store, ids } = at.house;
    assert.deepEqual(await replayRun({ store, ids, clock: systemClock(), schemas: outputSchemas(), toolbox: toolboxOf(showing) }, run), { type: 'same', facts: facts.length });
  });

  const changes: readonly (readonly [string, RunEvent['type'], (event: RunEvent) => RunEvent])[] = [
    ['a prompt that would not be sent today', 'message-added', (event) => ({ ...event, content: { text: JSON.stringify({ role: 'user', text: 'Something else.' }) } } as RunEvent)],
    ['a phase that would not start', 'phase-started', (event) => ({ ...event, model: 'another' } as RunEvent)],
    ['an artifact that was not submitted', 'phase-completed', (event) => (event.type === 'phase-completed' ? { ...event, artifact: { ...event.artifact, isForced: true } } : event)],
    ['a rejection with other issues', 'output-rejected', (event) => ({ ...event, issues: [] } as RunEvent)],
    ['a tool call with another input', 'tool-started', (event) => ({ ...event, input: { text: '{"path":"other"}' } } as RunEvent)],
    ['an end that came otherwise', 'run-completed', () => ({ type: 'run-failed', phase: 'plan' as never, failure: { kind: 'internal', message: 'no', isRetryable: false } })],
  ];
  for (const [name, type, change] of changes) {
    it(`names ${name}`, async () => {
      const facts = await at.house.store.facts(await at.run());
      const { seq } = facts.find(({ event }) => event.type === type) ?? assert.fail(`there is a ${type}`);
      const outcome = await replayed((event, of) => (of === seq ? change(event) : event));
      assert.equal(outcome.type, 'different');
      assert.equal(outcome.seq, seq);
      assert.notDeepEqual(outcome.produced, outcome.recorded);
    });
  }

  it('notices a history that stops too early', async () => {
    const facts = await at.house.store.facts(await at.run());
    const started = facts.find(({ event }) => event.type === 'phase-started' && event.phase === 'build') ?? assert.fail();
    const outcome = await replayed((event) => event, started.seq - 1);
    assert.equal(outcome.type, 'different');
    assert.deepEqual([outcome.seq, outcome.recorded, outcome.produced?.type], [started.seq, null, 'phase-started']);
  });

  async function replayed(change: (event: RunEvent, seq: number) => RunEvent, length = Infinity): Promise<ReplayOutcome> {
    const { store, ids } = at.house;
    const changed: Store = { ...store, facts: async (run, afterSeq) => (await store.facts(run, afterSeq)).slice(0, length).map((fact) => ({ ...fact, event: change(fact.event, fact.seq) })) };
    return replayRun({ store: changed, ids, clock: systemClock(), schemas: outputSchemas(), toolbox: toolboxOf(...tools) }, await at.run());
  }
});
