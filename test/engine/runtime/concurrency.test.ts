import assert from 'node:assert/strict';
import type { PhaseId, RunId } from '../../../src/engine/model/ids.ts';
import type { WorkflowTemplate } from '../../../src/engine/model/template.ts';
import { phaseOf } from '../../../src/engine/workflow/step.ts';
import { type FakeTool, done, fakeTool } from '../agent/fakeTools.ts';
import { answers, submits } from '../agent/scriptedModel.ts';
import { has, quiet, scene } from './harness.ts';
import { notedSnapshots } from './notedSnapshots.ts';
import { pipeline } from './pipeline.ts';

const note = submits({ title: 'A note' });

describe('side by side', () => {
  const at = scene();

  it('work no more phases than the limit of their run, and never two that may write', async () => {
    const counts = { reading: 0, mostReading: 0, writing: 0, mostWriting: 0 };
    const tools = [slow('read_file', counts, ['reading', 'mostReading']), slow('write_file', counts, ['writing', 'mostWriting'])];
    const readers = Array.from({ length: 6 }, (_, index) => ({ id: `reader-${index}`, parallelizable: true, tools: ['read_file'] }));
    const writers = Array.from({ length: 3 }, (_, index) => ({ id: `writer-${index}`, parallelizable: true, tools: ['write_file'] }));
    const script = Object.fromEntries([...readers, ...writers].map(({ id, tools: [tool = ''] }) => [id, [answers({ calls: [[tool, id]] }), note]]));
    const living = await at.enter({ script, tools });
    const run = await living.engine.createRun({ project: at.house.project, template: pipeline(...readers, ...writers), inputs: { goal: 'test' }, isAuto: true, maxParallel: 3, model: null });
    let most = 0;
    living.engine.onAdvance(({ state }) => { most = Math.max(most, Object.values(state.phases).filter(({ situation }) => situation.status === 'running').length); });
    await living.send({ type: 'start' }, run);
    await living.until(has('completed'));
    assert.equal(most, 3);
    assert.ok(counts.mostReading >= 2 && counts.mostReading <= 3, `${counts.mostReading} were reading at once`);
    assert.equal(counts.mostWriting, 1);
  });

  it('work runs of one workspace, but their writers take turns', async () => {
    const counts = { writing: 0, mostWriting: 0 };
    const { living, runs } = await writingRuns(5, slow('write_file', counts, ['writing', 'mostWriting']));
    await Promise.all(runs.map((run) => living.send({ type: 'start' }, run)));
    for (const run of runs) await ended(run);
    assert.equal(counts.mostWriting, 1);
  });

  it('a run that is cancelled while it waits for its turn holds nobody up, and nothing is rolled back under a writer', async () => {
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => { open = resolve; });
    const { living, runs: [first, second, third] } = await writingRuns(3, fakeTool('write_file', 'workspace', async () => {
      await gate;
      return done('written');
    }));
    assert(first && second && third);
    for (const run of [first, second, third]) await living.send({ type: 'start' }, run);
    await quiet();
    assert.deepEqual(await working(), [first]);
    await living.send({ type: 'cancel' }, second);
    const refused = await living.engine.send(third, { type: 'rollback', checkpoint: 'any' as never });
    assert.match(refused.ok ? '' : refused.error.message, new RegExp(`${first} is writing`));
    open();
    for (const run of [first, third]) await ended(run);
  });

  /** The runs whose phase has called its tool and waits for it. */
  async function working(): Promise<readonly RunId[]> {
    const states = await Promise.all((await at.house.store.runs()).map(({ id }) => at.living.engine.state(id)));
    return states.flatMap((state) => (state && phaseOf(state, 'plan' as PhaseId)?.tool === 'write_file' ? [state.id] : []));
  }

  async function writingRuns(count: number, tool: FakeTool) {
    const template: WorkflowTemplate = pipeline({ id: 'plan', tools: ['write_file'] });
    const writes = answers({ calls: [['write_file', 'a.ts']] });
    const living = await at.enter({ script: { plan: ({ messages }) => (messages.length === 1 ? writes : note) }, tools: [tool], maxActiveRuns: count, snapshots: notedSnapshots([]) });
    const runs: RunId[] = [];
    for (let made = 0; made < count; made += 1) runs.push(await living.engine.createRun({ project: at.house.project, template, inputs: { goal: 'test' }, isAuto: true, maxParallel: 1, model: null }));
    return { living, runs };
  }

  async function ended(run: RunId): Promise<void> {
    while ((await at.living.engine.state(run))?.situation.status !== 'completed') await quiet(5);
  }
});

/** A tool that takes a while, and keeps count of how many run at once. */
function slow<K extends string>(name: string, counts: Record<K, number>, [now, most]: readonly [K, K]): FakeTool {
  return fakeTool(name, name === 'write_file' ? 'workspace' : 'none', async () => {
    counts[now] += 1;
    counts[most] = Math.max(counts[most], counts[now]);
    await quiet(30);
    counts[now] -= 1;
    return done('done');
  });
}
