import assert from 'node:assert/strict';
import type { Commit, RunStore } from '../../../src/engine/ports/store.ts';
import { type Advance, RunWriter } from '../../../src/engine/runtime/writer.ts';
import type { Effect } from '../../../src/engine/workflow/step.ts';
import { manualClock } from '../agent/manualClock.ts';
import { createdRun, templateOf } from '../workflow/fixtures.ts';

interface Writing {
  readonly writer: RunWriter;
  readonly commits: Commit[];
  readonly advances: Advance[];
  readonly effects: Effect[];
}

/** A writer over a store that only remembers what it was given, and refuses what `refuses` names. */
function writing(refuses: (commit: Commit) => boolean = () => false): Writing {
  const [commits, advances, effects]: [Commit[], Advance[], Effect[]] = [[], [], []];
  const store: Pick<RunStore, 'append'> = {
    append(commit) {
      if (refuses(commit)) return Promise.reject(new Error('the disk is full'));
      commits.push(commit);
      return Promise.resolve();
    },
  };
  const state = createdRun(templateOf({ id: 'plan' }));
  const writer = new RunWriter({ store: store as RunStore, clock: manualClock(), advanced: (advance) => advances.push(advance), perform: (due) => effects.push(...due) }, state);
  return { writer, commits, advances, effects };
}

const start = { events: [{ type: 'run-started' }], texts: [] } as const;
const pause = { events: [{ type: 'run-paused', reason: 'user', message: '' }], texts: [] } as const;

describe('the writer of a run', () => {
  it('makes one commit of everything posted in a tick, with what became due', async () => {
    const { writer, commits, advances, effects } = writing();
    const [started, auto] = await Promise.all([writer.post(start), writer.post({ events: [{ type: 'auto-set', isAuto: false }], texts: [] })]);
    assert.deepEqual(commits.map(({ facts }) => facts.map(({ event }) => event.type)), [['run-started', 'auto-set', 'phase-started']]);
    assert.equal(advances.length, 1);
    assert.deepEqual(effects.map(({ type }) => type), ['run-phase']);
    assert.ok(started.ok && auto.ok && started.value === writer.state, 'everyone is answered with the state that is durable now');
  });

  it('records a posting whole or not at all', async () => {
    const { writer, commits } = writing();
    const result = await writer.post({ events: [{ type: 'auto-set', isAuto: false }, { type: 'run-resumed' }], texts: [] });
    assert.equal(result.ok, false);
    assert.deepEqual(commits, []);
    assert.equal(writer.state.isAuto, true);
  });

  it('tells and does nothing that is not durable', async () => {
    const { writer, advances, effects } = writing(() => true);
    await assert.rejects(writer.post(start), /the disk is full/);
    assert.deepEqual([advances, effects], [[], []]);
    assert.equal(writer.state.situation.status, 'created');
  });

  it('takes nothing more after a commit failed', async () => {
    let isFull = false;
    const { writer, commits } = writing(() => isFull);
    await writer.post(start);
    isFull = true;
    await assert.rejects(writer.post(pause));
    isFull = false;
    await assert.rejects(writer.post(pause), /the disk is full/);
    assert.equal(commits.length, 1);
  });
});
