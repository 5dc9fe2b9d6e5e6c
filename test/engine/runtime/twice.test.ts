import assert from 'node:assert/strict';
import { failed } from '../../../src/engine/model/failure.ts';
import type { RunCommand } from '../../../src/engine/model/command.ts';
import type { RunEventType } from '../../../src/engine/model/fact.ts';
import type { CheckpointId, PhaseId, ToolCallId } from '../../../src/engine/model/ids.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { askTool } from '../agent/fakeTools.ts';
import { answers, fails, hangs, submits } from '../agent/scriptedModel.ts';
import { has, isStanding, type Life, phaseIs, quiet, scene } from './harness.ts';
import { notedSnapshots } from './notedSnapshots.ts';
import { pipeline } from './pipeline.ts';

const plan = 'plan' as PhaseId;
const note = submits({ title: 'A note' });
const bad = submits({ title: 'x' });
const lastCheckpoint = ({ checkpoints }: RunState): CheckpointId => checkpoints.at(-1)?.checkpoint ?? assert.fail('there is a checkpoint');

/** A way to bring a run about in which a command is legal. */
interface Place {
  readonly name: string;
  readonly life: Life;
  readonly isAuto?: boolean;
  readonly isStarted?: boolean;
  readonly attempts?: number;
  readonly until: (state: RunState) => boolean;
}

const created: Place = { name: 'that was not started', life: { script: { plan: [hangs()] } }, isStarted: false, until: has('created') };
const running: Place = { name: 'at work', life: { script: { plan: [hangs()] } }, until: phaseIs('plan', 'running') };
const held: Place = { name: 'at a boundary', life: { script: { plan: [note], build: [hangs()] } }, isAuto: false, until: ({ isHeld }) => isHeld };
const asking: Place = { name: 'that asks', life: { script: { plan: [answers({ calls: [['ask_user', 'Which?']] }), hangs()] }, tools: [askTool()] }, until: isStanding };
const undecided: Place = { name: 'with a rejected output', life: { script: { plan: [bad, hangs()], build: [hangs()] }, maxActiveRuns: 100 }, attempts: 1, until: isStanding };
const broken: Place = { name: 'that failed', life: { script: { plan: [fails(failed('refused', 'No.')), hangs()], build: [hangs()] } }, until: has('failed') };
const ended: Place = { name: 'that is completed', life: { script: { plan: [note], build: [note] } }, until: has('completed') };
const endedWithFiles: Place = { ...ended, name: 'that is completed, with files', life: { ...ended.life, snapshots: notedSnapshots([]) } };

const twice: readonly (readonly [Place, (state: RunState) => RunCommand, RunEventType])[] = [
  [created, () => ({ type: 'start' }), 'run-started'],
  [running, () => ({ type: 'pause' }), 'run-paused'],
  [running, () => ({ type: 'cancel' }), 'run-cancelled'],
  [held, () => ({ type: 'continue' }), 'run-continued'],
  [asking, ({ id }) => ({ type: 'answer', call: `${id}/plan/1/1.1` as ToolCallId, answer: 'Blue' }), 'question-answered'],
  [undecided, () => ({ type: 'accept', phase: plan, data: { title: 'By hand' }, isForced: false }), 'phase-completed'],
  [undecided, () => ({ type: 'accept', phase: plan, data: { title: 'x' }, isForced: true }), 'phase-completed'],
  [undecided, () => ({ type: 'retry', phase: plan, model: null }), 'phase-retried'],
  [undecided, () => ({ type: 'skip', phase: plan }), 'phase-skipped'],
  [broken, () => ({ type: 'retry', phase: plan, model: null }), 'phase-retried'],
  [broken, () => ({ type: 'skip', phase: plan }), 'phase-skipped'],
  [ended, (state) => ({ type: 'rollback', checkpoint: lastCheckpoint(state) }), 'run-rolled-back'],
  [endedWithFiles, (state) => ({ type: 'rollback', checkpoint: lastCheckpoint(state) }), 'run-rolled-back'],
];

describe('a command sent twice at once', () => {
  const at = scene();

  for (const [place, commandOn, type] of twice) {
    it(`to a run ${place.name}: ${type} once, and one clear refusal`, async () => {
      const state = await bring(place);
      const results = await send(state, [commandOn(state), commandOn(state)]);
      assert.deepEqual(results.map(({ ok }) => ok), [true, false]);
      const refusal = results.flatMap((result) => (result.ok ? [] : [result.error.message])).join();
      assert.match(refusal, /\w+ \w+ .*\.$/s, refusal);
      const types = await at.types(state.id);
      assert.equal(types.filter((each) => each === type).length, 1);
      assert.equal(types.filter((each) => each === 'command-rejected').length, 1);
      assert.deepEqual(at.house.logged, []);
    });
  }

  it('is resumed once', async () => {
    const state = await bring(running);
    await at.living.send({ type: 'pause' });
    assert.deepEqual((await send(state, [{ type: 'resume' }, { type: 'resume' }])).map(({ ok }) => ok), [true, false]);
    await quiet();
    assert.equal(at.living.models['plan']?.openStreams(), 1);
  });

  it('as two different ones: as if one had come after the other, whichever they are', async () => {
    const commands: readonly RunCommand[] = [
      { type: 'accept', phase: plan, data: { title: 'By hand' }, isForced: false }, { type: 'retry', phase: plan, model: null }, { type: 'skip', phase: plan },
      { type: 'pause' }, { type: 'cancel' },
    ];
    for (const first of commands) {
      for (const second of commands) {
        const state = await bring(undecided);
        const results = await send(state, [first, second]);
        const refused = (await at.types(state.id)).filter((type) => type === 'command-rejected').length;
        assert.equal(results.filter(({ ok }) => !ok).length, refused, `${first.type} and ${second.type}: what is refused is on record`);
        const decided = [first, second].filter(({ type }, index) => results[index]?.ok && ['accept', 'skip'].includes(type));
        assert.ok(decided.length <= 1, `${first.type} and ${second.type} decide the same twice`);
        assert.deepEqual(at.house.logged, [], `${first.type} and ${second.type}`);
        await at.living.engine.stop();
      }
    }
  });

  const send = (state: RunState, commands: readonly RunCommand[]) => Promise.all(commands.map((command) => at.living.engine.send(state.id, command)));

  async function bring({ life, isAuto = true, isStarted = true, attempts = 3, until }: Place): Promise<RunState> {
    const living = await at.enter(life);
    const template = pipeline({ id: 'plan', tools: ['ask_user'], attempts }, { id: 'build', dependsOn: ['plan'] });
    const run = await living.engine.createRun({ project: at.house.project, template, inputs: { goal: 'test' }, isAuto, maxParallel: 4, model: null });
    if (isStarted) await living.send({ type: 'start' }, run);
    return living.until(until);
  }
});
