import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shapesOnly } from '../../../src/engine/base/redaction.ts';
import { err, ok } from '../../../src/engine/base/result.ts';
import type { Budget } from '../../../src/engine/model/budget.ts';
import type { RunCommand } from '../../../src/engine/model/command.ts';
import { failed } from '../../../src/engine/model/failure.ts';
import type { Fact, RunEventType } from '../../../src/engine/model/fact.ts';
import type { ProjectId, RunId, TemplateId } from '../../../src/engine/model/ids.ts';
import type { WorkflowTemplate } from '../../../src/engine/model/template.ts';
import { outputSchemas } from '../../../src/engine/phase/outputSchemas.ts';
import type { LanguageModel, LanguageModels, TurnRequest } from '../../../src/engine/ports/languageModel.ts';
import type { Store } from '../../../src/engine/ports/store.ts';
import type { Toolbox } from '../../../src/engine/ports/tool.ts';
import { Engine, type EnginePorts } from '../../../src/engine/runtime/engine.ts';
import { systemClock } from '../../../src/engine/node/systemClock.ts';
import { replayRun } from '../../../src/engine/runtime/replay/replayRun.ts';
import { openStore } from '../../../src/engine/storage/openStore.ts';
import { isWaitingForPerson } from '../../../src/engine/workflow/view.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { allowAll, type FakeTool } from '../agent/fakeTools.ts';
import { type ManualClock, manualClock } from '../agent/manualClock.ts';
import { type ScriptedModel, scriptedModel, type ScriptedTurn } from '../agent/scriptedModel.ts';
import { countingIds } from '../phase/countingIds.ts';
import { toolboxOf } from '../phase/fixtures.ts';

/** What each phase's model says, by phase: the templates of these tests name their phases as models. */
export type Script = Readonly<Record<string, readonly ScriptedTurn[] | ((request: TurnRequest) => ScriptedTurn)>>;

export interface House {
  /** Of the store. */
  readonly folder: string;
  readonly store: Store;
  readonly clock: ManualClock;
  readonly ids: EnginePorts['ids'];
  readonly logged: string[];
  readonly project: ProjectId;
  close(): Promise<void>;
}

/** A real store in a temporary folder, with one project. */
export async function openHouse(): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'phasegate-runtime-'));
  const clock = manualClock();
  const ids = countingIds();
  const logged: string[] = [];
  const log = { info: () => {}, warn: (message: string) => logged.push(message), error: (message: string, error?: unknown) => logged.push(`${message} ${String(error)}`) };
  const wasmPath = join(import.meta.dirname, '../../../node_modules/sql.js/dist/sql-wasm.wasm');
  const opened = await openStore({ folder, wasmPath, log, clock, ids, owner: 'tests' });
  assert(opened.ok, 'a new folder opens');
  const store = opened.value;
  const project = 'project' as ProjectId;
  await store.saveProject({ id: project, name: 'Project', goal: 'test', workspace: '/work', templateId: 'sample' as TemplateId, overrides: {}, status: 'idle', createdAt: 0 });
  return {
    folder, store, clock, ids, logged, project,
    async close() {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface Life {
  readonly script: Script;
  readonly tools?: readonly FakeTool[];
  /** Instead of a plain one with these tools. */
  readonly toolbox?: Toolbox;
  readonly preface?: EnginePorts['preface'];
  readonly permission?: EnginePorts['permission'];
  readonly maxActiveRuns?: number;
  /** Window of every model. */
  readonly contextTokens?: number | undefined;
  readonly countTokens?: NonNullable<LanguageModel['countTokens']>;
  readonly snapshots?: EnginePorts['snapshots'];
  readonly store?: Store;
  /** In place of the scripted ones. */
  readonly languageModels?: LanguageModels;
  readonly dayBudget?: EnginePorts['dayBudget'];
  readonly redaction?: EnginePorts['redaction'];
}

/** One life of the engine over a house's store: from its opening to its close or its crash. */
export interface Living {
  readonly engine: Engine;
  readonly models: Readonly<Record<string, ScriptedModel>>;
  readonly tools: readonly FakeTool[];
  /** What happened in this life, in the order in which it was told. */
  readonly told: readonly Fact[];
  send(command: RunCommand, run?: RunId): Promise<RunState>;
  /** Resolves with the first state that fits. */
  until(fits: (state: RunState) => boolean): Promise<RunState>;
  /** As if the process ended now: nothing of this engine reaches the store any more. */
  crash(): void;
}

export async function live(house: House, { contextTokens, countTokens, script, tools = [], toolbox = toolboxOf(...tools), permission = allowAll, maxActiveRuns = 10, store = house.store, snapshots = null, languageModels, dayBudget, preface, redaction = shapesOnly }: Life): Promise<Living> {
  const models = Object.fromEntries(Object.entries(script).map(([phase, turns]) => [phase, scriptedModel(turns, `scripted/${phase}`, { contextTokens, ...(countTokens && { countTokens }) })]));
  let isDead = false;
  const mortal: Store = { ...store, append: (commit) => (isDead ? new Promise(() => {}) : store.append(commit)), close: async () => {} };
  const engine = await Engine.open({
    store: mortal, models: languageModels ?? scriptedModels(models), toolbox, permission, schemas: outputSchemas(), clock: house.clock, ids: house.ids,
    log: { info: () => {}, warn: () => {}, error: (message, error) => house.logged.push(`${message} ${String(error)}`) }, seed: 1, maxActiveRuns, snapshots, redaction,
    ...(dayBudget && { dayBudget }), ...(preface && { preface }),
  });
  const told: Fact[] = [];
  engine.onAdvance(({ facts }) => told.push(...facts));
  const run = async (): Promise<RunId> => {
    const [newest] = await house.store.runs();
    assert(newest, 'there is a run');
    return newest.id;
  };
  return {
    engine, models, told, tools,
    crash: () => { isDead = true; },
    async send(command, id) {
      const result = await engine.send(id ?? (await run()), command);
      assert(result.ok, `${command.type}: ${result.ok ? '' : result.error.message}`);
      return result.value;
    },
    async until(fits) {
      const id = await run();
      return new Promise((resolve) => {
        const listening = engine.onAdvance(({ state }) => check(state));
        const check = (state: RunState | undefined): void => {
          if (!state || state.id !== id || !fits(state)) return;
          listening.dispose();
          resolve(state);
        };
        void engine.state(id).then(check);
      });
    },
  };
}

function scriptedModels(models: Readonly<Record<string, ScriptedModel>>): LanguageModels {
  return {
    async resolve(reference) {
      const model = models[reference];
      return model ? ok(model) : err(failed('not-found', `There is no model "${reference}".`));
    },
  };
}

/** Records a run and starts it. */
export async function begin(house: House, living: Living, wanted: { readonly template: WorkflowTemplate; readonly isAuto?: boolean; readonly maxParallel?: number; readonly budget?: Budget }): Promise<RunId> {
  const run = await living.engine.createRun({ project: house.project, inputs: { goal: 'test' }, isAuto: true, maxParallel: 4, model: null, ...wanted });
  await living.send({ type: 'start' }, run);
  return run;
}

/** A house of its own for each test of a suite, and the engine that lives in it now. */
export interface Scene {
  readonly house: House;
  readonly living: Living;
  /** Begins a life of the engine; the one before should have crashed or closed. */
  enter(life: Life): Promise<Living>;
  run(): Promise<RunId>;
  types(run?: RunId): Promise<readonly RunEventType[]>;
  toolCalls(): Promise<readonly string[]>;
}

export function scene(): Scene {
  let house: House | undefined;
  let living: Living | undefined;
  let tools: readonly FakeTool[] = [];
  beforeEach(async () => {
    house = await openHouse();
    tools = [];
  });
  afterEach(async function () {
    await living?.engine.close();
    if (house && this.currentTest?.state === 'passed') await replayAll(house, tools);
    await house?.close();
  });
  const store = (): Store => present(house).store;
  const run = async (): Promise<RunId> => present((await store().runs())[0]).id;
  return {
    get house() { return present(house); },
    get living() { return present(living); },
    run,
    async enter(life) {
      tools = [...tools, ...(life.tools ?? [])];
      return (living = await live(present(house), life));
    },
    types: async (id) => (await store().facts(id ?? (await run()))).map(({ event }) => event.type),
    async toolCalls() {
      const executions = await store().executions(await run());
      const calls = await Promise.all(executions.map(({ id }) => store().toolCalls(id)));
      return calls.flat().map(({ name, outcome }) => `${name} ${outcome}`);
    },
  };
}

function present<T>(value: T | undefined): T {
  assert(value !== undefined, 'it is there');
  return value;
}

/** Whatever a test did: bringing its runs about again from their record gives the same facts. */
export async function replayAll(house: House, tools: readonly FakeTool[]): Promise<void> {
  for (const { id } of await house.store.runs()) await replayOne(house, tools, id);
}

export async function replayOne({ store, ids }: House, tools: readonly FakeTool[], run: RunId): Promise<void> {
  const outcome = await replayRun({ store, ids, clock: systemClock(), schemas: outputSchemas(), toolbox: toolboxOf(...tools) }, run);
  assert.equal(outcome.type, 'same', `replay of ${run}: ${JSON.stringify(outcome, undefined, 1)}`);
}

/** Why a command was refused. */
export async function refusal({ engine }: Living, run: RunId, command: RunCommand): Promise<string> {
  const result = await engine.send(run, command);
  return result.ok ? '' : result.error.message;
}

/** Nothing more happens by itself. */
export function isStanding(state: RunState): boolean {
  const { status } = state.situation;
  return (status !== 'running' && status !== 'created') || isWaitingForPerson(state);
}

export function has(status: RunState['situation']['status']): (state: RunState) => boolean {
  return ({ situation }) => situation.status === status;
}

export function phaseIs(phase: string, status: string): (state: RunState) => boolean {
  return ({ phases }) => Object.entries(phases).some(([id, { situation }]) => id === phase && situation.status === status);
}

/** Long enough for everything that needs neither time nor a person. */
export async function quiet(ticks = 200): Promise<void> {
  for (let tick = 0; tick < ticks; tick++) await new Promise((resolve) => setImmediate(resolve));
}
