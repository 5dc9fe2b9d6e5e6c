import assert from 'node:assert/strict';
import type { CheckpointId, PhaseId, ToolCallId } from '../../../src/engine/model/ids.ts';
import type { RunEvent } from '../../../src/engine/model/fact.ts';
import { phaseOf } from '../../../src/engine/workflow/step.ts';
import { after, answering, artifactRef, asking, broken, completion, executionIn, failing, moved, outcomeOf, retrying, settled, situationOf, skipping, startedRun, statusesOf, templateOf, undecided } from './fixtures.ts';

const line = templateOf({ id: 'plan' }, { id: 'build', dependsOn: ['plan'] });

describe('phase transitions', () => {
  it('completes a running phase once, and its checkpoint with it', () => {
    const running = startedRun(line);
    const event = completion(running, 'plan');
    const { state } = moved(running, event);
    assert.deepEqual(situationOf(state, 'plan'), { status: 'completed', artifact: artifactRef('plan-artifact') });
    assert.equal(outcomeOf(state, event), 'ignored');
    assert.equal(outcomeOf(running, checkpoint('plan')), 'ignored', 'no point to return to before the phase is done');
    assert.equal(outcomeOf(state, checkpoint('plan')), 'moved');
  });

  it('ignores news of an execution that is over', () => {
    const running = startedRun(line);
    const [late, lateFailure] = [completion(running, 'plan'), failing(running, 'plan')];
    const again = after(running, failing(running, 'plan'), retrying('plan'));
    assert.notEqual(executionIn(again, 'plan'), executionIn(running, 'plan'));
    assert.equal(outcomeOf(again, late), 'ignored');
    assert.equal(outcomeOf(again, lateFailure), 'ignored');
  });

  it('fails the run when nothing else is active, and reopens it at a retry', () => {
    const failed = after(startedRun(line), failing(startedRun(line), 'plan'));
    assert.deepEqual(failed.situation, { status: 'failed', phase: 'plan', failure: broken });
    const retried = after(failed, retrying('plan'));
    assert.equal(retried.situation.status, 'running');
    assert.equal(retried.endedAt, null);
    assert.equal(phaseOf(retried, 'plan' as PhaseId)?.attempt, 2);
  });

  it('keeps the model asked for at a retry for later attempts', () => {
    const failed = after(startedRun(line), failing(startedRun(line), 'plan'));
    const retried = after(failed, { type: 'phase-retried', phase: 'plan' as PhaseId, model: 'deep' });
    const again = after(retried, failing(retried, 'plan'), retrying('plan'));
    assert.equal(phaseOf(again, 'plan' as PhaseId)?.model, 'deep');
  });

  it('waits for siblings before the run fails', () => {
    const sides = startedRun(templateOf({ id: 'left', parallelizable: true }, { id: 'right', parallelizable: true }, { id: 'last', dependsOn: ['left', 'right'] }));
    const half = after(sides, failing(sides, 'left'));
    assert.equal(half.situation.status, 'running');
    assert.equal(after(half, completion(half, 'right')).situation.status, 'failed');
    assert.deepEqual(statusesOf(after(half, retrying('left'))), { left: 'running', right: 'running', last: 'pending' });
  });

  it('waits for a decision, which a person may answer by artifact, retry or skip', () => {
    const running = startedRun(line);
    const waiting = after(running, undecided(running, 'plan'));
    assert.equal(situationOf(waiting, 'plan').status, 'waiting');
    assert.deepEqual(statusesOf(after(waiting, completion(waiting, 'plan'))), { plan: 'completed', build: 'running' });
    assert.deepEqual(statusesOf(after(waiting, retrying('plan'))), { plan: 'running', build: 'pending' });
    assert.deepEqual(statusesOf(after(waiting, skipping('plan'))), { plan: 'skipped', build: 'running' });
  });

  it('skips what is pending, failed or undecided, and nothing else', () => {
    const running = startedRun(line);
    assert.equal(outcomeOf(running, skipping('plan')), 'illegal');
    assert.equal(outcomeOf(running, skipping('build')), 'moved');
    assert.equal(outcomeOf(running, skipping('nowhere')), 'illegal');
    const done = after(running, completion(running, 'plan'));
    assert.equal(outcomeOf(done, skipping('plan')), 'illegal');
    const failed = after(running, failing(running, 'plan'));
    assert.deepEqual(statusesOf(after(failed, skipping('plan'))), { plan: 'skipped', build: 'running' });
  });

  it('leaves a cancelled run as it is', () => {
    const cancelled = after(startedRun(line), { type: 'run-cancelled' });
    for (const event of [skipping('plan'), skipping('build'), retrying('plan')]) assert.equal(outcomeOf(cancelled, event), 'illegal', event.type);
    assert.equal(outcomeOf(cancelled, completion(startedRun(line), 'plan')), 'ignored');
  });

  it('delivers an answer to the question that waits, once, and only in a running run', () => {
    const running = startedRun(line);
    const { state: asked } = moved(running, asking(running, 'plan', 'approval'));
    assert.equal(situationOf(asked, 'plan').status, 'waiting');
    assert.equal(outcomeOf(asked, asking(running, 'plan')), 'ignored', 'one question at a time');
    const answered = moved(asked, answering(asked, 'plan'));
    assert.deepEqual(answered.effects, [{ type: 'deliver-answer', execution: executionIn(asked, 'plan'), call: 'plan/call', answer: 'This one.' }]);
    assert.equal(outcomeOf(answered.state, answering(asked, 'plan')), 'illegal');
    const paused = after(asked, { type: 'run-paused', reason: 'user', message: '' });
    assert.equal(outcomeOf(paused, answering(asked, 'plan')), 'illegal');
  });

  it('stops waiting when the call that asked has ended without an answer', () => {
    const running = startedRun(line);
    const { state: asked } = moved(running, asking(running, 'plan', 'approval'));
    const finished = (call: string): RunEvent => ({ type: 'tool-finished', phase: 'plan' as PhaseId, execution: executionIn(asked, 'plan'), call: call as ToolCallId, outcome: 'ok', output: { text: '' }, durationMs: 1 });
    assert.equal(situationOf(moved(asked, finished('other')).state, 'plan').status, 'waiting');
    assert.equal(situationOf(moved(asked, finished('plan/call')).state, 'plan').status, 'running');
  });
});

describe('loop transitions', () => {
  const over = templateOf({ id: 'plan' }, { id: 'work', dependsOn: ['plan'], loop: { over: 'plan.items', max: 3 } }, { id: 'last', dependsOn: ['work'] });
  const until = templateOf({ id: 'fix', loop: { until: { path: 'fix.left', op: 'exists', value: false }, max: 2 } });
  const planned = (...items: readonly string[]) => {
    const running = startedRun(over);
    return after(running, completion(running, 'plan', { 'plan.items': [...items] }));
  };

  it('runs once per item, then puts the artifacts together', () => {
    let state = planned('a', 'b');
    assert.deepEqual(phaseOf(state, 'work' as PhaseId)?.loop, { total: 2, done: [] });
    state = after(state, completion(state, 'work'));
    assert.equal(phaseOf(state, 'work' as PhaseId)?.attempt, 1, 'attempts are counted per iteration');
    state = after(state, completion(state, 'work'));
    assert.equal(situationOf(state, 'work').status, 'collecting');
    state = after(state, completion(state, 'work'));
    assert.deepEqual(statusesOf(state), { plan: 'completed', work: 'completed', last: 'running' });
  });

  it('collects nothing for an empty list', () => {
    assert.equal(situationOf(planned(), 'work').status, 'collecting');
  });

  it('fails before the first iteration when the list is missing or too long', () => {
    const running = startedRun(over);
    for (const values of [{}, { 'plan.items': 'a' }, { 'plan.items': ['a', 'b', 'c', 'd'] }]) {
      const state = after(running, completion(running, 'plan', values));
      assert.equal(state.situation.status, 'failed');
      assert.equal(phaseOf(state, 'work' as PhaseId)?.executions, 0);
    }
  });

  it('counts an iteration once', () => {
    const state = planned('a', 'b');
    const event = completion(state, 'work');
    const next = after(state, event);
    assert.equal(outcomeOf(next, event), 'ignored');
  });

  it('repeats one iteration at a retry and keeps the finished ones', () => {
    let state = planned('a', 'b');
    state = after(state, completion(state, 'work'));
    state = after(state, failing(state, 'work'), retrying('work'));
    assert.equal(phaseOf(state, 'work' as PhaseId)?.loop?.done.length, 1);
    state = after(state, completion(state, 'work'));
    assert.equal(situationOf(state, 'work').status, 'collecting');
  });

  it('collects again at a retry when only putting together failed', () => {
    let state = planned('a');
    state = after(state, completion(state, 'work'));
    state = after(state, { type: 'phase-failed', phase: 'work' as PhaseId, execution: null, failure: broken });
    const retried = moved(state, retrying('work'));
    assert.deepEqual(retried.effects, [{ type: 'collect-loop', phase: 'work' }]);
    assert.deepEqual(statusesOf(settled(retried.state)), { plan: 'completed', work: 'collecting', last: 'pending' });
  });

  it('ends an until loop by the newest artifact alone', () => {
    let state = startedRun(until);
    state = after(state, completion(state, 'fix', { 'fix.left': 2 }));
    assert.equal(situationOf(state, 'fix').status, 'running');
    state = after(state, completion(state, 'fix', {}));
    assert.equal(situationOf(state, 'fix').status, 'collecting', 'the field is gone, so the condition holds');
  });

  it('never exceeds the hard maximum, not even by retries', () => {
    let state = startedRun(until);
    state = after(state, completion(state, 'fix', { 'fix.left': 2 }));
    state = after(state, completion(state, 'fix', { 'fix.left': 1 }));
    assert.equal(state.situation.status === 'failed' && state.situation.failure.kind, 'loop-limit');
    state = after(state, retrying('fix'));
    assert.equal(phaseOf(state, 'fix' as PhaseId)?.loop?.done.length, 1, 'the last iteration is done again');
    state = after(state, completion(state, 'fix', {}));
    assert.equal(phaseOf(state, 'fix' as PhaseId)?.loop?.done.length, 2);
    assert.equal(situationOf(state, 'fix').status, 'collecting');
  });
});

function checkpoint(phase: string): RunEvent {
  return { type: 'checkpoint-taken', phase: phase as PhaseId, checkpoint: 'c' as CheckpointId, snapshot: null };
}
