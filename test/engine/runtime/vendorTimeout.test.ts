import assert from 'node:assert/strict';
import { failed } from '../../../src/engine/model/failure.ts';
import { fails } from '../agent/scriptedModel.ts';
import { begin, has, quiet, scene } from './harness.ts';
import { pipeline } from './pipeline.ts';

/** What the scene does after each test, too: every fact comes about again. */
describe('a vendor that stops in the middle of an answer', () => {
  const at = scene();

  it('ends the phase with what it had said, where it does so each time', async () => {
    const silent = fails(failed('timeout', 'It said nothing for 120 seconds.', { isRetryable: true }), 'half an answer');
    const living = await at.enter({ script: { plan: Array.from({ length: 12 }, () => silent) } });
    await begin(at.house, living, { template: pipeline({ id: 'plan' }) });
    const ended = living.until(has('failed'));
    for (let tries = 0; tries < 12; tries++) {
      await quiet();
      at.house.clock.advance(60_000);
    }
    const { phases } = await ended;
    const failures = Object.values(phases).map(({ situation }) => (situation.status === 'failed' ? situation.failure.message : situation.status));
    assert.deepEqual(failures, ['It said nothing for 120 seconds.']);
  });
});
