import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dependenciesOf, toolsOf } from '../../../src/engine/model/template.ts';
import { isWriter } from '../../../src/engine/model/toolName.ts';
import { graphOf } from '../../../src/engine/workflow/graph.ts';
import { pendingEffects } from '../../../src/engine/workflow/pendingEffects.ts';
import { replay } from '../../../src/engine/workflow/replay.ts';
import type { AllowedCommand } from '../../../src/engine/workflow/runView.ts';
import { schedule } from '../../../src/engine/workflow/schedule.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { isSettled, phaseOf } from '../../../src/engine/workflow/step.ts';
import { isWaitingForPerson, toRunView } from '../../../src/engine/workflow/view.ts';
import { outcomeOf, retrying, skipping } from './fixtures.ts';
import { type Applied, newRandomRun, randomStep, type RandomRun } from './randomRun.ts';
import { loopMax, randomTemplate } from './randomTemplates.ts';

const sequences = Number(process.env['PHASEGATE_SEQUENCES'] ?? 400);

describe('any run, whatever is asked and however work ends', () => {
  it(`keeps its promises over ${sequences} random sequences`, function () {
    this.timeout(5_000 + sequences * 25);
    const options = fc.record({ isAuto: fc.boolean(), maxParallel: fc.integer({ min: 1, max: 3 }) });
    fc.assert(fc.property(randomTemplate, options, fc.array(randomStep, { maxLength: 60 }), (template, runOptions, steps) => {
      const run = newRandomRun(template, runOptions, assertStep);
      for (const step of steps) {
        run.take(step);
        assertStanding(run);
      }
      assert.deepEqual(replay(run.facts), run.state, 'the facts alone give the state back');
    }), { numRuns: sequences });
  });
});

function assertStep({ before, event, step }: Applied): void {
  const { status } = before.situation;
  if (step.type !== 'moved') return;
  assert.equal(step.state.seq, before.seq + 1);
  const after = step.state.situation.status;
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
      return assert.ok(offers('resume'));
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
  const events = { start: { type: 'run-started' }, continue: { type: 'run-continued' }, resume: { type: 'run-resumed' }, cancel: { type: 'run-cancelled' } } as const;
  for (const [command, event] of Object.entries(events)) {
    assert.equal(view.run.commands.some((allowed) => allowed === command), outcomeOf(state, event) === 'moved', command);
  }
  for (const { id, commands } of view.phases) {
    assert.equal(commands.includes('retry'), outcomeOf(state, retrying(id)) === 'moved');
    assert.equal(commands.includes('skip'), outcomeOf(state, skipping(id)) === 'moved');
  }
}
