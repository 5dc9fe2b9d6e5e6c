import assert from 'node:assert/strict';
import type { RunEvent } from '../../../src/engine/model/fact.ts';
import { pendingEffects } from '../../../src/engine/workflow/pendingEffects.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { after, asking, completion, createdRun, executionIn, failing, moved, outcomeOf, retrying, startedRun, statusesOf, templateOf, undecided } from './fixtures.ts';

const line = templateOf({ id: 'plan' }, { id: 'build', dependsOn: ['plan'] });
const pause: RunEvent = { type: 'run-paused', reason: 'user', message: 'Paused by you.' };
const resume: RunEvent = { type: 'run-resumed' };

describe('run transitions', () => {
  const commands: Readonly<Record<string, RunEvent>> = {
    start: { type: 'run-started' }, continue: { type: 'run-continued' }, pause, resume, cancel: { type: 'run-cancelled' }, auto: { type: 'auto-set', isAuto: true }, model: { type: 'model-set', model: 'deep' },
  };
  const running = startedRun(line);
  const held = after(startedRun(line, { isAuto: false }), completion(running, 'plan'));
  const completed = after(running, completion(running, 'plan'), completion(after(running, completion(running, 'plan')), 'build'));
  const states: Readonly<Record<string, readonly [RunState, string]>> = {
    created: [createdRun(line), 'start cancel auto model'],
    running: [running, 'pause cancel auto model'],
    held: [held, 'continue pause cancel auto model'],
    paused: [after(running, pause), 'resume cancel auto model'],
    failed: [after(running, failing(running, 'plan')), 'cancel auto model'],
    completed: [completed, ''],
    cancelled: [after(running, { type: 'run-cancelled' }), ''],
  };
  for (const [name, [state, legal]] of Object.entries(states)) {
    it(`allows a ${name} run: ${legal || 'nothing'}`, () => {
      const allowed = Object.entries(commands).filter(([, event]) => outcomeOf(state, event) === 'moved').map(([command]) => command);
      assert.deepEqual(allowed, legal === '' ? [] : legal.split(' '));
    });
  }

  it('suspends what runs at a pause and takes it up at a resume', () => {
    const paused = moved(running, pause);
    assert.deepEqual(paused.effects, [{ type: 'suspend-phase', execution: executionIn(running, 'plan') }]);
    assert.deepEqual(pendingEffects(paused.state), []);
    const work = [{ type: 'run-phase', phase: 'plan', execution: executionIn(running, 'plan') }];
    assert.deepEqual(moved(paused.state, resume).effects, work);
    assert.deepEqual(pendingEffects(running), work);
  });

  it('starts nothing while paused, and what became due at the resume', () => {
    const paused = after(running, pause, completion(running, 'plan'));
    assert.deepEqual(statusesOf(paused), { plan: 'completed', build: 'pending' });
    assert.deepEqual(statusesOf(after(paused, resume)), { plan: 'completed', build: 'running' });
  });

  it('takes up a phase that waits for an answer, not one that waits for a decision', () => {
    const asked = after(running, asking(running, 'plan'), pause);
    assert.equal(moved(asked, resume).effects.length, 1);
    const stuck = after(running, undecided(running, 'plan'), pause);
    assert.deepEqual(moved(stuck, resume).effects, []);
  });

  it('withdraws what is under way when cancelled, and stops it', () => {
    const { state, effects } = moved(running, { type: 'run-cancelled' });
    assert.deepEqual(effects, [{ type: 'stop-phase', execution: executionIn(running, 'plan') }]);
    assert.deepEqual(statusesOf(state), { plan: 'failed', build: 'pending' });
    assert.equal(state.endedAt, running.seq);
  });

  it('holds at the end of a phase without auto mode, until continued', () => {
    assert.deepEqual(statusesOf(held), { plan: 'completed', build: 'pending' });
    assert.deepEqual(statusesOf(after(held, { type: 'run-continued' })), { plan: 'completed', build: 'running' });
  });

  it('lets go of a boundary when auto mode is switched on, also while paused', () => {
    const auto: RunEvent = { type: 'auto-set', isAuto: true };
    assert.equal(statusesOf(after(held, auto))['build'], 'running');
    assert.equal(statusesOf(after(held, pause, auto, resume))['build'], 'running');
    assert.equal(statusesOf(after(held, pause, resume))['build'], 'pending');
  });

  it('gives the phases to come another model, and takes it back', () => {
    const set = after(running, { type: 'model-set', model: 'deep' });
    assert.deepEqual(set.phases, running.phases);
    assert.equal(set.model, 'deep');
    assert.equal(after(set, { type: 'model-set', model: null }).model, null);
  });

  it('holds at the next boundary once auto mode is off', () => {
    const off = after(running, { type: 'auto-set', isAuto: false });
    assert.equal(after(off, completion(off, 'plan')).isHeld, true);
  });

  it('does not hold behind a phase that proceeds by itself, nor behind the last one', () => {
    const free = startedRun(templateOf({ id: 'plan', autoProceed: true }, { id: 'build', dependsOn: ['plan'] }), { isAuto: false });
    const building = after(free, completion(free, 'plan'));
    assert.equal(statusesOf(building)['build'], 'running');
    assert.equal(after(building, completion(building, 'build')).situation.status, 'completed');
  });

  it('retries in a held run without a continue', () => {
    const sides = startedRun(templateOf({ id: 'a', parallelizable: true }, { id: 'b', parallelizable: true }, { id: 'c', dependsOn: ['a', 'b'] }), { isAuto: false });
    const failed = after(sides, completion(sides, 'a'), failing(sides, 'b'));
    assert.equal(failed.situation.status, 'failed');
    assert.deepEqual(statusesOf(after(failed, retrying('b'))), { a: 'completed', b: 'running', c: 'pending' });
  });
});
