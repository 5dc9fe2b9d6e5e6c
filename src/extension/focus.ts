import type * as vscode from 'vscode';
import { DisposableStore } from '../engine/base/disposable.ts';
import { Emitter } from '../engine/base/emitter.ts';
import type { RunId } from '../engine/model/ids.ts';
import type { RunView } from '../engine/workflow/runView.ts';
import type { RunState } from '../engine/workflow/state.ts';
import type { Runs } from './runs.ts';

const mementoKey = 'phasegate.run';

/** The run that this window looks at: what the pipeline shows and what commands without a target act on. */
export class Focus {
  readonly #runs: Runs;
  readonly #memento: vscode.Memento;
  readonly #changed = new Emitter<void>();
  readonly #subscriptions = new DisposableStore();
  #state: RunState | undefined;

  /** Another run, or news of this one. */
  readonly onDidChange = this.#changed.event;

  constructor(runs: Runs, memento: vscode.Memento) {
    this.#runs = runs;
    this.#memento = memento;
    this.#subscriptions.add(runs.onAdvance(({ state }) => {
      if (state.id === this.#state?.id) this.#set(state);
    }));
  }

  get state(): RunState | undefined {
    return this.#state;
  }

  get view(): RunView | undefined {
    return this.#state && this.#runs.viewOf(this.#state);
  }

  async select(run: RunId): Promise<void> {
    const state = await this.#runs.state(run);
    if (!state) return;
    this.#set(state);
    await this.#memento.update(mementoKey, run);
  }

  /** Looks again, for a window that is told of nothing. */
  async refresh(): Promise<void> {
    const state = this.#state ? await this.#runs.state(this.#state.id) : undefined;
    if (state && state.seq !== this.#state?.seq) this.#set(state);
    else if (!this.#state) await this.restore();
  }

  /** The run of the last time, else the newest. */
  async restore(): Promise<void> {
    const last = this.#memento.get<string>(mementoKey);
    const runs = await this.#runs.list();
    const run = runs.find(({ id }) => id === last) ?? runs[0];
    if (run) await this.select(run.id);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #set(state: RunState): void {
    this.#state = state;
    this.#changed.fire();
  }
}
