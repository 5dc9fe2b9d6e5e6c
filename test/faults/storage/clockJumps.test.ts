import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '../../../src/engine/model/fact.ts';
import { runId } from '../../../src/engine/model/ids.ts';
import { goodCopyPath, goodCopyTime } from '../../../src/engine/storage/places.ts';
import { checkpoint, cleanUp, clock, created, factsOf, opened, storeWith, temporaryFolder, theRun } from '../../engine/storage/fixtures.ts';

const hour = 3_600_000;

describe('a clock that jumps', () => {
  afterEach(cleanUp);

  it('changes the order of nothing: that is by sequence', async () => {
    const folder = temporaryFolder();
    const store = await storeWith(folder, []);
    const jumps = [hour, -hour, 8_760 * hour, -8_760 * hour, 0];
    const events: readonly RunEvent[] = jumps.map((_, index) => ({ type: 'checkpoint-taken', phase: null, checkpoint: checkpoint(`c${index}`), snapshot: null }));
    const facts = factsOf(events, { after: 1 }).map((fact, index) => ({ ...fact, at: fact.at + (jumps[index] ?? 0) }));
    for (const fact of facts) await store.append({ facts: [fact], texts: [] });
    const second = runId.parse('run-2');
    await store.append({ facts: factsOf([created], { run: second }).map((fact) => ({ ...fact, at: fact.at - 8_760 * hour })), texts: [] });
    await store.close();
    const again = await opened(folder);
    assert.deepEqual((await again.facts(theRun)).map(({ seq }) => seq), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual((await again.checkpoints(theRun)).map(({ id }) => id), ['c0', 'c1', 'c2', 'c3', 'c4']);
    assert.deepEqual((await again.runs()).map(({ id }) => id), [second, theRun]);
  });

  for (const [name, jumpMs] of [['back by an hour', -hour], ['back by a year', -8_760 * hour], ['forward by a year', 8_760 * hour]] as const) {
    it(`does not leave the good copy behind when it is set ${name}`, async () => {
      const folder = temporaryFolder();
      await (await storeWith(folder, [])).close();
      assert.ok(existsSync(goodCopyPath(folder)));
      const jumping = { ...clock, now: () => clock.now() + jumpMs };
      const store = await opened(folder, { clock: jumping });
      await store.append({ facts: factsOf([{ type: 'run-started' }], { after: 1 }), texts: [] });
      for (let attempt = 0; attempt < 100 && Math.abs((goodCopyTime(folder) ?? 0) - jumping.now()) > hour / 2; attempt += 1) await sleep(50);
      assert.ok(Math.abs((goodCopyTime(folder) ?? 0) - jumping.now()) < hour / 2);
    });
  }
});
