import assert from 'node:assert/strict';
import { failed } from '../../../src/engine/model/failure.ts';
import type { PhaseId, RunId, ToolCallId } from '../../../src/engine/model/ids.ts';
import { phaseOf } from '../../../src/engine/workflow/step.ts';
import { fails, hangs, submits } from '../agent/scriptedModel.ts';
import { begin, has, isStanding, quiet, scene } from './harness.ts';
import { pipeline } from './pipeline.ts';

const note = submits({ title: 'A note' });
const bad = submits({ title: 'x' });
const plan = 'plan' as PhaseId;

describe('engine commands', () => {
  const at = scene();
  it('answers with the state that followed', async () => {
    const living = await at.enter({ script: { plan: [hangs()] } });
    const run = await living.engine.createRun({ project: at.house.project, template: pipeline({ id: 'plan' }), inputs: {}, isAuto: true, maxParallel: 1, model: null });
    const state = await living.send({ type: 'start' }, run);
    assert.equal(phaseOf(state, plan)?.situation.status, 'running');
  });

  it('records what is refused, and changes nothing', async () => {
    const living = await at.enter({ script: { plan: [hangs()] } });
    const run = await begin(at.house, living, { template: pipeline({ id: 'plan' }) });
    for (const command of [{ type: 'start' }, { type: 'continue' }, { type: 'retry', phase: plan, model: null }, { type: 'skip', phase: plan }, { type: 'accept', phase: plan, data: {}, isForced: true }, { type: 'answer', call: 'none' as ToolCallId, answer: '' }] as const) {
      const result = await living.engine.send(run, command);
      assert.equal(result.ok, false, command.type);
    }
    assert.equal((await at.types()).filter((type) => type === 'command-rejected').length, 6);
    assert.equal((await living.engine.send('nowhere' as RunId, { type: 'start' })).ok, false);
  });

  it('keeps to the limit of active runs, however commands meet', async () => {
    const living = await at.enter({ script: { plan: [hangs(), hangs()], broken: [fails(failed('auth', 'No.'))] }, maxActiveRuns: 1 });
    const broken = await begin(at.house, living, { template: pipeline({ id: 'broken' }) });
    await living.until(has('failed'));
    const runs = await Promise.all([1, 2].map(() => living.engine.createRun({ project: at.house.project, template: pipeline({ id: 'plan' }), inputs: {}, isAuto: true, maxParallel: 1, model: null })));
    const results = await Promise.all(runs.map((run) => living.engine.send(run, { type: 'start' })));
    assert.deepEqual(results.map(({ ok }) => ok), [true, false]);
    assert.equal((await living.engine.send(broken, { type: 'retry', phase: 'broken' as PhaseId, model: null })).ok, false, 'a retry would make it active again');
  });

  it('can be refused by a store that is only read', async () => {
    const living = await at.enter({ script: {}, store: { ...at.house.store, isReadOnly: true } });
    assert.equal((await living.engine.send('any' as RunId, { type: 'start' })).ok, false);
  });
});

describe('accepting', () => {
  const at = scene();
  const undecidedRun = async () => {
    const reborn = await at.enter({ script: { plan: [bad] } });
    await begin(at.house, reborn, { template: pipeline({ id: 'plan', attempts: 1 }) });
    await reborn.until(isStanding);
  };
  const accept = (title: string, isForced: boolean) => ({ type: 'accept', phase: plan, data: { title }, isForced }) as const;

  it('validates, unless it is forced', async () => {
    await undecidedRun();
    const [run] = await at.house.store.runs();
    assert(run);
    const refused = await at.living.engine.send(run.id, accept('x', false));
    assert.match(refused.ok ? '' : refused.error.message, /Not valid: \/title/);
    await at.living.send(accept('x', true));
    const [artifact] = await at.house.store.artifacts(run.id);
    assert.deepEqual([artifact?.data, artifact?.isForced], [{ title: 'x' }, true]);
    assert.equal((await at.living.engine.state(run.id))?.situation.status, 'completed');
  });

  it('happens once, and not behind a cancel', async () => {
    await undecidedRun();
    const [run] = await at.house.store.runs();
    assert(run);
    const twice = await Promise.all([at.living.engine.send(run.id, accept('Good', false)), at.living.engine.send(run.id, { type: 'cancel' }), at.living.engine.send(run.id, accept('Good', true))]);
    assert.ok(twice.filter(({ ok }) => ok).length >= 1);
    assert.ok((await at.types()).filter((type) => type === 'phase-completed').length <= 1);
    assert.ok((await at.types()).filter((type) => type === 'checkpoint-taken').length <= 1);
  });

  it('ends one iteration of a loop', async () => {
    const living = await at.enter({ script: { fix: [submits({ left: 'x' }), note] } });
    await begin(at.house, living, { template: pipeline({ id: 'fix', attempts: 1, loop: { until: { path: 'fix.title', op: 'eq', value: 'A note' }, max: 3 } }) });
    await living.until(isStanding);
    await living.send({ type: 'accept', phase: 'fix' as PhaseId, data: { title: 'Mine' }, isForced: false });
    await living.until(has('completed'));
    const [run] = await at.house.store.runs();
    assert(run);
    assert.deepEqual((await at.house.store.artifacts(run.id)).map(({ iteration, data }) => [iteration, data]), [[0, { title: 'Mine' }], [1, { title: 'A note' }], [null, [{ title: 'Mine' }, { title: 'A note' }]]]);
  });
});

describe('many runs', () => {
  const at = scene();

  it('go on at once over one store, each with its own history', async () => {
    const living = await at.enter({ script: { plan: Array.from({ length: 40 }, () => note) }, maxActiveRuns: 40 });
    const template = pipeline({ id: 'plan' });
    const runs = await Promise.all(Array.from({ length: 40 }, () => living.engine.createRun({ project: at.house.project, template, inputs: {}, isAuto: true, maxParallel: 1, model: null })));
    await Promise.all(runs.map((run) => living.engine.send(run, { type: 'start' })));
    await quiet();
    for (const run of runs) assert.equal((await at.types(run)).at(-1), 'run-completed');
  });
});
