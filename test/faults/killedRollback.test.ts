import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ScriptedPlace, scriptedPlace, statusesOf, summaryOf, twoSteps, writesFiles } from '../headless/scriptedRun.ts';

const trials = Number(process.env['PHASEGATE_ROLLBACKS'] ?? '10');
const seed = Number(process.env['PHASEGATE_SEED'] ?? String(Date.now() % 1_000_000));
const entry = path.resolve(import.meta.dirname, '../../dist/headless.js');

/** A rollback of run and files together, killed wherever it stands. */
describe('phasegate rollback, killed', function () {
  this.timeout(240_000);
  let place: ScriptedPlace;
  let random: () => number;
  beforeEach(async () => {
    random = randomFrom(seed);
    place = await scriptedPlace(writesFiles((phase) => `${phase}\n`));
    mkdirSync(place.file('many'));
    for (let index = 0; index < 400; index++) writeFileSync(manyFile(index), `before ${index}\n`);
  });
  afterEach(() => place.close());

  const manyFile = (index: number): string => path.join(place.file('many'), `${index}.txt`);

  it(`${trials} times: no file is half written, run and files agree in the end, and nothing of the person's is lost (seed ${seed})`, async () => {
    const outcomes: Record<string, number> = {};
    let begun = await begin();
    for (let trial = 0; trial < trials; trial++) {
      // Each rollback takes a checkpoint of its own, and a run keeps ten.
      if (trial % 4 === 3) begun = await begin();
      const { runId, first, target, usualMs } = begun;
      disturb(trial);
      const now = filesOf(place.workspace);
      const wasKilled = await killedRollback(runId, first, usualMs * (0.6 + 0.5 * random()));
      assertOldOrNew(filesOf(place.workspace), [now, target], `trial ${trial}`);

      const { stdout, code, stderr } = await place.call('pause', runId);
      assert.ok(code === 0 || code === 2, `trial ${trial}: ${stdout}${stderr}`);
      const shown = await place.call('show', runId);
      const phases = (shown.rows[0]?.['phases'] ?? shown.rows.slice(1)) as { id: string; status: string }[];
      const isBack = JSON.stringify(phases).includes('"pending"');
      const outcome = `${wasKilled ? 'killed' : 'finished'}, ${isBack ? 'back' : 'as before'}`;
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      assert.ok(wasKilled || isBack, `trial ${trial}: a rollback that ended went back`);
      assert.deepEqual(filesOf(place.workspace), isBack ? target : now, `trial ${trial}: files and run agree`);
      if (!isBack) continue;

      const safety = String((await place.call('checkpoints', runId)).rows.at(-1)?.['id']);
      const undone = await place.call('rollback', runId, safety);
      assert.equal(undone.code, 0, undone.stderr);
      assert.deepEqual(statusesOf(undone), ['completed', 'completed']);
      assert.deepEqual(filesOf(place.workspace), now, `trial ${trial}: undone to the byte`);
    }
    await place.replayAll();
    console.log(`      ${Object.entries(outcomes).map(([name, count]) => `${count} ${name}`).join('; ')}`);
  });

  async function begin() {
    for (const name of ['first.txt', 'second.txt']) rmSync(place.file(name), { force: true });
    const ended = await place.run(twoSteps);
    assert.equal(ended.code, 0, ended.stderr);
    const { runId } = summaryOf(ended);
    const first = String((await place.call('checkpoints', runId)).rows.find(({ phase }) => phase === 'first')?.['id']);
    const target = filesOf(place.workspace, ['second.txt']);
    const startedMs = performance.now();
    assert.ok(!(await killedRollback(runId, first, 60_000)));
    const usualMs = performance.now() - startedMs;
    assert.equal((await place.call('resume', runId)).code, 0);
    return { runId, first, target, usualMs };
  }

  /** What tools, commands and people do between two rollbacks. */
  function disturb(trial: number): void {
    for (let count = 0; count < 60; count++) {
      const index = Math.floor(random() * 400);
      if (random() < 0.3) rmSync(manyFile(index), { force: true });
      else writeFileSync(manyFile(index), `trial ${trial}, ${random()}\n`.repeat(1 + Math.floor(random() * 200)));
    }
    writeFileSync(place.file(`mine-${trial % 3}.txt`), `by hand ${trial}\n`);
  }

  async function killedRollback(run: string, checkpoint: string, afterMs: number): Promise<boolean> {
    const child = spawn(process.execPath, [entry, 'rollback', run, checkpoint, '--store', place.store, '--json'], { stdio: 'ignore', env: { PATH: process.env['PATH'], HOME: process.env['HOME'] } });
    const gone = new Promise<boolean>((resolve) => child.on('close', (_code, signal) => resolve(signal === 'SIGKILL')));
    const timer = new AbortController();
    void sleep(afterMs, undefined, { signal: timer.signal }).then(() => child.kill('SIGKILL'), () => {});
    const wasKilled = await gone;
    timer.abort();
    return wasKilled;
  }
});

type Files = Readonly<Record<string, string>>;

/** Path and content hash of every file, but those named. */
function filesOf(folder: string, without: readonly string[] = []): Files {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  return Object.fromEntries(names.filter((name) => !without.includes(name)).sort().map((name) => [name, createHash('sha256').update(readFileSync(path.join(folder, name))).digest('hex')]));
}

function assertOldOrNew(found: Files, [before, after]: readonly [Files, Files], label: string): void {
  for (const name of new Set([...Object.keys(found), ...Object.keys(before), ...Object.keys(after)])) {
    // The copy being written when the process was killed; whoever opens the store next removes it.
    if (/\.phasegate-\w+\.tmp$/.test(name)) continue;
    assert.ok(found[name] === before[name] || found[name] === after[name], `${label}: ${name} is neither old nor new`);
  }
}

/** The mulberry32 generator: the same seed, the same course. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
