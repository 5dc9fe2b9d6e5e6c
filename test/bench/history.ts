import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../../src/engine/model/fact.ts';
import type { Store } from '../../src/engine/ports/store.ts';
import { openStore } from '../../src/engine/storage/openStore.ts';
import { call, created, execution, factsOf, optionsFor, plan, textOf, theProject, theRun } from '../engine/storage/fixtures.ts';
import { rawDisk } from './rawDisk.ts';

export interface HistoryFigures {
  readonly toolCalls: number;
  /** A commit of one tool call over a raw append + fdatasync in turns with it; the median. */
  readonly emptyToRaw: number;
  readonly fullToRaw: number;
  /** Of the two before. */
  readonly growth: number;
  readonly openMs: number;
  readonly closeMs: number;
  /** The slowest of what the views ask, each the median of seven. */
  readonly slowestQueryMs: number;
  readonly slowestQuery: string;
}

/** Tool calls of one execution. */
const callsEach = 500;
const probes = 200;

/** A store that grows to so many tool calls, in executions of one run. */
export async function measureHistory(toolCalls: number): Promise<HistoryFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'phasegate-bench-'));
  try {
    const store = await opened(folder);
    await store.saveProject(theProject);
    await store.append({ facts: factsOf([created, { type: 'run-started' }]), texts: [] });
    const history = historyOf(store);
    const empty = await history.probe();
    while (history.calls() < toolCalls) await history.grow();
    const full = await history.probe();
    const closeMs = await timed(() => store.close());
    let reopened: Store | undefined;
    const openMs = await timed(async () => { reopened = await opened(folder); });
    assert.ok(reopened);
    const [slowestQuery, slowestQueryMs] = await slowest(reopened);
    await reopened.close();
    return { toolCalls: history.calls(), emptyToRaw: empty, fullToRaw: full, growth: full / empty, openMs, closeMs, slowestQueryMs, slowestQuery };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function opened(folder: string): Promise<Store> {
  const result = await openStore(optionsFor(folder));
  assert.ok(result.ok);
  return result.value;
}

interface History {
  readonly calls: () => number;
  /** One execution more, in a few large commits. */
  grow(): Promise<void>;
  /** Commits of one tool call each: what one costs, over a raw append. */
  probe(): Promise<number>;
}

function historyOf(store: Store): History {
  let [seq, calls, executions] = [2, 0, 0];
  const append = async (events: readonly RunEvent[]): Promise<void> => {
    const facts = factsOf(events, { after: seq });
    seq += events.length;
    await store.append({ facts, texts: [textOf(output(calls))] });
  };
  const begin = (): readonly RunEvent[] => {
    executions += 1;
    return [{ type: 'phase-started', phase: plan, execution: execution(`e${executions}`), attempt: executions, iteration: null, model: 'balanced' }];
  };
  const oneCall = (): readonly RunEvent[] => {
    calls += 1;
    const of = { phase: plan, execution: execution(`e${executions}`), call: call(`call-${calls}`) };
    return [
      { type: 'tool-started', ...of, turn: 1, name: 'read_file', input: { text: '{"path":"src/index.ts"}' } },
      { type: 'tool-finished', ...of, outcome: 'ok', output: { text: output(calls) }, durationMs: 3 },
    ];
  };
  return {
    calls: () => calls,
    async grow() {
      await append([...begin(), ...Array.from({ length: callsEach }, oneCall).flat()]);
    },
    async probe() {
      await append(begin());
      const raw = rawDisk();
      const ratios: number[] = [];
      for (let index = 0; index < probes; index += 1) {
        const commitMs = await timed(() => append(oneCall()));
        const rawBeforeMs = raw.totalMs();
        raw.append();
        ratios.push(commitMs / (raw.totalMs() - rawBeforeMs));
      }
      raw.close();
      return ratios.toSorted((left, right) => left - right)[probes / 2] ?? Number.NaN;
    },
  };
}

function output(index: number): string {
  return `${index}: a line of what was read. `.repeat(8);
}

async function slowest(store: Store): Promise<readonly [string, number]> {
  const executions = await store.executions(theRun);
  const middle = executions[Math.floor(executions.length / 2)]?.id ?? execution('e1');
  const queries: Readonly<Record<string, () => Promise<unknown>>> = {
    projects: () => store.projects(),
    runs: () => store.runs(),
    run: () => store.run(theRun),
    executions: () => store.executions(theRun),
    'tool calls of an execution': () => store.toolCalls(middle),
    artifacts: () => store.artifacts(theRun),
    checkpoints: () => store.checkpoints(theRun),
    'the latest 100 facts': async () => store.facts(theRun, ((await store.run(theRun))?.seq ?? 100) - 100),
  };
  const found: [string, number][] = [];
  for (const [name, ask] of Object.entries(queries)) {
    const times: number[] = [];
    for (let round = 0; round < 7; round += 1) times.push(await timed(async () => void (await ask())));
    found.push([name, times.toSorted((left, right) => left - right)[3] ?? Number.NaN]);
  }
  return found.toSorted(([, left], [, right]) => right - left)[0] ?? ['', 0];
}

async function timed(act: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await act();
  return performance.now() - startedMs;
}
