import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdirSync, mkdtempSync, openSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../src/engine/base/result.ts';
import { gitSnapshots } from '../../src/engine/node/snapshots/gitSnapshots.ts';

export interface SnapshotFigures {
  readonly files: number;
  readonly changed: number;
  /** The first snapshot, which copies everything. */
  readonly firstMs: number;
  /** A snapshot when nothing changed; the median of nine. */
  readonly unchangedMs: number;
  /** The same over `git status` on the same files, in turns. */
  readonly unchangedToStatus: number;
  readonly previewMs: number;
  /** A restore, its safety snapshot included; the median of five. */
  readonly restoreMs: number;
  /** The same over writing, forcing to disk and renaming as many files. */
  readonly restoreToRaw: number;
}

/** Files changed less than this ago are read once more. */
const settledMs = 4_000;

export async function measureSnapshots(files: number, changed: number): Promise<SnapshotFigures> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-bench-')));
  const [workspace, peer] = [join(home, 'workspace'), join(home, 'peer')];
  const path = (folder: string, index: number): string => join(folder, `folder-${index % 100}`, `file-${index}.ts`);
  const change = (folder: string, count: number, text: string): void => {
    for (let index = 0; index < count; index += 1) writeFileSync(path(folder, index), `// ${text} ${index}\n`.repeat(100));
  };
  try {
    for (const folder of [workspace, peer]) {
      for (let index = 0; index < 100; index += 1) mkdirSync(join(folder, `folder-${index}`), { recursive: true });
      change(folder, files, 'first');
    }
    const git = (...args: readonly string[]): unknown => execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: peer, stdio: 'ignore' });
    git('init');
    git('add', '.');
    git('commit', '-m', 'all');
    await new Promise((resolve) => setTimeout(resolve, settledMs));
    git('status');

    const snapshots = gitSnapshots({ workspace, folder: join(home, 'snapshots'), log: { info() {}, warn() {}, error() {} }, timeLimitMs: 120_000 });
    const first = await timed(() => snapshots.take());
    const [unchanged, status]: number[][] = [[], []];
    for (let round = 0; round < 9; round += 1) {
      unchanged?.push((await timed(() => snapshots.take())).ms);
      status?.push((await timed(async () => ({ ok: true, value: git('status', '--porcelain') }))).ms);
    }
    const [restores, raw, previews]: number[][] = [[], [], []];
    for (let round = 0; round < 5; round += 1) {
      change(workspace, changed, `round ${round}`);
      previews?.push((await timed(() => snapshots.preview(first.value))).ms);
      const { ms, value } = await timed(() => snapshots.restore(first.value));
      assert.equal(value.changed.length, changed);
      restores?.push(ms);
      raw?.push((await timed(async () => ({ ok: true, value: rewrite(Array.from({ length: changed }, (_, index) => path(peer, index))) }))).ms);
    }
    const [unchangedMs, restoreMs] = [median(unchanged), median(restores)];
    return { files, changed, firstMs: first.ms, unchangedMs, unchangedToStatus: unchangedMs / median(status), previewMs: median(previews), restoreMs, restoreToRaw: restoreMs / median(raw) };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function timed<T>(work: () => Promise<Result<T, string>>): Promise<{ readonly ms: number; readonly value: T }> {
  const startedMs = performance.now();
  const result = await work();
  const ms = performance.now() - startedMs;
  assert(result.ok, result.ok ? '' : result.error);
  return { ms, value: result.value };
}

function rewrite(paths: readonly string[]): void {
  for (const path of paths) {
    const handle = openSync(`${path}.tmp`, 'w');
    writeFileSync(handle, '// raw\n'.repeat(100));
    fsyncSync(handle);
    closeSync(handle);
    renameSync(`${path}.tmp`, path);
  }
}

function median(values: readonly number[] | undefined): number {
  const sorted = (values ?? []).toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

if (process.argv[1] === import.meta.filename) console.table(await measureSnapshots(5_000, 50));
