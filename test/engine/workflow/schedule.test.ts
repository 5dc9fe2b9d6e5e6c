import assert from 'node:assert/strict';
import { after, completion, createdRun, startedRun, statusesOf, templateOf } from './fixtures.ts';
import { readyPhases, schedule } from '../../../src/engine/workflow/schedule.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';

describe('schedule', () => {
  it('asks for nothing before the start', () => {
    assert.deepEqual(schedule(createdRun(templateOf({ id: 'a' }))), []);
  });

  it('starts a phase when everything it depends on is completed or skipped', () => {
    const diamond = startedRun(templateOf(
      { id: 'a' },
      { id: 'b', dependsOn: ['a'], when: { path: 'a.risk', op: 'eq', value: 'high' } },
      { id: 'c', dependsOn: ['a'] },
      { id: 'd', dependsOn: ['b', 'c'] },
    ));
    const split = after(diamond, completion(diamond, 'a', { 'a.risk': 'low' }));
    assert.deepEqual(statusesOf(split), { a: 'completed', b: 'skipped', c: 'running', d: 'pending' });
    assert.equal(statusesOf(after(split, completion(split, 'c')))['d'], 'running');
  });

  it('runs parallelizable phases side by side up to the limit', () => {
    const fan = templateOf(...['a', 'b', 'c'].map((id) => ({ id, parallelizable: true })));
    assert.deepEqual(running(startedRun(fan, { maxParallel: 2 })), ['a', 'b']);
    const two = startedRun(fan, { maxParallel: 2 });
    assert.deepEqual(running(after(two, completion(two, 'b'))), ['a', 'c']);
  });

  it('lets a phase that is not parallelizable run alone', () => {
    const mixed = startedRun(templateOf({ id: 'a', parallelizable: true }, { id: 'b' }, { id: 'c', parallelizable: true }));
    assert.deepEqual(running(mixed), ['a', 'c']);
    const rest = after(mixed, completion(mixed, 'a'), completion(mixed, 'c'));
    assert.deepEqual(running(rest), ['b']);
  });

  it('never overlaps two phases that may write, by tools it knows or does not know', () => {
    const writers = [{ id: 'a', tools: ['write_file'] }, { id: 'b', tools: ['mcp_anything'] }, { id: 'c', tools: ['read_file'] }].map((phase) => ({ ...phase, parallelizable: true }));
    assert.deepEqual(running(startedRun(templateOf(...writers))), ['a', 'c']);
  });

  it('gives each execution an id of its own and the model that applies', () => {
    const state = createdRun(templateOf({ id: 'a', model: 'deep' }));
    const due = schedule({ ...state, situation: { status: 'running' } });
    assert.deepEqual(due, [{ type: 'phase-started', phase: 'a', execution: 'run/a/1', attempt: 1, iteration: null, model: 'deep' }]);
    assert.equal(schedule({ ...state, model: 'rehearsal', situation: { status: 'running' } }).map((event) => 'model' in event && event.model)[0], 'rehearsal');
  });

  it('completes the run when every phase is settled', () => {
    const state = startedRun(templateOf({ id: 'a' }));
    assert.equal(after(state, completion(state, 'a')).situation.status, 'completed');
  });

  it('finds what is ready in the order of the template', () => {
    const state = createdRun(templateOf({ id: 'z' }, { id: 'a' }, { id: 'b', dependsOn: ['z'] }));
    assert.deepEqual(readyPhases(state).map(({ id }) => id), ['z', 'a']);
  });
});

function running(state: RunState): readonly string[] {
  return Object.entries(statusesOf(state)).filter(([, status]) => status === 'running').map(([id]) => id);
}
