import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RestoreOutcome } from '../../../src/engine/ports/snapshots.ts';
import { randomEditor, randomFrom } from './randomEdits.ts';
import { git, scratch, type Scratch, stateOf, valueOf } from '../../engine/node/snapshots/scratch.ts';

const trials = Number(process.env['PHASEGATE_TRIALS'] ?? 50);
const firstSeed = Number(process.env['PHASEGATE_SEED'] ?? 1);

type State = ReadonlyMap<string, string>;

const isWorkspace = (path: string): boolean => path !== '.git';

describe('random edits and restores', function () {
  this.timeout(trials * 10_000);

  it(`bring every byte back and lose none, in ${trials} trials`, async () => {
    let [restores, kills] = [0, 0];
    for (let seed = firstSeed; seed < firstSeed + trials; seed += 1) {
      try {
        const done = await trial(seed);
        restores += done.restores;
        kills += done.kills;
      } catch (error) {
        throw new Error(`PHASEGATE_SEED=${seed} PHASEGATE_TRIALS=1`, { cause: error });
      }
    }
    assert.ok(restores >= trials, `${restores} restores are too few`);
    if (trials >= 50) assert.ok(kills >= trials / 10, `${kills} interrupted restores are too few`);
    console.log(`      ${restores} restores, ${kills} of them finished after a kill`);
  });
});

/** Answers how many restores it made, and how many of them were killed and finished by the next process. */
async function trial(seed: number): Promise<{ readonly restores: number; readonly kills: number }> {
  const random = randomFrom(seed);
  const place = scratch();
  try {
    const editor = randomEditor(place.workspace, random);
    const edit = (count: number): void => Array.from({ length: count }).forEach(() => editor.edit());
    mkdirSync(join(place.workspace, 'empty'));
    if (random(2) === 0) git(place.workspace, 'init', '-q');
    let snapshots = place.snapshots;
    const taken: { id: string; state: State }[] = [];
    let [restores, kills] = [0, 0];
    for (let round = 0; round < 3; round += 1) {
      edit(10 + random(30));
      taken.push({ id: valueOf(await snapshots.take()), state: stateOf(place.workspace, isWorkspace) });
      edit(random(30));
      if (random(4) === 0) rmSync(join(place.workspace, '.git'), { recursive: true, force: true });
      if (random(3) === 0) snapshots = place.reopen();
      const { id, state } = taken[random(taken.length)]!;
      const before = stateOf(place.workspace, isWorkspace);
      const preview = valueOf(await snapshots.preview(id));
      assert.deepEqual(stateOf(place.workspace, isWorkspace), before);
      const killed = random(5) === 0 ? await killedRestore(place, id, { dieAt: 1 + random(250), before }) : null;
      if (killed === 'survived') continue;
      const finished = killed === 'not-begun' ? null : killed;
      if (killed !== null) snapshots = place.reopen();
      const { safety, changed, skipped } = finished ?? valueOf(await snapshots.restore(id));
      restores += 1;
      kills += Number(finished !== null);
      if (!finished) assert.deepEqual(changed, preview.changes.filter(({ path }) => !skipped.some((skip) => skip.path === path)));
      checkRestored(stateOf(place.workspace, isWorkspace), { before, wanted: state, skipped: new Set(skipped.map(({ path }) => path)) });
      if (random(2) === 0) {
        const undone = valueOf(await snapshots.restore(safety));
        const kept = new Set(undone.skipped.flatMap(({ path, reason }) => (reason === 'ignored' ? [path] : [])));
        const after = [...stateOf(place.workspace, isWorkspace)].filter(([path]) => before.has(path) || !kept.has(display(path)));
        assert.deepEqual(new Map(after), before, `the undo brings every byte back, ${JSON.stringify([skipped, changed, undone])}`);
      }
      if (random(3) === 0) valueOf(await snapshots.forget(taken.map((one) => one.id)));
    }
    return { restores, kills };
  } finally {
    place.remove();
  }
}

/** A restore whose process dies at some file call, and the outcome of the one that finishes it, if it had begun to change anything. */
async function killedRestore(place: Scratch, id: string, { dieAt, before }: { dieAt: number; before: State }): Promise<RestoreOutcome | 'not-begun' | 'survived'> {
  const { signal } = spawnSync(process.execPath, [join(import.meta.dirname, 'restorer.ts'), place.workspace, place.folder, 'restore', id, String(dieAt)], { stdio: 'ignore' });
  if (signal !== 'SIGKILL') return 'survived';
  const finished = valueOf(await place.reopen().finishInterruptedRestore());
  if (finished) return finished;
  assert.deepEqual(stateOf(place.workspace, isWorkspace), before, `a restore that had not begun changed something, at call ${dieAt}`);
  return 'not-begun';
}

/** Each path is as the snapshot had it, or, where it was skipped or is ignored, as it was. */
function checkRestored(after: State, { before, wanted, skipped }: { before: State; wanted: State; skipped: ReadonlySet<string> }): void {
  for (const path of new Set([...before.keys(), ...wanted.keys(), ...after.keys()])) {
    const isKept = skipped.has(display(path)) || isIgnorable(path);
    const legal = isKept ? [before.get(path), wanted.get(path)] : [wanted.get(path)];
    assert.ok(legal.includes(after.get(path)), `${JSON.stringify(path)}: ${after.get(path)} instead of ${JSON.stringify(legal)}`);
    if (isIgnorable(path)) assert.ok(after.has(path) || !before.has(path) || !wanted.has(path), `${JSON.stringify(path)} was deleted`);
  }
}

/** What one of the rules that the editor writes may ignore. */
function isIgnorable(path: string): boolean {
  return path.split('/').some((segment) => segment === 'dist' || segment.endsWith('.log')) || /^a(\/|$)/.test(path);
}

function display(path: string): string {
  const bytes = Buffer.from(path, 'latin1');
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : path.replace(/[\x80-\xff]/g, (character) => `\\x${character.charCodeAt(0).toString(16)}`);
}
