import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { shapesOnly } from '../../../src/engine/base/redaction.ts';
import { ok } from '../../../src/engine/base/result.ts';
import type { Fact } from '../../../src/engine/model/fact.ts';
import type { ProjectId, RunId } from '../../../src/engine/model/ids.ts';
import { project } from '../../../src/engine/model/project.ts';
import { workflowTemplate } from '../../../src/engine/model/template.ts';
import { nodeIds } from '../../../src/engine/node/nodeIds.ts';
import { gitSnapshots } from '../../../src/engine/node/snapshots/gitSnapshots.ts';
import { systemClock } from '../../../src/engine/node/systemClock.ts';
import { outputSchemas } from '../../../src/engine/phase/outputSchemas.ts';
import type { TurnRequest } from '../../../src/engine/ports/languageModel.ts';
import type { Store } from '../../../src/engine/ports/store.ts';
import { Engine } from '../../../src/engine/runtime/engine.ts';
import { openStore, type StoreOptions } from '../../../src/engine/storage/openStore.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { allowAll, done, fakeTool, type FakeTool } from '../../engine/agent/fakeTools.ts';
import { answers, scriptedModel, type ScriptedTurn, submits } from '../../engine/agent/scriptedModel.ts';
import { noteOutput, toolboxOf } from '../../engine/phase/fixtures.ts';

/** Where one life plays: a workspace, a store, and outside of both the list of what was delivered. */
export interface Home {
  readonly folder: string;
  readonly workspace: string;
  readonly store: string;
  readonly deliveries: string;
}

export function homeIn(folder: string): Home {
  return { folder, workspace: join(folder, 'workspace'), store: join(folder, 'store'), deliveries: join(folder, 'deliveries') };
}

/** What the person had before anything ran, and what the build phase makes of it. */
export const filesBefore = { 'kept.txt': 'kept\n', 'changed.txt': 'before\n' };
export const filesAfter = { 'kept.txt': 'kept\n', 'changed.txt': 'after\n', 'made.txt': 'made\n' };

export function furnish({ workspace, deliveries }: Home): void {
  mkdirSync(workspace, { recursive: true });
  for (const [name, text] of Object.entries(filesBefore)) writeFileSync(join(workspace, name), text);
  writeFileSync(deliveries, '');
}

export const theProject = project.parse({ id: 'project', name: 'Faults', goal: '', workspace: '/', templateId: 'faults', overrides: {}, status: 'idle', createdAt: 0 });

const template = workflowTemplate.parse({
  id: 'faults', name: 'Faults', version: 1,
  phases: [
    { id: 'plan', name: 'Plan', type: 'automated', prompt: 'Phase plan', output: noteOutput, model: 'deep', tools: ['read_file'] },
    { id: 'build', name: 'Build', type: 'automated', prompt: 'Phase build', output: noteOutput, model: 'deep', dependsOn: ['plan'], tools: ['read_file', 'write_file', 'run_command'] },
  ],
});

const write = ['write_file', { 'changed.txt': 'after\n', 'made.txt': 'made\n' }] as const;

const turns: Readonly<Record<string, readonly ScriptedTurn[]>> = {
  plan: [answers({ text: 'Reading.', calls: [['read_file', 'long']] }), submits({ title: 'The plan' })],
  build: [
    answers({ calls: [['run_command', 'first parcel'], write] }),
    answers({ calls: [['run_command', 'second parcel']] }),
    submits({ title: 'The build' }),
  ],
};

/** Says the same to the same conversation, whoever asks, and writes again where it is told that nobody knows whether it was written. */
function theModel() {
  return scriptedModel(({ messages }: TurnRequest) => {
    const phase = /Phase (\w+)/.exec(JSON.stringify(messages))?.[1] ?? '';
    const spoken = messages.filter(({ role }) => role === 'assistant').length;
    const unknown = messages.flatMap((message, index) => (message.role === 'tool' && message.name === 'write_file' && message.output.includes('outcome is unknown') ? [index] : []));
    if (unknown.some((index) => messages.slice(index).every(({ role }) => role === 'tool'))) return answers({ calls: [write] });
    const turn = turns[phase]?.[spoken - unknown.length];
    assert(turn, `the script has a turn for phase ${phase}`);
    return turn;
  }, 'scripted/one');
}

/** A key that a tool happens to read. */
export const canary = 'sk-ant-api03-canary-of-the-failpoints-000000';

/** Longer than what the database itself keeps. */
const longText = `KEY=${canary}\n${'a line of a long file\n'.repeat(2_000)}`;

export function theTools({ workspace, deliveries }: Home): readonly FakeTool[] {
  return [
    fakeTool('read_file', 'none', async () => done(longText)),
    fakeTool('run_command', 'process', async (input, { call }) => {
      appendFileSync(deliveries, `${call} ${JSON.stringify(input)}\n`);
      return done('Delivered.');
    }),
    fakeTool('write_file', 'workspace', async (input) => {
      for (const [name, text] of Object.entries(input as Record<string, string>)) {
        writeFileSync(join(workspace, `.${name}.aside`), text);
        renameSync(join(workspace, `.${name}.aside`), join(workspace, name));
      }
      return done('Written.');
    }),
  ];
}

const quietLog = { info() {}, warn() {}, error() {} };

export function storeOptionsOf({ store }: Home): StoreOptions {
  const wasmPath = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm');
  return { folder: store, wasmPath, log: quietLog, clock: systemClock(), ids: nodeIds(), owner: 'a life', leaseTiming: { heartbeatMs: 50, staleMs: 2_000 } };
}

export interface Scene {
  readonly store: Store;
  readonly engine: Engine;
  close(): Promise<void>;
}

/** Opens the store and the engine over it. `advanced` hears of every fact that is acknowledged, `broken` of a store that refuses. */
export async function enter(home: Home, { advanced = () => {}, broken = () => {} }: { advanced?: (fact: Fact) => void; broken?: (message: string) => void } = {}): Promise<Scene> {
  const options = storeOptionsOf(home);
  const opened = await openStore(options);
  if (!opened.ok) throw new Error(opened.error.message);
  const store = opened.value;
  const model = theModel();
  const engine = await Engine.open({
    store, models: { resolve: async () => ok(model) }, toolbox: toolboxOf(...theTools(home)), permission: allowAll, schemas: outputSchemas(),
    redaction: shapesOnly, clock: options.clock, ids: options.ids, log: quietLog, seed: 1, maxActiveRuns: 10,
    snapshots: gitSnapshots({ workspace: home.workspace, folder: join(home.store, 'snapshots'), log: quietLog, timeLimitMs: 60_000 }),
  });
  engine.onAdvance(({ facts }) => facts.forEach(advanced));
  engine.onProblem(({ message }) => broken(message));
  return { store, engine, close: () => engine.close() };
}

export async function beginRun({ store, engine }: Scene): Promise<RunId> {
  await store.saveProject(theProject);
  const run = await engine.createRun({ project: 'project' as ProjectId, template, inputs: { goal: 'faults' }, isAuto: true, maxParallel: 2, model: null });
  await engine.send(run, { type: 'start' });
  return run;
}

export function until({ engine }: Scene, run: RunId, fits: (state: RunState) => boolean): Promise<RunState> {
  return new Promise((resolve) => {
    const check = (state: RunState | undefined): void => {
      if (!state || state.id !== run || !fits(state)) return;
      listening.dispose();
      resolve(state);
    };
    const listening = engine.onAdvance(({ state }) => check(state));
    void engine.state(run).then(check);
  });
}
