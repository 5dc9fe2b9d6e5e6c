import assert from 'node:assert/strict';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../src/engine/model/fact.ts';
import type { Store } from '../../src/engine/ports/store.ts';
import { loadSqlite } from '../../src/engine/storage/bridge/loadSqlite.ts';
import { openStore } from '../../src/engine/storage/openStore.ts';
import { call, created, execution, factsOf, optionsFor, plan, planStarted, theProject, theRun, wasmPath } from '../engine/storage/fixtures.ts';

export interface StorageFigures {
  readonly fsyncsPerCommit: number;
  readonly commitsPerSecond: number;
  /** Appending as many bytes to a plain file and forcing it with `fdatasync`, on the same disk, in turns with the commits. */
  readonly rawPerSecond: number;
  readonly ratioToRaw: number;
  /** Median milliseconds of a commit in the first and in the last tenth of the history, and their quotient. */
  readonly firstWindowMs: number;
  readonly lastWindowMs: number;
  readonly growth: number;
  readonly p99Ms: number;
  /** Fsyncs of one tick in which 100 phases finish. */
  readonly fsyncsOfFan: number;
}

/** One transition each: a commit of one tool call's end and the next one's start. Commits and raw appends take turns, so that both see the same disk. */
export async function measureStorage(commits: number): Promise<StorageFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'phasegate-bench-'));
  const raw = openSync(join(folder, 'raw'), 'a');
  try {
    const result = await openStore(optionsFor(join(folder, 'store')));
    assert.ok(result.ok);
    const figures = await measure(result.value, raw, commits);
    await result.value.close();
    return figures;
  } finally {
    closeSync(raw);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(store: Store, raw: number, commits: number): Promise<StorageFigures> {
  const sqlite = await loadSqlite(wasmPath);
  await store.saveProject(theProject);
  await store.append({ facts: factsOf([created, { type: 'run-started' }, planStarted]), texts: [] });
  const bytes = Buffer.alloc(4_096, 'x');
  const storeMs: number[] = [];
  const rawMs: number[] = [];
  let fsyncs = 0;
  for (let index = 0; index < commits; index += 1) {
    const facts = factsOf(toolCall(index), { after: 3 + 2 * index });
    const before = sqlite.syncCount();
    storeMs.push(await timed(() => store.append({ facts, texts: [] })));
    fsyncs += sqlite.syncCount() - before;
    rawMs.push(await timed(() => {
      writeSync(raw, bytes);
      fdatasyncSync(raw);
    }));
  }
  const window = Math.max(1, Math.floor(commits / 10));
  const [firstWindowMs, lastWindowMs] = [median(storeMs.slice(0, window)), median(storeMs.slice(-window))];
  const [commitsPerSecond, rawPerSecond] = [perSecond(storeMs), perSecond(rawMs)];
  return {
    fsyncsPerCommit: fsyncs / commits,
    commitsPerSecond,
    rawPerSecond,
    ratioToRaw: commitsPerSecond / rawPerSecond,
    firstWindowMs,
    lastWindowMs,
    growth: lastWindowMs / firstWindowMs,
    p99Ms: storeMs.toSorted((left, right) => left - right)[Math.floor(commits * 0.99)] ?? 0,
    fsyncsOfFan: await fan(store, 3 + 2 * commits),
  };
}

async function fan(store: Store, after: number): Promise<number> {
  const sqlite = await loadSqlite(wasmPath);
  const before = sqlite.syncCount();
  await Promise.all(Array.from({ length: 100 }, (_, index) => store.append({ facts: factsOf([{ type: 'run-continued' }], { run: theRun, after: after + index }), texts: [] })));
  return sqlite.syncCount() - before;
}

function toolCall(index: number): readonly RunEvent[] {
  const of = { phase: plan, execution: execution('e1'), call: call(`call-${index}`) };
  return [
    { type: 'tool-started', ...of, turn: 1, name: 'read_file', input: { text: '{"path":"src/index.ts"}' } },
    { type: 'tool-finished', ...of, outcome: 'ok', output: { text: 'A line of what was read. '.repeat(20) }, durationMs: 3 },
  ];
}

async function timed(act: () => Promise<void> | void): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

function perSecond(durationsMs: readonly number[]): number {
  return (1_000 * durationsMs.length) / durationsMs.reduce((sum, ms) => sum + ms, 0);
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
