import assert from 'node:assert/strict';
import { failed, type Failure } from '../../../src/engine/model/failure.ts';
import type { VendorCall, VendorLimiter } from '../../../src/engine/ports/vendorLimiter.ts';
import { VendorTrouble } from '../../../src/engine/runtime/vendorTrouble.ts';
import { type ManualClock, manualClock } from '../agent/manualClock.ts';
import { quiet } from './harness.ts';

const limited = failed('rate-limit', 'Slow down.', { isRetryable: true });
const forever = new AbortController().signal;

function setUp(hasAnswered = true): { clock: ManualClock; trouble: VendorTrouble; vendors: VendorLimiter } {
  const clock = manualClock();
  const trouble = new VendorTrouble(clock);
  return { clock, trouble, vendors: trouble.limiterFor(() => hasAnswered) };
}

async function begin(vendors: VendorLimiter, model = 'anthropic/one'): Promise<VendorCall> {
  const admitted = await vendors.admit(model, forever);
  assert.ok(admitted.ok, 'the call is admitted');
  return admitted.value;
}

/** Fails until the run has to pause; answers the time until then. */
async function failToPause(vendors: VendorLimiter, failure: Failure = limited): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const after = (await begin(vendors)).failed(failure, attempt);
    if (after.type === 'pause') return after.by.reason === 'rate-limit' ? after.by.resumeAt : NaN;
    assert.equal(after.type, 'retry');
  }
}

describe('vendor trouble', () => {
  it('lets everybody call as long as the vendor answers', async () => {
    const { clock, vendors } = setUp();
    const calls = await Promise.all([1, 2, 3].map(() => begin(vendors)));
    for (const call of calls) call.answered();
    assert.deepEqual(clock.naps, []);
  });

  it('spreads delays over the whole of a doubling, capped range, and waits as long as the vendor asks', async () => {
    const { clock, vendors } = setUp();
    for (let attempt = 1; attempt <= 4; attempt++) {
      const after = (await begin(vendors)).failed(limited, attempt);
      assert.ok(after.type === 'retry' && after.delayMs <= 1_000 * 2 ** (attempt - 1), JSON.stringify(after));
      clock.advance(7);
    }
    const fresh = setUp();
    assert.deepEqual((await begin(fresh.vendors)).failed({ ...limited, retryAfterMs: 45_000 }, 1), { type: 'retry', delayMs: 45_000 });
    const all = Array.from({ length: 200 }, (_, ms) => {
      const other = setUp();
      other.clock.advance(ms);
      return begin(other.vendors).then((call) => call.failed(limited, 3));
    });
    const delays = (await Promise.all(all)).map((after) => (after.type === 'retry' ? after.delayMs : NaN));
    assert.ok(Math.min(...delays) < 400 && Math.max(...delays) > 3_600, 'full jitter');
  });

  it('holds all phases back after one failure, and lets one of them try at a time', async () => {
    const { vendors } = setUp();
    const burst = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => begin(vendors)));
    const waits = burst.map((call) => call.failed(limited, 1));
    assert.ok(waits.every(({ type }) => type === 'retry'), 'a burst is one failure, not eight');
    const admitted: VendorCall[] = [];
    for (let waiter = 0; waiter < 8; waiter++) void begin(vendors).then((call) => admitted.push(call));
    await quiet();
    assert.equal(admitted.length, 1, 'one tries whether it is back');
    admitted[0]?.dropped();
    await quiet();
    assert.equal(admitted.length, 2, 'if nobody knows, the next one tries');
    admitted[1]?.answered();
    await quiet();
    assert.equal(admitted.length, 8, 'and then all go on');
  });

  it('keeps vendors apart', async () => {
    const { clock, vendors } = setUp();
    (await begin(vendors)).failed({ ...limited, retryAfterMs: 50_000 }, 1);
    (await begin(vendors, 'openai/one')).answered();
    assert.deepEqual(clock.naps, []);
  });

  it('pauses whoever calls until the time given, and longer each time', async () => {
    const { clock, vendors } = setUp();
    let least = 0;
    for (let pause = 0; pause < 12; pause++) {
      const resumeAt = await failToPause(vendors);
      const waitMs = resumeAt - clock.now();
      assert.ok(waitMs >= Math.min(1_800_000, 30_000 * 2 ** pause) && waitMs <= Math.min(3_600_000, 60_000 * 2 ** pause), `pause ${pause}: ${waitMs}`);
      assert.ok(waitMs >= least / 2);
      least = waitMs;
      const late = await vendors.admit('anthropic/two', forever);
      assert.deepEqual(!late.ok && late.error, { reason: 'rate-limit', failure: limited, resumeAt });
      clock.advance(waitMs);
    }
    (await begin(vendors)).answered();
    assert.ok((await failToPause(vendors)) - clock.now() <= 60_000, 'an answer starts it anew');
  });

  it('takes at most a day as an answer', async () => {
    const { vendors } = setUp();
    assert.equal(await failToPause(vendors, { ...limited, retryAfterMs: 1e12 }), 86_400_000);
  });

  it('lets a person try at once', async () => {
    const { trouble, vendors } = setUp();
    await failToPause(vendors);
    trouble.tryNow();
    (await begin(vendors)).answered();
  });

  it('gives up at last what does not pass by itself, and at once where there was never an answer', async () => {
    const broken = failed('server', 'It broke.', { isRetryable: true });
    const { clock, vendors } = setUp();
    await failToPause(vendors, broken);
    for (let pauses = 1; pauses < 10; pauses++) {
      clock.advance(4_000_000);
      assert.equal((await begin(vendors)).failed(broken, 1).type, 'pause');
    }
    clock.advance(4_000_000);
    assert.equal((await begin(vendors)).failed(broken, 1).type, 'give-up');
    assert.equal((await begin(setUp(false).vendors)).failed(broken, 5).type, 'give-up');
    assert.equal((await begin(setUp(false).vendors)).failed(limited, 5).type, 'pause', 'a limit passes by itself');
  });

  it('stops waiting when told to', async () => {
    const { vendors } = setUp();
    const probe = (await begin(vendors)).failed(limited, 1);
    assert.equal(probe.type, 'retry');
    await begin(vendors);
    const stop = new AbortController();
    const waiting = vendors.admit('anthropic/one', stop.signal);
    stop.abort();
    assert.deepEqual(await waiting, { ok: false, error: null });
    assert.deepEqual(await vendors.admit('anthropic/one', stop.signal), { ok: false, error: null });
  });
});
