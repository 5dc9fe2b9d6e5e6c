import assert from 'node:assert/strict';
import type { RunEventType } from '../../../src/engine/model/fact.ts';
import type { PhaseId } from '../../../src/engine/model/ids.ts';
import type { Commit, Store } from '../../../src/engine/ports/store.ts';
import { fakeTool } from '../agent/fakeTools.ts';
import { answers, hangs, submits } from '../agent/scriptedModel.ts';
import { begin, has, quiet, refusal, scene } from './harness.ts';
import { pipeline } from './pipeline.ts';

const note = submits({ title: 'A note' });

describe('a store that fails', () => {
  const at = scene();
  /** Refuses the commit that `refuses` points at, once. */
  const failing = (refuses: (commit: Commit) => boolean): Store => {
    let isSpent = false;
    return {
      ...at.house.store,
      append(commit) {
        if (isSpent || !refuses(commit)) return at.house.store.append(commit);
        isSpent = true;
        return Promise.reject(new Error('the disk is full'));
      },
    };
  };
  const holding = (type: RunEventType) => ({ facts }: Commit): boolean => facts.some(({ event }) => event.type === type);

  it('stops the run where it stood; then it comes back interrupted and goes on', async () => {
    const living = await at.enter({ script: { plan: [answers({ calls: [['read_file', 1]] }), note] }, tools: [fakeTool('read_file')], store: failing(holding('turn-ended')) });
    const problems: string[] = [];
    living.engine.onProblem(({ message }) => problems.push(message));
    const run = await begin(at.house, living, { template: pipeline({ id: 'plan' }) });
    await quiet();
    assert.match(problems.join(), /could not be written: the disk is full/);
    const stood = await at.types();
    assert.ok(!stood.includes('turn-ended'));
    assert.equal((await living.engine.send(run, { type: 'resume' })).ok, true);
    await quiet();
    const after = await at.types();
    assert.deepEqual(after.slice(stood.length, stood.length + 2), ['run-paused', 'run-resumed']);
    assert.equal(after.at(-1), 'run-completed');
  });

  it('lets nothing take effect that it could not record', async () => {
    const write = fakeTool('write_file', 'workspace');
    const living = await at.enter({ script: { plan: [answers({ calls: [['write_file', 1]] })] }, tools: [write], store: failing(holding('tool-started')) });
    await begin(at.house, living, { template: pipeline({ id: 'plan', tools: ['write_file'] }) });
    await quiet();
    assert.deepEqual(write.ran, []);
  });

  it('answers a command that could not be recorded with the reason', async () => {
    const living = await at.enter({ script: { plan: [hangs()] }, store: failing(holding('run-paused')) });
    const run = await begin(at.house, living, { template: pipeline({ id: 'plan' }) });
    assert.match(await refusal(living, run, { type: 'pause' }), /Not recorded: the disk is full/);
  });

  it('fails a loop whose artifacts cannot be read, and collects them at a retry', async () => {
    let isBroken = true;
    const store: Store = { ...at.house.store, artifact: (id) => (isBroken ? Promise.reject(new Error('unreadable')) : at.house.store.artifact(id)) };
    const living = await at.enter({ script: { fix: [note] }, store });
    await begin(at.house, living, { template: pipeline({ id: 'fix', loop: { until: { path: 'fix.title', op: 'exists' }, max: 2 } }) });
    await living.until(has('failed'));
    isBroken = false;
    await living.send({ type: 'retry', phase: 'fix' as PhaseId, model: null });
    await living.until(has('completed'));
    assert.equal(living.models['fix']?.asked.length, 1);
  });
});
