import assert from 'node:assert/strict';
import type { RunId } from '../../../src/engine/model/ids.ts';
import type { Clock } from '../../../src/engine/ports/clock.ts';
import { Wakeups } from '../../../src/engine/runtime/wakeups.ts';
import { manualClock } from '../agent/manualClock.ts';
import { quiet } from './harness.ts';

const run = 'run' as RunId;
const hourMs = 3_600_000;

/** A clock on the wall that can be set, beside a time that only passes. */
function settableClock() {
  const inner = manualClock();
  let offsetMs = 1_000 * hourMs;
  const clock: Clock = { ...inner, now: () => inner.now() + offsetMs };
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 90_000) {
      inner.advance(Math.min(left, 90_000));
      await quiet(5);
    }
  };
  return { clock, pass, set: (ms: number) => { offsetMs += ms; } };
}

function setUp(answers: readonly boolean[] = [true]) {
  const time = settableClock();
  const woken: RunId[] = [];
  const wakeups = new Wakeups({ clock: time.clock, wake: async (id) => { woken.push(id); return answers[woken.length - 1] ?? true; } });
  return { ...time, woken, wakeups };
}

describe('wake-ups', () => {
  it('come at their time, once', async () => {
    const { clock, pass, woken, wakeups } = setUp();
    wakeups.arm(run, clock.now() + hourMs);
    wakeups.arm(run, clock.now() + hourMs);
    await pass(hourMs - 1_000);
    assert.deepEqual(woken, []);
    await pass(2_000);
    assert.deepEqual(woken, [run]);
    await pass(hourMs);
    assert.deepEqual(woken, [run]);
  });

  it('are not late when the clock is set back, by an hour or a year', async () => {
    for (const hours of [1, 8_760]) {
      const { clock, pass, set, woken, wakeups } = setUp();
      wakeups.arm(run, clock.now() + hourMs);
      set(-hours * hourMs);
      await pass(hourMs);
      assert.deepEqual(woken, [run]);
    }
  });

  it('come soon when the clock is set forward, or the machine slept', async () => {
    const { clock, pass, set, woken, wakeups } = setUp();
    wakeups.arm(run, clock.now() + 5 * hourMs);
    set(6 * hourMs);
    await pass(90_000);
    assert.deepEqual(woken, [run]);
  });

  it('wait at most a day for a time that was stored before the clock was set back', async () => {
    const { clock, pass, woken, wakeups } = setUp();
    wakeups.arm(run, clock.now() + 9_000 * hourMs);
    await pass(24 * hourMs);
    assert.deepEqual(woken, [run]);
  });

  it('come at once for a time that has passed, and again until the run can go on', async () => {
    const { clock, pass, woken, wakeups } = setUp([false, false, true]);
    wakeups.arm(run, clock.now() - hourMs);
    await quiet();
    await pass(2 * 90_000);
    assert.deepEqual(woken, [run, run, run]);
  });

  it('are taken back when the run goes on otherwise', async () => {
    const { clock, pass, woken, wakeups } = setUp();
    wakeups.follow({ id: run, situation: { status: 'paused', reason: 'rate-limit', message: '', since: 0, resumeAt: clock.now() + hourMs } });
    wakeups.follow({ id: run, situation: { status: 'running' } });
    await pass(2 * hourMs);
    wakeups.arm(run, clock.now() + hourMs);
    wakeups.dispose();
    await pass(2 * hourMs);
    assert.deepEqual(woken, []);
  });
});
