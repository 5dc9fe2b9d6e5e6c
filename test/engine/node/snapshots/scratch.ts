import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../../../src/engine/base/result.ts';
import { gitSnapshots } from '../../../../src/engine/node/snapshots/gitSnapshots.ts';
import type { Snapshots } from '../../../../src/engine/ports/snapshots.ts';

export interface Scratch {
  readonly home: string;
  readonly workspace: string;
  readonly folder: string;
  readonly snapshots: Snapshots;
  /** As after a restart of the host. */
  reopen(): Snapshots;
  remove(): void;
}

export const quietLog = { info() {}, warn() {}, error() {} };

export function scratch(): Scratch {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-snapshots-')));
  const [workspace, folder] = [join(home, 'workspace'), join(home, 'snapshots')];
  mkdirSync(workspace);
  const reopen = (): Snapshots => gitSnapshots({ workspace, folder, log: quietLog, timeLimitMs: 60_000 });
  return { home, workspace, folder, snapshots: reopen(), reopen, remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** Every file and symlink below a folder: its kind, permissions and hash, by its path with one character per byte. */
export function stateOf(folder: string, isListed: (path: string) => boolean = () => true): ReadonlyMap<string, string> {
  const state = new Map<string, string>();
  const visit = (inside: string): void => {
    const place = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(inside, 'latin1')]);
    for (const entry of readdirSync(place, { withFileTypes: true, encoding: 'buffer' })) {
      const path = inside + entry.name.toString('latin1');
      const full = Buffer.concat([place, entry.name]);
      if (!isListed(path)) continue;
      if (entry.isDirectory()) visit(`${path}/`);
      else if (entry.isSymbolicLink()) state.set(path, `symlink ${readlinkSync(full, { encoding: 'buffer' }).toString('latin1')}`);
      else state.set(path, entry.isFile() ? `${(lstatSync(full).mode & 0o777).toString(8)} ${createHash('sha256').update(readFileSync(full)).digest('hex')}` : 'other');
    }
  };
  visit('');
  return new Map([...state].toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** Every file with its bytes and its time of change: what must be as it was to the byte. */
export function fingerprint(folder: string): string {
  const lines = [...stateOf(folder)].map(([path, state]) => `${path} ${state} ${lstatSync(join(folder, path)).mtimeMs}`);
  return lines.join('\n');
}

export function git(folder: string, ...args: readonly string[]): string {
  const environment = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.org' };
  return execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], { cwd: folder, env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

export function valueOf<T>(result: Result<T, string>): T {
  assert.ok(result.ok, result.ok ? '' : result.error);
  return result.value;
}

export function errorOf(result: Result<unknown, string>): string {
  assert.ok(!result.ok, 'an error was expected');
  return result.error;
}
