import type { Event } from '../engine/base/emitter.ts';
import type { Artifact } from '../engine/model/artifact.ts';
import type { PhaseExecution } from '../engine/model/execution.ts';
import type { ArtifactId, ExecutionId, PhaseId, ProjectId, RunId, ToolCallId } from '../engine/model/ids.ts';
import type { Project } from '../engine/model/project.ts';
import type { PipelineRun } from '../engine/model/run.ts';
import type { ToolCall } from '../engine/model/toolCall.ts';
import type { Store } from '../engine/ports/store.ts';
import type { Engine } from '../engine/runtime/engine.ts';
import type { Advance } from '../engine/runtime/writer.ts';
import type { RunView } from '../engine/workflow/runView.ts';
import type { RunState } from '../engine/workflow/state.ts';
import { toRunView } from '../engine/workflow/view.ts';

const keptStates = 50;
const keptCalls = 20_000;

/** What the views ask about projects and runs. States of the latest runs are kept, so that redrawing a tree reads no history. */
export class Runs {
  readonly onAdvance: Event<Advance>;
  readonly #engine: Engine;
  readonly #store: Store;
  readonly #states = new Map<RunId, RunState>();
  readonly #calls = new Map<ToolCallId, ToolCall>();
  readonly #views = new WeakMap<RunState, RunView>();

  constructor(engine: Engine, store: Store) {
    this.#engine = engine;
    this.#store = store;
    this.onAdvance = engine.onAdvance;
    engine.onAdvance(({ state }) => this.#keep(state));
  }

  projects(): Promise<readonly Project[]> {
    return this.#store.projects();
  }

  /** Newest first. */
  list(project?: ProjectId): Promise<readonly PipelineRun[]> {
    return this.#store.runs(project);
  }

  async state(run: RunId): Promise<RunState | undefined> {
    const known = this.#states.get(run);
    if (known) return known;
    const state = await this.#engine.state(run);
    if (state && !this.#store.isReadOnly) this.#keep(state);
    return state;
  }

  /** Without looking into the store. */
  known(run: RunId): RunState | undefined {
    return this.#states.get(run);
  }

  async view(run: RunId): Promise<RunView | undefined> {
    const state = await this.state(run);
    return state && this.viewOf(state);
  }

  viewOf(state: RunState): RunView {
    const view = this.#views.get(state) ?? toRunView(state);
    this.#views.set(state, view);
    return view;
  }

  /** In the order of their start, rolled back ones too. */
  async executions(run: RunId, phase: PhaseId): Promise<readonly PhaseExecution[]> {
    return (await this.#store.executions(run)).filter((execution) => execution.phase === phase);
  }

  /** In the order of their start. */
  async toolCallsOf(execution: ExecutionId): Promise<readonly ToolCall[]> {
    const calls = await this.#store.toolCalls(execution);
    if (this.#calls.size > keptCalls) this.#calls.clear();
    for (const call of calls) this.#calls.set(call.id, call);
    return calls;
  }

  /** In the order of their start, all attempts and iterations of the phase. */
  async toolCalls(run: RunId, phase: PhaseId): Promise<readonly ToolCall[]> {
    const executions = await this.executions(run, phase);
    return (await Promise.all(executions.map(({ id }) => this.toolCallsOf(id)))).flat();
  }

  /** As of the last list: a tree asks for the list first, then for each line. */
  async toolCall({ run, phase, call }: { readonly run: RunId; readonly phase: PhaseId; readonly call: ToolCallId }): Promise<ToolCall | undefined> {
    return this.#calls.get(call) ?? (await this.toolCalls(run, phase)).find(({ id }) => id === call);
  }

  artifacts(run: RunId): Promise<readonly Artifact[]> {
    return this.#store.artifacts(run);
  }

  artifact(id: ArtifactId): Promise<Artifact | undefined> {
    return this.#store.artifact(id);
  }

  /** The most recently used are kept. */
  #keep(state: RunState): void {
    const known = this.#states.get(state.id);
    if (known && known.seq > state.seq) return;
    this.#states.delete(state.id);
    this.#states.set(state.id, state);
    const [oldest] = this.#states.keys();
    if (this.#states.size > keptStates && oldest !== undefined) this.#states.delete(oldest);
  }
}
