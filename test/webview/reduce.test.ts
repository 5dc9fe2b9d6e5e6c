import assert from 'node:assert/strict';
import type { ToView } from '../../src/webview/protocol.ts';
import { phaseToFollow } from '../../src/webview/store/follow.ts';
import { reduce } from '../../src/webview/store/reduce.ts';
import { initialState, type ViewState } from '../../src/webview/store/viewState.ts';
import { callIdOf, compoundPhases, executeStream, phaseIdOf, phaseOf, runOf, snapshotOf, streamOf, withPhase } from '../ui/fixtures.ts';

const execute = phaseIdOf('execute');

function after(...messages: readonly ToView[]): ViewState {
  return messages.reduce(reduce, initialState);
}

function changed(seq: number, phases: Extract<ToView, { type: 'changed' }>['phases'] = [], run = runOf()): ToView {
  return { type: 'changed', seq, run, phases };
}

describe('the store of the webview', () => {
  it('takes a snapshot whole', () => {
    const state = after(snapshotOf({ selected: 'execute' }));
    assert.equal(state.content.type, 'run');
    assert.equal(state.seq, 40);
    assert.equal(state.selected, 'execute');
    assert.deepEqual(state.shape.map(({ id }) => id), compoundPhases().map(({ id }) => id));
  });

  it('applies the next change and keeps everything it does not mention', () => {
    const before = after(snapshotOf());
    const state = reduce(before, changed(41, [phaseOf('plan', { name: 'Plan', status: 'failed' })]));
    assert.equal(state.phases[phaseIdOf('plan')]?.status, 'failed');
    assert.equal(state.phases[execute], before.phases[execute]);
    assert.equal(state.shape, before.shape);
    assert.equal(state.announcement, 'Plan: Failed.');
  });

  it('becomes stale at a gap, ignores changes until a snapshot, then goes on', () => {
    const stale = after(snapshotOf(), changed(43));
    assert.equal(stale.isStale, true);
    assert.equal(stale.seq, 40);
    assert.equal(reduce(stale, changed(41)), stale);
    const fresh = { ...snapshotOf(), view: { ...snapshotOf().view, seq: 43 } };
    assert.equal(reduce(reduce(stale, fresh), changed(44)).seq, 44);
  });

  it('ignores what it has seen', () => {
    const state = after(snapshotOf());
    assert.equal(reduce(state, changed(40)), state);
    assert.equal(reduce(state, changed(12)), state);
  });

  it('asks anew when a change names another run or an unknown phase', () => {
    assert.equal(after(snapshotOf(), changed(41, [], runOf({ id: 'run-2' as never }))).isStale, true);
    assert.equal(after(snapshotOf(), changed(41, [phaseOf('ghost')])).isStale, true);
  });

  it('lets a snapshot replace phases that are gone', () => {
    const state = after(snapshotOf({ selected: 'retro' }), snapshotOf({ phases: [phaseOf('plan')] }));
    assert.deepEqual(Object.keys(state.phases), ['plan']);
    assert.equal(state.selected, null);
  });

  it('keeps selection and stream over a snapshot of the same run, and drops them with another', () => {
    const state = after(snapshotOf({ selected: 'execute' }), streamOf('execute'));
    assert.equal(reduce(state, snapshotOf()).stream, state.stream);
    const other = reduce(state, snapshotOf({ run: { id: 'run-2' as never } }));
    assert.equal(other.selected, null);
    assert.equal(other.stream, null);
  });

  it('forgets the run when there is none', () => {
    const state = after(snapshotOf(), { type: 'empty', reason: 'no-run', message: 'Nothing yet.' });
    assert.equal(state.run, null);
    assert.equal(reduce(state, changed(41)), state);
  });
});

describe('the stream of a phase', () => {
  const base = after(snapshotOf({ selected: 'execute' }), streamOf('execute'));
  const delta = (text: string, phase = execute): ToView => ({ type: 'text-delta', phase, text });

  it('gathers live text until the turn is settled', () => {
    const live = reduce(reduce(base, delta('All ')), delta('done.'));
    assert.equal(live.stream?.liveText, 'All done.');
    const settled = reduce(live, { type: 'stream-changed', phase: execute, entries: [{ type: 'text', id: 'm9', at: 1, role: 'assistant', text: 'All done.' }] });
    assert.equal(settled.stream?.liveText, '');
    assert.equal(settled.stream?.entries.length, executeStream().length + 1);
  });

  it('keeps live text while a tool call ends or the person writes', () => {
    const call = executeStream().find(({ id }) => id === 'c5')!;
    const live = reduce(base, delta('Meanwhile'));
    const state = reduce(live, { type: 'stream-changed', phase: execute, entries: [{ ...call, outcome: 'ok', output: 'fine' } as typeof call, { type: 'text', id: 'u1', at: 1, role: 'user', text: 'Faster!' }] });
    assert.equal(state.stream?.liveText, 'Meanwhile');
    assert.equal(state.stream?.entries.length, executeStream().length + 1);
  });

  it('shows the output of a call while it runs, and drops it for the result', () => {
    const call = callIdOf('c5');
    const running = reduce(reduce(base, { type: 'tool-progress', phase: execute, call, text: 'a' }), { type: 'tool-progress', phase: execute, call, text: 'b' });
    assert.equal(running.stream?.progress[call], 'ab');
    const entry = { type: 'tool', id: call, at: 1, name: 'run_command', input: '{}', outcome: 'ok', output: 'ab', durationMs: 3 } as const;
    assert.deepEqual(reduce(running, { type: 'stream-changed', phase: execute, entries: [entry] }).stream?.progress, {});
  });

  it('ignores other phases', () => {
    assert.equal(reduce(base, delta('x', phaseIdOf('plan'))), base);
    assert.equal(reduce(base, streamOf('plan')), base);
  });

  it('stays bounded under endless text', () => {
    let state = base;
    for (let index = 0; index < 200; index += 1) state = reduce(state, delta('x'.repeat(1_000)));
    assert.equal(state.stream?.liveText.length, 50_000);
  });
});

describe('following', () => {
  const follow = (phases = compoundPhases(), selected: string | null = null) => phaseToFollow(after({ ...snapshotOf({ phases }), selected: selected === null ? null : phaseIdOf(selected) }));

  it('goes where a person is needed, else where work is done', () => {
    assert.equal(follow(), 'execute');
    assert.equal(follow(withPhase('testing', { status: 'waiting', wait: { reason: 'input', question: { call: callIdOf('q'), kind: 'question', text: '?', options: [] } } })), 'testing');
  });

  it('does not leave a phase that is at work for another', () => {
    assert.equal(follow(withPhase('testing', { status: 'running' }), 'testing'), 'testing');
    assert.equal(follow(withPhase('testing', { status: 'completed' }), 'testing'), 'execute');
  });

  it('ends at what ended last', () => {
    assert.equal(follow(withPhase('execute', { status: 'completed', endedAt: Date.now() })), 'execute');
  });
});
