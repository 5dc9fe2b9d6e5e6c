import assert from 'node:assert/strict';
import { systemClock } from '../../../src/engine/node/systemClock.ts';

describe('systemClock', () => {
  const clock = systemClock();

  it('sleeps as long as asked', async () => {
    const startMs = clock.monotonicMs();
    await clock.sleep(40, new AbortController().signal);
    assert.ok(clock.monotonicMs() - startMs >= 39);
  });

  it('wakes at once when the signal aborts, before or meanwhile, and leaves no listener', async () => {
    const startMs = clock.monotonicMs();
    await clock.sleep(60_000, AbortSignal.abort());
    await clock.sleep(60_000, AbortSignal.timeout(20));
    assert.ok(clock.monotonicMs() - startMs < 5_000);
  });

  it('does not take a month for a moment', async () => {
    const woken = clock.sleep(40 * 86_400_000, AbortSignal.timeout(60)).then(() => 'woken');
    assert.equal(await Promise.race([woken, clock.sleep(30, new AbortController().signal).then(() => 'asleep')]), 'asleep');
    await woken;
  });
});
