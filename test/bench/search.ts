import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeRepositories } from '../../src/engine/node/repositories.ts';
import { decideCall } from '../../src/engine/tools/policy/decideCall.ts';
import { ruleFixture } from '../engine/tools/policy/ruleFixture.ts';
import { toolContext, workspaceFixture, type Fixture } from '../engine/tools/workspaceFixture.ts';

export interface SearchFigures {
  readonly files: number;
  readonly firstMs: number;
  readonly totalMs: number;
  /** ripgrep alone, the same search in the same order, to its first output, in turns with it. */
  readonly ripgrepFirstMs: number;
  readonly namesMs: number;
  readonly withoutRipgrepFirstMs: number;
}

/** A text that is in every hundredth of so many files, and a name that is in each. Medians of several searches. */
export async function measureSearch(files: number): Promise<SearchFigures> {
  const [at, walking] = [await workspaceFixture(), await workspaceFixture({ ripgrepPath: null })];
  try {
    for (const { root } of [at, walking]) fill(root, files);
    const rounds = await inTurns(5, async () => ({ ...await search(at), ripgrepFirstMs: await ripgrepAlone(at.root), namesMs: await names(at) }));
    const median = (pick: (round: typeof rounds[number]) => number): number => rounds.map(pick).toSorted((left, right) => left - right)[2] ?? Number.NaN;
    return {
      files, firstMs: median(({ firstMs }) => firstMs), totalMs: median(({ totalMs }) => totalMs), ripgrepFirstMs: median(({ ripgrepFirstMs }) => ripgrepFirstMs), namesMs: median(({ namesMs }) => namesMs),
      withoutRipgrepFirstMs: (await search(walking)).firstMs,
    };
  } finally {
    at.dispose();
    walking.dispose();
  }
}

function fill(root: string, files: number): void {
  for (let folder = 0; folder < files / 100; folder += 1) {
    const path = join(root, `part${Math.floor(folder / 20)}`, `folder${folder}`);
    mkdirSync(path, { recursive: true });
    for (let index = 0; index < 100; index += 1) writeFileSync(join(path, `file${index}.ts`), `export const value${index} = ${folder};\n${index === 50 ? '// needle\n' : ''}`);
  }
}

async function inTurns<T>(count: number, once: () => Promise<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for (let index = 0; index < count; index += 1) found.push(await once());
  return found;
}

async function search(at: Fixture): Promise<{ readonly firstMs: number; readonly totalMs: number }> {
  const prepared = await at.prepare('search_text', { pattern: 'needle', limit: 1_000 });
  const startMs = performance.now();
  let firstMs = Number.NaN;
  const { output } = await prepared.run({ ...toolContext, progress: () => (firstMs = Number.isNaN(firstMs) ? performance.now() - startMs : firstMs) }, new AbortController().signal);
  assert.match(output, /needle/);
  return { firstMs, totalMs: performance.now() - startMs };
}

async function names(at: Fixture): Promise<number> {
  const startMs = performance.now();
  assert.match((await at.call('find_files', { glob: '**/file50.ts' })).output, /folder0/);
  return performance.now() - startMs;
}

function ripgrepAlone(root: string): Promise<number> {
  const startMs = performance.now();
  return new Promise((resolve, reject) => {
    const child = execFile('rg', ['--no-config', '--hidden', '--sort=path', '--fixed-strings', '-e', 'needle', '--', '.'], { cwd: root, maxBuffer: 10_000_000 });
    child.on('error', reject);
    child.stdout?.once('data', () => {
      const firstMs = performance.now() - startMs;
      child.once('close', () => resolve(firstMs));
      child.kill();
    });
  });
}

/** Deciding about a command that goes through a folder of so many files. */
export async function measureWideCommand(files: number): Promise<{ readonly p50Ms: number; readonly p99Ms: number }> {
  const at = await ruleFixture();
  try {
    fill(at.root, files);
    const context = { ...await at.context({ allow: ['grep *'] }), repositories: nodeRepositories };
    const times: number[] = [];
    for (let round = 0; round < 300; round += 1) {
      const startMs = performance.now();
      const verdict = await decideCall(context, { name: 'run_command', effect: 'process' }, { title: '', detail: '', subject: { type: 'command', script: 'grep -rn needle .', folder: '.' } });
      times.push(performance.now() - startMs);
      assert.equal(verdict.decision, 'allow');
    }
    times.sort((left, right) => left - right);
    return { p50Ms: times[150] ?? Number.NaN, p99Ms: times[297] ?? Number.NaN };
  } finally {
    at.dispose();
  }
}
