import assert from 'node:assert/strict';
import { failed } from '../../../../src/engine/model/failure.ts';
import type { RunEvent } from '../../../../src/engine/model/fact.ts';
import { runId } from '../../../../src/engine/model/ids.ts';
import type { PhaseExecution } from '../../../../src/engine/model/execution.ts';
import type { PipelineRun } from '../../../../src/engine/model/run.ts';
import { artifact, call, checkpoint, cleanUp, created, execution, factsOf, hashOf, plan, planStarted, storeWith, temporaryFolder, textOf, theProject, theRun, work } from '../fixtures.ts';

const started: RunEvent = { type: 'run-started' };
const data = textOf('{"summary":"done"}');
const ref = { id: artifact('a1'), type: 'decision-log', hash: data.hash, isForced: false };
const failure = failed('invalid-artifact', 'Three attempts were turned down.');
const of = { phase: plan, execution: execution('e1') };
const decision: RunEvent = { type: 'decision-needed', ...of, failure, raw: null, issues: [] };
const question = { call: call('c1'), text: 'May I?', options: [] };
const at = (seq: number) => 1_700_000_000_000 + seq;

async function after(...events: readonly RunEvent[]) {
  return await storeWith(temporaryFolder(), events, [data]);
}

describe('projector: runs and projects', () => {
  afterEach(cleanUp);

  const cases: readonly (readonly [string, readonly RunEvent[], Partial<PipelineRun>, string])[] = [
    ['created', [], { status: 'created', seq: 1, endedAt: null }, 'idle'],
    ['started', [started], { status: 'running' }, 'running'],
    ['paused', [started, { type: 'run-paused', reason: 'user', message: 'Lunch.' }], { status: 'paused', reason: 'Lunch.' }, 'paused'],
    ['resumed', [started, { type: 'run-paused', reason: 'user', message: 'Lunch.' }, { type: 'run-resumed' }], { status: 'running', reason: null }, 'running'],
    ['completed', [started, { type: 'run-completed' }], { status: 'completed', endedAt: at(3) }, 'completed'],
    ['failed', [started, { type: 'run-failed', phase: plan, failure }], { status: 'failed', reason: failure.message, endedAt: at(3) }, 'failed'],
    ['failed and retried', [started, { type: 'run-failed', phase: plan, failure }, { type: 'phase-retried', phase: plan, model: null }], { status: 'running', reason: null, endedAt: null }, 'running'],
    ['failed and skipped', [started, { type: 'run-failed', phase: plan, failure }, { type: 'phase-skipped', phase: plan, by: 'person', message: '' }], { status: 'running', endedAt: null }, 'running'],
    ['cancelled', [started, { type: 'run-cancelled' }], { status: 'cancelled', endedAt: at(3) }, 'idle'],
    ['in auto mode', [started, { type: 'auto-set', isAuto: true }], { isAuto: true }, 'running'],
    ['told something illegal', [started, { type: 'command-rejected', command: 'start', message: 'No.' }, { type: 'run-continued' }], { status: 'running', seq: 4 }, 'running'],
  ];
  for (const [name, events, expected, projectStatus] of cases) {
    it(`a run that was ${name}`, async () => {
      const store = await after(...events);
      assert.deepEqual({ ...(await store.run(theRun)) }, { ...(await store.run(theRun)), ...expected });
      assert.equal((await store.project(theProject.id))?.status, projectStatus);
    });
  }

  it('a project runs while any of its runs does, and saving it does not change that', async () => {
    const store = await after(started);
    const second = runId.parse('run-2');
    await store.append({ facts: factsOf([created, started, { type: 'run-completed' }], { run: second }), texts: [] });
    await store.saveProject({ ...theProject, name: 'Renamed', status: 'failed' });
    assert.deepEqual(await store.project(theProject.id), { ...theProject, name: 'Renamed', status: 'running' });
    await store.append({ facts: factsOf([{ type: 'run-cancelled' }], { after: 2 }), texts: [] });
    assert.equal((await store.project(theProject.id))?.status, 'completed');
  });
});

describe('projector: executions', () => {
  afterEach(cleanUp);
  const turn = (costUsd: number | null): RunEvent => ({ type: 'turn-ended', ...of, turn: 1, model: 'anthropic/x', reason: 'stop', usage: { inputTokens: 10, outputTokens: 5, cachedTokens: 1, costUsd } });

  const cases: readonly (readonly [string, readonly RunEvent[], Partial<PhaseExecution>])[] = [
    ['started', [], { status: 'running', wait: null, attempt: 1, turns: 0, startedAt: at(3), endedAt: null }],
    ['after two turns', [turn(0.25), turn(0.5)], { turns: 2, modelUsed: 'anthropic/x', usage: { inputTokens: 20, outputTokens: 10, cachedTokens: 2, costUsd: 0.75 } }],
    ['after a turn of unknown cost', [turn(0.25), turn(null), turn(1)], { usage: { inputTokens: 30, outputTokens: 15, cachedTokens: 3, costUsd: null } }],
    ['held up by the vendor', [{ type: 'turn-retried', ...of, turn: 1, failure: failed('rate-limit', 'Slow down.'), delayMs: 5 }], { wait: 'rate-limit' }],
    ['no longer held up', [{ type: 'turn-retried', ...of, turn: 1, failure: failed('rate-limit', 'Slow down.'), delayMs: 5 }, turn(0)], { wait: null }],
    ['turned down twice', [{ type: 'output-rejected', ...of, raw: { text: 'x' }, issues: [] }, { type: 'output-rejected', ...of, raw: { text: 'y' }, issues: [] }], { rejections: 2 }],
    ['asking', [{ type: 'question-asked', ...of, question: { ...question, kind: 'question' } }], { wait: 'input' }],
    ['asking for approval', [{ type: 'question-asked', ...of, question: { ...question, kind: 'approval' } }], { wait: 'approval' }],
    ['answered', [{ type: 'question-asked', ...of, question: { ...question, kind: 'approval' } }, { type: 'question-answered', ...of, call: call('c1'), answer: 'yes' }], { wait: null }],
    ['waiting for a decision', [decision], { status: 'running', wait: 'decision', failure }],
    ['retried after that', [decision, { type: 'phase-retried', phase: plan, model: null }], { status: 'failed', wait: null, failure, endedAt: at(5) }],
    ['skipped after that', [decision, { type: 'phase-skipped', phase: plan, by: 'person', message: '' }], { status: 'skipped', wait: null, endedAt: at(5) }],
    ['accepted after that', [decision, { type: 'phase-completed', ...of, artifact: { ...ref, isForced: true }, values: {} }], { status: 'completed', wait: null, failure: null, endedAt: at(5) }],
    ['completed', [{ type: 'phase-completed', ...of, artifact: ref, values: {} }], { status: 'completed', endedAt: at(4) }],
    ['failed', [{ type: 'phase-failed', ...of, failure }], { status: 'failed', failure, endedAt: at(4) }],
    ['cancelled with its run', [{ type: 'run-cancelled' }], { status: 'failed', failure: failed('cancelled', 'The run was cancelled.'), endedAt: at(4) }],
    ['talking', [{ type: 'message-added', ...of, ordinal: 0, role: 'user', content: { text: '{}' } }], { status: 'running' }],
  ];
  for (const [name, events, expected] of cases) {
    it(`an execution that is ${name}`, async () => {
      const [row] = await (await after(started, planStarted, ...events)).executions(theRun);
      assert.deepEqual({ ...row }, { ...row, ...expected });
    });
  }
});

describe('projector: artifacts, tool calls, checkpoints', () => {
  afterEach(cleanUp);

  it('a completed phase has its artifact with data', async () => {
    const store = await after(started, planStarted, { type: 'phase-completed', ...of, artifact: { ...ref, schemaVersion: 2 }, values: {} });
    const expected = { id: 'a1', runId: 'run-1', phase: 'plan', execution: 'e1', iteration: null, type: 'decision-log', schemaVersion: 2, isForced: false, hash: data.hash, createdAt: at(4), data: { summary: 'done' } };
    assert.deepEqual(await store.artifacts(theRun), [expected]);
    assert.deepEqual(await store.artifact(artifact('a1')), expected);
    assert.equal(await store.artifact(artifact('none')), undefined);
  });

  it('a loop has the artifacts of its iterations, then its own', async () => {
    const iteration = (index: number): readonly RunEvent[] => [
      { type: 'phase-started', phase: work, execution: execution(`w${index}`), attempt: 1, iteration: index, model: 'balanced' },
      { type: 'iteration-completed', phase: work, execution: execution(`w${index}`), iteration: index, artifact: { ...ref, id: artifact(`i${index}`) }, values: {} },
    ];
    const store = await after(started, { type: 'loop-started', phase: work, total: 2 }, ...iteration(0), ...iteration(1), { type: 'phase-completed', phase: work, execution: null, artifact: { ...ref, id: artifact('all') }, values: {} });
    assert.deepEqual((await store.artifacts(theRun)).map(({ id, iteration: number }) => [String(id), number]), [['i0', 0], ['i1', 1], ['all', null]]);
    assert.deepEqual((await store.executions(theRun)).map(({ status }) => status), ['completed', 'completed']);
  });

  it('a tool call is a row from its start, and has its end when it comes', async () => {
    const large = textOf('out '.repeat(5_000));
    const output = { hash: hashOf(large.text), bytes: large.text.length, preview: 'out' };
    const store = await after(started, planStarted, { type: 'tool-started', ...of, call: call('c1'), turn: 1, name: 'read_file', input: { text: '{"path":"a"}' } });
    const running = { id: 'c1', runId: 'run-1', phase: 'plan', execution: 'e1', turn: 1, name: 'read_file', input: { text: '{"path":"a"}' }, output: null, outcome: null, startedAt: at(4), durationMs: null };
    assert.deepEqual(await store.toolCalls(execution('e1')), [running]);
    await store.append({ facts: factsOf([{ type: 'tool-finished', ...of, call: call('c1'), outcome: 'ok', output, durationMs: 12.5 }], { after: 4 }), texts: [large] });
    assert.deepEqual(await store.toolCalls(execution('e1')), [{ ...running, output, outcome: 'ok', durationMs: 12.5 }]);
  });

  it('a checkpoint is a place in the history', async () => {
    const store = await after(started, { type: 'checkpoint-taken', phase: plan, checkpoint: checkpoint('k1'), snapshot: 'tree-1' });
    assert.deepEqual(await store.checkpoints(theRun), [{ id: 'k1', runId: 'run-1', phase: 'plan', seq: 3, snapshot: 'tree-1', createdAt: at(3) }]);
  });

  it('an artifact without its data is refused', async () => {
    const store = await storeWith(temporaryFolder(), [started, planStarted]);
    await assert.rejects(store.append({ facts: factsOf([{ type: 'phase-completed', ...of, artifact: ref, values: {} }], { after: 3 }), texts: [] }), /neither in the commit nor stored/);
  });
});
