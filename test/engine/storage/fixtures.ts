import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact, RunEvent } from '../../../src/engine/model/fact.ts';
import { artifactId, checkpointId, contentHash, executionId, phaseId, projectId, runId, toolCallId } from '../../../src/engine/model/ids.ts';
import type { ContentHash } from '../../../src/engine/model/ids.ts';
import { project, type Project } from '../../../src/engine/model/project.ts';
import { workflowTemplate } from '../../../src/engine/model/template.ts';
import type { Clock } from '../../../src/engine/ports/clock.ts';
import type { Ids } from '../../../src/engine/ports/ids.ts';
import type { Log } from '../../../src/engine/ports/log.ts';
import type { Store, StoredText } from '../../../src/engine/ports/store.ts';
import { openStore, type StoreOptions } from '../../../src/engine/storage/openStore.ts';

export const wasmPath = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm');

export const clock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

export const ids: Ids = { next: () => randomUUID(), hash: hashOf };

export function hashOf(text: string): ContentHash {
  return contentHash.parse(createHash('sha256').update(text).digest('hex'));
}

export function textOf(text: string): StoredText {
  return { hash: hashOf(text), text };
}

export const silentLog: Log = { info() {}, warn() {}, error() {} };

export const quickTiming = { heartbeatMs: 50, staleMs: 400 };

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'phasegate-store-'));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];
const stores: Store[] = [];

export function optionsFor(folder: string, extra: Partial<StoreOptions> = {}): StoreOptions {
  return { folder, wasmPath, log: silentLog, clock, ids, owner: 'the test', leaseTiming: quickTiming, ...extra };
}

/** An open store, closed after the test. */
export async function opened(folder: string, extra: Partial<StoreOptions> = {}): Promise<Store> {
  const result = await openStore(optionsFor(folder, extra));
  assert.ok(result.ok, result.ok ? '' : result.error.message);
  stores.push(result.value);
  return result.value;
}

/** For `afterEach`: closes and removes what the test made. */
export async function cleanUp(): Promise<void> {
  for (const store of stores.splice(0)) await store.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export const theProject: Project = project.parse({
  id: 'project-1', name: 'Sample', goal: 'Make it better', workspace: '/sample', templateId: 'sample', overrides: { model: 'deep' }, status: 'idle', createdAt: 1_700_000_000_000,
});

export const theTemplate = workflowTemplate.parse({
  id: 'sample', name: 'Sample', version: 3,
  phases: [
    { id: 'plan', name: 'Plan', type: 'automated', prompt: 'Plan.', output: 'decision-log' },
    { id: 'work', name: 'Work', type: 'loop', prompt: 'Work.', output: 'change-set', dependsOn: ['plan'], loop: { over: 'plan.items', max: 3 } },
  ],
});

export const theRun = runId.parse('run-1');
export const plan = phaseId.parse('plan');
export const work = phaseId.parse('work');
export const execution = (name: string) => executionId.parse(name);
export const call = (name: string) => toolCallId.parse(name);
export const artifact = (name: string) => artifactId.parse(name);
export const checkpoint = (name: string) => checkpointId.parse(name);

export const created: RunEvent = { type: 'run-created', project: projectId.parse('project-1'), template: theTemplate, inputs: { goal: 'x' }, isAuto: false, model: null, maxParallel: 2 };
export const planStarted: RunEvent = { type: 'phase-started', phase: plan, execution: execution('e1'), attempt: 1, iteration: null, model: 'balanced' };

export function factsOf(events: readonly RunEvent[], { run = theRun, after = 0 } = {}): readonly Fact[] {
  return events.map((event, index) => ({ runId: run, seq: after + index + 1, at: 1_700_000_000_000 + after + index + 1, event }));
}

/** A store with a project and a run to which these events happened. */
export async function storeWith(folder: string, events: readonly RunEvent[], texts: readonly StoredText[] = []): Promise<Store> {
  const store = await opened(folder);
  await store.saveProject(theProject);
  await store.append({ facts: factsOf([created, ...events]), texts });
  return store;
}
