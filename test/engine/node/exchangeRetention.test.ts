import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exchangeFiles } from '../../../src/engine/node/exchangeFiles.ts';
import { exchangeLimits, exchangesIn, pruneExchanges, type Pruning } from '../../../src/engine/node/exchangeRetention.ts';
import { unfinishedSince } from '../../../src/engine/runtime/unfinishedSince.ts';
import type { PipelineRun } from '../../../src/engine/model/run.ts';

const dayMs = 86_400_000;
const nowMs = 1_000 * dayMs;

describe('recordings of exchanges', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'phasegate-retention-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** One of a kilobyte, so many days ago; its name as the program itself gives it. */
  const put = (daysAgo: number, suffix = ''): void => {
    const position = String(daysAgo).padStart(64, 'a');
    mkdirSync(path.join(folder, 'aa'), { recursive: true });
    writeFileSync(path.join(folder, 'aa', `${position}-${String(nowMs - daysAgo * dayMs).padStart(14, '0')}-0123abcd.json.gz${suffix}`), Buffer.alloc(1_000));
  };
  const left = (): readonly number[] => readdirSync(path.join(folder, 'aa')).map((name) => (nowMs - Number(/-(\d{14})-/.exec(name)?.[1])) / dayMs).toSorted((one, other) => one - other);
  const prune = (more: Partial<Pruning>) => pruneExchanges(folder, { limits: {}, unfinishedSince: null, nowMs, ...more });

  it('stay where there is no limit', async () => {
    for (const days of [1, 400]) put(days);
    assert.deepEqual(exchangeLimits({ days: 0, megabytes: 0 }), {});
    assert.deepEqual(await prune({}), { removed: { files: 0, bytes: 0 }, kept: { files: 2, bytes: 2_000, oldestAt: nowMs - 400 * dayMs } });
  });

  it('go when they are too old, and then the oldest until the rest fits', async () => {
    for (const days of [1, 2, 3, 89, 90, 91, 400]) put(days);
    assert.deepEqual(exchangeLimits({ days: 90, megabytes: 2 }), { ageMs: 90 * dayMs, bytes: 2_000_000 });
    const { removed, kept } = await prune({ limits: { ageMs: 90 * dayMs } });
    assert.deepEqual([removed, kept.files, left()], [{ files: 2, bytes: 2_000 }, 5, [1, 2, 3, 89, 90]]);
    await prune({ limits: { bytes: 2_500 } });
    assert.deepEqual(left(), [1, 2]);
  });

  it('of runs that are not over stay, however old and large', async () => {
    for (const days of [1, 50, 100, 200]) put(days);
    await prune({ limits: { ageMs: 10 * dayMs, bytes: 0 }, unfinishedSince: nowMs - 100 * dayMs });
    assert.deepEqual(left(), [1, 50, 100]);
  });

  it('are only counted where nothing is to be removed yet', async () => {
    put(400);
    assert.equal((await prune({ limits: { ageMs: dayMs }, isDryRun: true })).removed.files, 1);
    assert.deepEqual(await exchangesIn(folder), { files: 1, bytes: 1_000, oldestAt: nowMs - 400 * dayMs });
  });

  it('are all there is to remove: other files stay, what was never finished goes', async () => {
    put(400, '.tmp');
    writeFileSync(path.join(folder, 'aa', 'notes.txt'), 'mine');
    mkdirSync(path.join(folder, 'mine'));
    await prune({ limits: { ageMs: dayMs } });
    assert.deepEqual([readdirSync(folder), readdirSync(path.join(folder, 'aa'))], [['aa', 'mine'], ['notes.txt']]);
    assert.deepEqual(await pruneExchanges(path.join(folder, 'nowhere'), { limits: {}, unfinishedSince: null, nowMs }), { removed: { files: 0, bytes: 0 }, kept: { files: 0, bytes: 0, oldestAt: null } });
  });

  it('have the names that the program gives them', async () => {
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    exchangeFiles(folder, log).keep(() => ({ request: 'r', position: 'b'.repeat(64), model: 'x/y', startedAt: nowMs, events: [] }));
    for (let tries = 0; tries < 200 && (await exchangesIn(folder)).files === 0; tries++) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal((await prune({ limits: { bytes: 0 } })).removed.files, 1);
  });

  it('are needed since the oldest run began that is not over', async () => {
    const run = (status: PipelineRun['status'], createdAt: number) => ({ status, createdAt }) as PipelineRun;
    const since = (...runs: readonly PipelineRun[]) => unfinishedSince({ runs: async () => runs });
    assert.equal(await since(run('completed', 1), run('paused', 5), run('running', 3), run('failed', 2)), 3);
    assert.equal(await since(run('completed', 1), run('cancelled', 2)), null);
  });
});
