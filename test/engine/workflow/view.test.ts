import assert from 'node:assert/strict';
import { runView } from '../../../src/engine/workflow/runView.ts';
import type { RunEvent } from '../../../src/engine/model/fact.ts';
import type { CheckpointId, PhaseId, ProjectId, RunId } from '../../../src/engine/model/ids.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { initialState } from '../../../src/engine/workflow/transition.ts';
import { isWaitingForPerson, toRunView } from '../../../src/engine/workflow/view.ts';
import { after, answering, artifactRef, asking, completion, createdRun, executionIn, failing, outcomeOf, retrying, runId, skipping, startedRun, templateOf, undecided } from './fixtures.ts';

const line = templateOf({ id: 'plan' }, { id: 'build', dependsOn: ['plan'] });
const running = startedRun(line, { isAuto: false });
const held = after(running, completion(running, 'plan'));

describe('view', () => {
  it('fits the schema that every face parses', () => {
    for (const state of [createdRun(line), running, held, after(running, undecided(running, 'plan')), after(running, failing(running, 'plan'))]) {
      assert.deepEqual(runView.parse(toRunView(state)), toRunView(state));
    }
  });

  it('marks what waits for a continue as held, and says so', () => {
    const view = toRunView(held);
    assert.deepEqual(view.phases.map(({ status }) => status), ['completed', 'held']);
    assert.equal(view.run.message, 'Waiting for you to continue.');
    assert.deepEqual(view.phases.map(({ depth }) => depth), [0, 1]);
  });

  it('offers per phase what may be done with it', () => {
    const commandsOf = (state: RunState, index = 0) => toRunView(state).phases[index]?.commands;
    assert.deepEqual(commandsOf(running), ['steer']);
    assert.deepEqual(commandsOf(running, 1), ['steer', 'skip']);
    assert.deepEqual(commandsOf(after(running, asking(running, 'plan'))), ['steer', 'answer']);
    assert.deepEqual(commandsOf(after(running, undecided(running, 'plan'))), ['retry', 'steer', 'skip', 'accept']);
    assert.deepEqual(commandsOf(after(running, failing(running, 'plan'))), ['retry', 'steer', 'skip']);
    assert.deepEqual(commandsOf(after(running, { type: 'run-cancelled' })), []);
  });

  it('knows when only a person can go on', () => {
    assert.equal(isWaitingForPerson(running), false);
    assert.equal(isWaitingForPerson(held), true);
    assert.equal(isWaitingForPerson(after(running, asking(running, 'plan'))), true);
    assert.equal(isWaitingForPerson(after(running, undecided(running, 'plan'))), true);
    assert.equal(isWaitingForPerson(after(running, failing(running, 'plan'))), false, 'a failed run waits for nobody');
  });

  it('shows why a phase was skipped, failed or waits', () => {
    const skipped = toRunView(after(held, skipping('build'))).phases[1];
    assert.deepEqual([skipped?.status, skipped?.message], ['skipped', 'Not needed.']);
    const failed = toRunView(after(running, failing(running, 'plan')));
    assert.equal(failed.phases[0]?.failure?.kind, 'server');
    assert.equal(failed.run.message, 'plan: The vendor broke.');
  });

  it('shows what a paused run is in the middle of as paused, says why, and since when', () => {
    const at = (state: RunState, reason: 'user' | 'interrupted') => after(state, { type: 'tool-started', phase: 'plan' as PhaseId, execution: executionIn(state, 'plan'), call: 'c' as never, turn: 1, name: 'read_file', input: { text: '{}' } }, { type: 'run-paused', reason, message: 'The program ended.' });
    const interrupted = toRunView(at(running, 'interrupted'));
    assert.deepEqual(interrupted.phases.map(({ status, message, tool }) => [status, message, tool]), [['paused', 'The program ended.', null], ['pending', null, null]]);
    assert.deepEqual(interrupted.run.pause, { reason: 'interrupted', since: interrupted.seq - 1, resumeAt: null, shortage: null });
    assert.equal(interrupted.phases[0]?.pausedAt, interrupted.run.pause?.since);
    assert.equal(toRunView(at(running, 'user')).phases[0]?.tool, 'read_file', 'the turn under way may still be ending');
    assert.equal(toRunView(after(at(running, 'user'), { type: 'run-resumed' })).phases[0]?.status, 'running');
  });

  it('shows the collecting of a loop in a paused run as paused', () => {
    const loop = templateOf({ id: 'plan' }, { id: 'each', dependsOn: ['plan'], loop: { over: 'plan.items', max: 5 } });
    const begun = startedRun(loop);
    const collecting = after(begun, completion(begun, 'plan', { 'plan.items': [] }));
    assert.equal(toRunView(collecting).phases[1]?.status, 'running');
    assert.equal(toRunView(after(collecting, { type: 'run-paused', reason: 'user', message: 'Paused by you.' })).phases[1]?.status, 'paused');
  });

  it('says that a question in a paused run is answered after the resume', () => {
    const state = after(running, asking(running, 'plan'), { type: 'run-paused', reason: 'user', message: 'Paused by you.' });
    const [plan] = toRunView(state).phases;
    assert.deepEqual([plan?.status, plan?.commands], ['waiting', ['steer']]);
    assert.match(plan?.message ?? '', /Resume/);
    assert.equal(outcomeOf(state, answering(state, 'plan')), 'illegal');
  });

  it('offers to accept exactly what the accepting event would end, in a loop too', () => {
    const loop = templateOf({ id: 'each', loop: { until: { path: 'each.done', op: 'eq', value: true }, max: 3 } });
    for (const [state, phase] of [[running, 'plan'], [startedRun(loop), 'each']] as const) {
      const waiting = after(state, undecided(state, phase));
      assert.deepEqual([accepts(state), accepts(waiting)], [false, true]);
      assert.equal(outcomeOf(waiting, completion(waiting, phase)), 'moved');
      assert.equal(accepts(after(waiting, { type: 'run-paused', reason: 'user', message: '' })), true, 'a decision can be made while the run is paused');
      assert.equal(accepts(after(waiting, retrying(phase))), false);
    }
  });

  it('offers to go back to a phase that has a checkpoint, and to fork from one that is finished', () => {
    const done = after(startedRun(line), completion(startedRun(line), 'plan'), checkpointOf('plan'));
    assert.deepEqual([rollsBack(done), toRunView(done).phases[0]?.commands], [[], ['fork']], 'not while another phase is under way');
    const paused = after(done, { type: 'run-paused', reason: 'user', message: '' });
    assert.deepEqual(rollsBack(paused), ['plan']);
    assert.ok(toRunView(paused).run.commands.includes('rollback'));
    assert.equal(outcomeOf(paused, rollbackTo('plan')), 'moved');
    const finished = after(done, completion(done, 'build'), checkpointOf('build'));
    assert.deepEqual(rollsBack(finished), ['plan', 'build']);
    const restoring = after(paused, rollbackTo('plan'));
    assert.deepEqual([rollsBack(restoring), toRunView(restoring).run.message], [[], 'The files of the checkpoint are being brought back.']);
  });

  it('names the run and the phase that a fork came from', () => {
    const event = { type: 'run-created', project: 'project' as ProjectId, template: line, inputs: { goal: 'test' }, isAuto: true, model: null, maxParallel: 4, parent: { run: 'first' as RunId, phase: 'plan' as PhaseId } } as const;
    assert.deepEqual(toRunView(initialState({ runId, seq: 1, at: 0, event })).run.parent, { run: 'first', phaseName: 'plan' });
    assert.equal(toRunView(running).run.parent, null);
  });
});

describe('an output that was accepted unvalidated', () => {
  const diamond = templateOf({ id: 'plan' }, { id: 'left', dependsOn: ['plan'] }, { id: 'right' }, { id: 'join', dependsOn: ['left', 'right'] }, { id: 'end', dependsOn: ['join'] });
  const rests = (state: RunState) => Object.fromEntries(toRunView(state).phases.flatMap(({ id, restsOnForced }) => (restsOnForced.length > 0 ? [[id, restsOnForced]] : [])));

  it('is named on everything downstream, and on nothing else', () => {
    const state = startedRun(diamond);
    assert.deepEqual(rests(state), {});
    assert.deepEqual(rests(after(state, forced(state, 'plan'))), { left: ['plan'], join: ['plan'], end: ['plan'] });
  });

  it('adds up along the way, each name once', () => {
    let state = startedRun(diamond);
    for (const phase of ['plan', 'left', 'right']) state = after(state, forced(state, phase));
    assert.deepEqual(rests(state), { left: ['plan'], join: ['plan', 'left', 'right'], end: ['plan', 'left', 'right'] });
  });

  it('does not matter to a phase that was skipped, but to what comes after it', () => {
    const state = startedRun(diamond);
    assert.deepEqual(rests(after(state, forced(state, 'plan'), skipping('join'))), { left: ['plan'], end: ['plan'] });
  });

  it('is gone after a rollback to before it', () => {
    const chain = templateOf({ id: 'a' }, { id: 'b', dependsOn: ['a'] }, { id: 'c', dependsOn: ['b'] });
    let state = startedRun(chain);
    state = after(state, completion(state, 'a'), checkpointOf('a', null));
    state = after(state, forced(state, 'b'));
    assert.deepEqual(rests(state), { c: ['b'] });
    assert.deepEqual(rests(after(state, { type: 'run-paused', reason: 'user', message: '' }, rollbackTo('a'))), {});
  });

  it('counts when it is one iteration of a loop', () => {
    const loop = templateOf({ id: 'each', loop: { until: { path: 'each.done', op: 'eq', value: true }, max: 3 } }, { id: 'end', dependsOn: ['each'] });
    const state = startedRun(loop);
    assert.deepEqual(rests(after(state, forced(state, 'each'))), { end: ['each'] });
  });
});

function accepts(state: RunState): boolean {
  return toRunView(state).phases[0]?.commands.includes('accept') ?? false;
}

function rollsBack(state: RunState): readonly string[] {
  return toRunView(state).phases.flatMap(({ id, commands }) => (commands.includes('rollback') ? [id] : []));
}

function checkpointOf(phase: string, snapshot: string | null = 'snapshot'): RunEvent {
  return { type: 'checkpoint-taken', phase: phase as PhaseId, checkpoint: `${phase}/checkpoint` as CheckpointId, snapshot };
}

function rollbackTo(phase: string): RunEvent {
  return { type: 'run-rolled-back', checkpoint: `${phase}/checkpoint` as CheckpointId, safety: 'safety' as CheckpointId, message: 'Rolled back.' };
}

function forced(state: RunState, phase: string): RunEvent {
  return { ...completion(state, phase), artifact: { ...artifactRef(`${phase}-artifact`), isForced: true } } as RunEvent;
}
