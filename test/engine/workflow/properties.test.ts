import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dependenciesOf, toolsOf } from '../../../src/engine/model/template.ts';
import { isWriter } from '../../../src/engine/model/toolName.ts';
import { graphOf } from '../../../src/engine/workflow/graph.ts';
import { pendingEffects } from '../../../src/engine/workflow/pendingEffects.ts';
import { replay } from '../../../src/engine/workflow/replay.ts';
import type { AllowedCommand } from '../../../src/engine/workflow/runView.ts';
import { schedule } from '../../../src/engine/workflow/schedule.ts';
import type { PhaseSituation, RunState } from '../../../src/engine/workflow/state.ts';
import { isSettled, phaseOf } from '../../../src/engine/workflow/step.ts';
import { isWaitingForPerson, toRunView } from '../../../src/engine/workflow/view.ts';
import { outcomeOf, retrying, skipping } from './fixtures.ts';
import { Oracle, type Picture } from './oracle.ts';
import { takeAll } from './oracleRules.ts';
import { type Applied, randomOptions, RandomRun, randomStep } from './randomRun.ts';
import { loopMax, randomTemplate } from './randomTemplates.ts';

/** Several hundred in every test run; a night takes 10,000 and more. */
const sequences = Number(process.env['PHASEGATE_SEQUENCES'] ?? 400);

describe('any run, whatever is asked and however work ends', () => {
  it(`keeps its promises, and goes as a second telling of the rules says, over ${sequences} random sequences`, function () {
    this.timeout(20_000 + sequences * 100);
    fc.assert(fc.property(randomTemplate, randomOptions, fc.array(randomStep, { maxLength: 120, size: 'max' }), (template, options, steps) => {
      const oracle = new Oracle(template, options);
      const run = new RandomRun(template, options, {
        applied: assertStep,
        posted: (posting, outcomes) => assert.deepEqual(outcomes, takeAll(oracle, posting), `what becomes of ${JSON.stringify(posting)}`),
      });
      for (const step of steps) {
        if (!run.take(step)) continue;
        oracle.settle();
        assert.deepEqual(pictureOf(run.state), oracle.picture());
        assertStanding(run);
      }
      assert.deepEqual(replay(run.facts), run.state, 'the facts alone give the state back');
    }), { numRuns: sequences });
  });
});

function pictureOf({ situation, isHeld, phases, checkpoints, values }: RunState): Picture {
  const words = Object.entries(phases).map(([id, { situation: current, loop }]) => [id, `${wordOf(current)}${loop ? ` ${loop.done.length}` : ''}${current.status === 'completed' && current.artifact.isForced ? ' forced' : ''}`]);
  return { run: situation.status, isHeld, phases: Object.fromEntries(words), checkpoints: checkpoints.map(({ checkpoint }) => checkpoint), values };
}

function wordOf(situation: PhaseSituation): string {
  if (situation.status !== 'waiting') return situation.status;
  return situation.wait.reason === 'decision' ? 'undecided' : 'asking';
}

function assertStep({ before, event, step }: Applied): void {
  const { status } = before.situation;
  if (step.type !== 'moved') return;
  assert.equal(step.state.seq, before.seq + 1);
  const after = step.state.situation.status;
  if (event.type === 'run-rolled-back') return assert.equal(after, 'paused');
  if (status === 'completed' || status === 'cancelled') assert.equal(after, status, `${event.type} moved a ${status} run`);
  if (status === 'failed' && after !== 'failed') assert.ok(['phase-retried', 'phase-skipped', 'run-cancelled'].includes(event.type), `${event.type} moved a failed run`);
  if (event.type === 'phase-started') assertStart(before, event.phase);
}

function assertStart(before: RunState, phase: string): void {
  const definition = before.template.phases.find(({ id }) => id === phase);
  assert(definition && before.situation.status === 'running');
  for (const id of dependenciesOf(definition)) {
    const dependency = phaseOf(before, id);
    assert(dependency && isSettled(dependency.situation), `${phase} started before ${id} was settled`);
  }
}

function assertStanding(run: RandomRun): void {
  const { state } = run;
  assertOverlap(state);
  assertLoops(state);
  assertWayOn(state);
  assertCommands(state);
  assert.deepEqual(schedule(state), []);
}

function assertOverlap(state: RunState): void {
  const { byId } = graphOf(state.template);
  const active = Object.entries(state.phases)
    .filter(([, { situation }]) => situation.status === 'running' || situation.status === 'waiting')
    .flatMap(([id]) => [...byId.values()].filter((definition) => definition.id === id));
  assert.ok(active.length <= state.maxParallel, 'no more than the limit at once');
  if (active.length > 1) assert.ok(active.every(({ parallelizable }) => parallelizable), 'side by side only what says so');
  assert.ok(active.filter((definition) => toolsOf(definition).some(isWriter)).length <= 1, 'never two writers');
}

function assertLoops(state: RunState): void {
  for (const { loop, situation } of Object.values(state.phases)) {
    if (!loop) continue;
    assert.ok(loop.done.length <= Math.min(loopMax, loop.total ?? loopMax), 'no iteration beyond the maximum');
    if (situation.status === 'completed' && loop.total !== null) assert.equal(loop.done.length, loop.total);
  }
}

/** Whatever is not over either goes on by itself or can be moved by a person. */
function assertWayOn(state: RunState): void {
  const view = toRunView(state);
  const commands = new Set<AllowedCommand>([...view.run.commands, ...view.phases.flatMap((phase) => phase.commands)]);
  const offers = (...wanted: readonly AllowedCommand[]): boolean => wanted.some((command) => commands.has(command));
  switch (state.situation.status) {
    case 'created':
      return assert.ok(offers('start'));
    case 'paused':
      return assert.ok(state.restoring ? pendingEffects(state).length > 0 : offers('resume'));
    case 'failed':
      return assert.ok(offers('retry'));
    case 'running':
      if (isWaitingForPerson(state)) return assert.ok(offers('continue', 'answer', 'retry', 'skip', 'accept'), 'a person can go on');
      return assert.ok(pendingEffects(state).length > 0, 'something is under way');
    case 'completed':
      assert.ok(Object.values(state.phases).every(({ situation }) => isSettled(situation)));
      return assert.deepEqual([...commands].filter(isOfTheRun), []);
    case 'cancelled':
      return assert.deepEqual([...commands].filter(isOfTheRun), []);
  }
}

/** What is over can only be gone back in, or be the beginning of another run. */
function isOfTheRun(command: AllowedCommand): boolean {
  return command !== 'rollback' && command !== 'fork';
}

/** What the view offers is what `transition` accepts. */
function assertCommands(state: RunState): void {
  const view = toRunView(state);
  const events = { start: { type: 'run-started' }, pause: { type: 'run-paused', reason: 'user', message: '' }, continue: { type: 'run-continued' }, resume: { type: 'run-resumed' }, cancel: { type: 'run-cancelled' } } as const;
  for (const [command, event] of Object.entries(events)) {
    assert.equal(view.run.commands.some((allowed) => allowed === command), outcomeOf(state, event) === 'moved', command);
  }
  for (const { id, commands } of view.phases) {
    assert.equal(commands.includes('retry'), outcomeOf(state, retrying(id)) === 'moved');
    assert.equal(commands.includes('skip'), outcomeOf(state, skipping(id)) === 'moved');
  }
}
