import assert from 'node:assert/strict';
import { shapesOnly } from '../../src/engine/base/redaction.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProjectId, TemplateId } from '../../src/engine/model/ids.ts';
import { workflowTemplate, type WorkflowTemplate } from '../../src/engine/model/template.ts';
import { nodeIds } from '../../src/engine/node/nodeIds.ts';
import { systemClock } from '../../src/engine/node/systemClock.ts';
import { outputSchemas } from '../../src/engine/phase/outputSchemas.ts';
import type { Store } from '../../src/engine/ports/store.ts';
import { Engine } from '../../src/engine/runtime/engine.ts';
import type { Advance } from '../../src/engine/runtime/writer.ts';
import { loadSqlite } from '../../src/engine/storage/bridge/loadSqlite.ts';
import { openStore } from '../../src/engine/storage/openStore.ts';
import { immediateModels } from './inProcessModel.ts';
import { rawDisk } from './rawDisk.ts';

const wasmPath = join(import.meta.dirname, '../../node_modules/sql.js/dist/sql-wasm.wasm');
const log = { info: () => {}, warn: () => {}, error: (message: string, error?: unknown) => { throw new Error(message, { cause: error }); } };

export interface Measured {
  readonly totalMs: number;
  /** Durable writes while it ran. */
  readonly syncs: number;
  /** Commits of the run. */
  readonly commits: number;
  readonly facts: number;
  /** When each phase was completed, since the start, without the time of the raw appends. */
  readonly completedAtMs: readonly number[];
  /** Appends of 4 KB, each forced to the same disk, one after each commit, so that both meet the same load. */
  readonly rawPerSecond: number;
}

export function chainOf(length: number): WorkflowTemplate {
  return templateOf(Array.from({ length }, (_, index) => ({ id: `p${index}`, ...(index > 0 && { dependsOn: [`p${index - 1}`] }) })));
}

/** One phase, many side by side, one. */
export function fanOf(width: number): WorkflowTemplate {
  const sides = Array.from({ length: width }, (_, index) => ({ id: `p${index}`, dependsOn: ['first'], parallelizable: true }));
  return templateOf([{ id: 'first' }, ...sides, { id: 'last', dependsOn: sides.map(({ id }) => id) }]);
}

function templateOf(phases: readonly ({ readonly id: string } & Readonly<Record<string, unknown>>)[]): WorkflowTemplate {
  const output = { type: 'note', schema: { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'] } };
  return workflowTemplate.parse({ id: 'bench', name: 'Bench', version: 1, phases: phases.map((phase) => ({ name: phase.id, type: 'automated', prompt: 'Go.', output, ...phase })) });
}

/** Runs a template to its end over a new store with full durability. */
export async function measure(template: WorkflowTemplate, maxParallel: number): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'phasegate-bench-'));
  const [clock, ids] = [systemClock(), nodeIds()];
  const opened = await openStore({ folder, wasmPath, log, clock, ids, owner: 'bench' });
  assert(opened.ok);
  const engine = await Engine.open({
    store: opened.value, models: immediateModels, toolbox: { find: () => undefined }, permission: { decide: () => ({ type: 'deny', reason: '' }) },
    schemas: outputSchemas(), redaction: shapesOnly, clock, ids, log, seed: 1, maxActiveRuns: 1, snapshots: null,
  });
  try {
    return await measureRun(engine, opened.value, { template, maxParallel });
  } finally {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureRun(engine: Engine, store: Store, { template, maxParallel }: { template: WorkflowTemplate; maxParallel: number }): Promise<Measured> {
  const project = 'bench' as ProjectId;
  await store.saveProject({ id: project, name: 'Bench', goal: '', workspace: '/', templateId: 'bench' as TemplateId, overrides: {}, status: 'idle', createdAt: 0 });
  const run = await engine.createRun({ project, template, inputs: {}, isAuto: true, model: null, maxParallel });
  const sqlite = await loadSqlite(wasmPath);
  const raw = rawDisk();
  const advances: { readonly atMs: number; readonly facts: Advance['facts'] }[] = [];
  const [syncsBefore, startMs] = [sqlite.syncCount(), performance.now()];
  const ended = new Promise<void>((resolve) => {
    engine.onAdvance(({ facts, state }) => {
      advances.push({ atMs: performance.now() - startMs - raw.totalMs(), facts });
      raw.append();
      if (state.situation.status !== 'running') resolve();
    });
  });
  await engine.send(run, { type: 'start' });
  await ended;
  const totalMs = performance.now() - startMs - raw.totalMs();
  assert.equal((await engine.state(run))?.situation.status, 'completed');
  const completedAtMs = advances.flatMap(({ atMs, facts }) => facts.filter(({ event }) => event.type === 'phase-completed').map(() => atMs));
  return { totalMs, syncs: sqlite.syncCount() - syncsBefore, commits: advances.length, facts: advances.reduce((sum, { facts }) => sum + facts.length, 0), completedAtMs, rawPerSecond: raw.close() };
}
