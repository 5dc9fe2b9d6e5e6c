import assert from 'node:assert/strict';
import { setImmediate as quiet } from 'node:timers/promises';
import type { RunId } from '../../../src/engine/model/ids.ts';
import { WriterTurns } from '../../../src/engine/runtime/writerTurns.ts';

const [first, second, third] = ['first', 'second', 'third'] as RunId[] as [RunId, RunId, RunId];
const never = new AbortController().signal;

describe('turns at writing', () => {
  it('go round in the order of arrival, and each run knows whom it waits for', async () => {
    let told = 0;
    const turns = new WriterTurns();
    turns.onDidChange(() => { told += 1; });
    const endFirst = await turns.enter(first, never);
    const [entering, later] = [turns.enter(second, never), turns.enter(third, never)];
    await quiet();
    assert.deepEqual([first, second, third].map((run) => turns.waitsFor(run)), [null, first, first]);
    const before = told;
    endFirst();
    const endSecond = await entering;
    assert.deepEqual([first, second, third].map((run) => turns.waitsFor(run)), [null, null, second]);
    assert.ok(told > before, 'whoever shows it is told');
    endSecond();
    (await later)();
    assert.deepEqual([first, second, third].map((run) => turns.waitsFor(run)), [null, null, null]);
  });

  it('are given up by whoever is stopped while waiting', async () => {
    const turns = new WriterTurns();
    const end = await turns.enter(first, never);
    const stop = new AbortController();
    const entering = turns.enter(second, stop.signal);
    await quiet();
    assert.equal(turns.waitsFor(second), first);
    stop.abort();
    (await entering)();
    assert.deepEqual([turns.waitsFor(second), turns.writerBeside(second)], [null, first]);
    end();
  });
});
