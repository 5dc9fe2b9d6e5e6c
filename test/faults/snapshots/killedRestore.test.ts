import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitSnapshots } from '../../../src/engine/node/snapshots/gitSnapshots.ts';
import type { Snapshots } from '../../../src/engine/ports/snapshots.ts';
import { git, quietLog, scratch, type Scratch, stateOf, valueOf } from '../../engine/node/snapshots/scratch.ts';

/** Every one so many file calls; 1 dies at each of them. */
const stride = Number(process.env['PHASEGATE_KILL_STRIDE'] ?? 4);

const restorer = join(import.meta.dirname, 'restorer.ts');

describe('a restore killed with SIGKILL', function () {
  this.timeout(600_000);
  const place: Scratch = scratch();
  let [wanted, edited] = [new Map<string, string>() as ReadonlyMap<string, string>, new Map<string, string>() as ReadonlyMap<string, string>];
  let id = '';

  before(async () => {
    const put = (path: string, content: string): void => {
      mkdirSync(join(place.workspace, path, '..'), { recursive: true });
      writeFileSync(join(place.workspace, path), content);
    };
    git(place.workspace, 'init', '-q');
    for (const path of ['changed', 'sub/changed', 'gone', 'deep/down/gone', 'file-then-folder', 'mode']) put(path, `${path} as saved`);
    put('folder-then-file/inside', 'inside');
    symlinkSync('changed', join(place.workspace, 'link'));
    git(place.workspace, 'add', '.');
    git(place.workspace, 'commit', '-qm', 'saved');
    id = valueOf(await place.snapshots.take());
    wanted = state(place.workspace);
    for (const path of ['changed', 'sub/changed', 'new', 'folder/new']) put(path, `${path}, edited`);
    for (const path of ['gone', 'deep', 'folder-then-file', 'file-then-folder', 'link']) rmSync(join(place.workspace, path), { recursive: true });
    put('folder-then-file', 'now a file');
    put('file-then-folder/inside', 'now a folder');
    symlinkSync('elsewhere', join(place.workspace, 'link'));
    chmodSync(join(place.workspace, 'mode'), 0o600);
    edited = state(place.workspace);
  });
  after(() => place.remove());

  it(`leaves every file old or new, at each ${stride}. file call, and is finished or undone to the byte`, async () => {
    const calls = await lives(copyOf('counted'), 'restore', {});
    assert.ok(calls !== null && calls > 50, `${calls} file calls are too few to prove anything`);
    let interrupted = 0;
    for (let call = 1; call <= calls; call += stride) {
      const copy = copyOf('killed');
      assert.equal(await lives(copy, 'restore', { dieAt: call }), null, 'it was to die');
      checkOldOrNew(copy.workspace, call);
      if (existsSync(join(copy.folder, 'restore.journal'))) interrupted += 1;
      // The one that finishes may die as well.
      const dies = await lives(copy, 'finish', { dieAt: 1 + (call % 23) });
      checkOldOrNew(copy.workspace, call);
      const snapshots = reopen(copy);
      if (dies === null) valueOf(await snapshots.finishInterruptedRestore());
      await checkEnd(copy, snapshots, call);
      rmSync(copy.home, { recursive: true });
    }
    assert.ok(interrupted > 10, `${interrupted} interrupted restores are too few to prove anything`);
  });

  it('leaves every file old or new at random moments, Git\'s own work included', async () => {
    const startedMs = performance.now();
    await lives(copyOf('timed'), 'restore', {});
    const wholeMs = performance.now() - startedMs;
    for (let trial = 0; trial < 20; trial += 1) {
      const copy = copyOf('random');
      await lives(copy, 'restore', { afterMs: wholeMs * (0.3 + 0.7 * Math.random()) });
      checkOldOrNew(copy.workspace, trial);
      const snapshots = reopen(copy);
      valueOf(await snapshots.finishInterruptedRestore());
      await checkEnd(copy, snapshots, trial);
      rmSync(copy.home, { recursive: true });
    }
  });

  interface Copy {
    readonly home: string;
    readonly workspace: string;
    readonly folder: string;
  }

  function copyOf(name: string): Copy {
    const home = join(place.home, name);
    cpSync(place.workspace, join(home, 'workspace'), { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    cpSync(place.folder, join(home, 'snapshots'), { recursive: true, preserveTimestamps: true });
    return { home, workspace: join(home, 'workspace'), folder: join(home, 'snapshots') };
  }

  function reopen({ workspace, folder }: Copy): Snapshots {
    return gitSnapshots({ workspace, folder, log: quietLog, timeLimitMs: 60_000 });
  }

  /** The number of file calls, or `null` when it was killed. */
  async function lives({ workspace, folder }: Copy, action: 'restore' | 'finish', { dieAt = 0, afterMs }: { dieAt?: number; afterMs?: number }): Promise<number | null> {
    const child = spawn(process.execPath, [restorer, workspace, folder, action, id, String(dieAt)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const timer = afterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), afterMs);
    let output = '';
    child.stdout.on('data', (bytes: Buffer) => { output += bytes.toString(); });
    const signal = await new Promise((resolve) => child.once('close', (code, by) => resolve(by ?? code)));
    clearTimeout(timer);
    assert.ok(signal === 'SIGKILL' || signal === 0, `it ended with ${String(signal)}`);
    return signal === 0 ? Number(output) : null;
  }

  /** Nothing is there that is neither, and nothing is missing that both have. */
  function checkOldOrNew(workspace: string, at: number): void {
    const now = state(workspace);
    for (const [path, found] of now) assert.ok([edited.get(path), wanted.get(path)].includes(found), `${path} is half done after ${at}`);
    for (const path of edited.keys()) if (wanted.has(path)) assert.ok(now.has(path), `${path} is missing after ${at}`);
  }

  async function checkEnd({ workspace, folder }: Copy, snapshots: Snapshots, at: number): Promise<void> {
    const now = stateOf(workspace, isWorkspace);
    const isRestored = JSON.stringify([...now]) === JSON.stringify([...wanted]);
    assert.deepEqual([...now], isRestored ? [...wanted] : [...edited], `neither before nor after, at ${at}`);
    assert.equal(existsSync(join(folder, 'restore.journal')), false);
    assert.equal(git(workspace, 'fsck', '--strict'), '');
    const { safety } = valueOf(await snapshots.restore(id));
    assert.deepEqual([...stateOf(workspace, isWorkspace)], [...wanted]);
    if (isRestored) return;
    valueOf(await snapshots.restore(safety));
    assert.deepEqual([...stateOf(workspace, isWorkspace)], [...edited]);
  }
});

function isWorkspace(path: string): boolean {
  return path !== '.git';
}

/** Without temporary files, which a kill may leave until the restore is finished. */
function state(workspace: string): ReadonlyMap<string, string> {
  return new Map([...stateOf(workspace, isWorkspace)].filter(([path]) => !/(?:^|\/)\.phasegate-[^/]*\.tmp$/.test(path)));
}
