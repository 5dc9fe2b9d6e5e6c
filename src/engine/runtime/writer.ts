import { assert } from '../base/assert.ts';
import { err, ok, type Result } from '../base/result.ts';
import { failpoint } from '../base/failpoint.ts';
import type { Fact, RunEvent } from '../model/fact.ts';
import type { Clock } from '../ports/clock.ts';
import type { RunStore, StoredText } from '../ports/store.ts';
import { schedule } from '../workflow/schedule.ts';
import type { Effect, IllegalTransition } from '../workflow/step.ts';
import type { RunState } from '../workflow/state.ts';
import { transition } from '../workflow/transition.ts';

/** What one commit made of a run. */
export interface Advance {
  readonly facts: readonly Fact[];
  readonly state: RunState;
}

export interface WriterPorts {
  readonly store: RunStore;
  readonly clock: Clock;
  /** Told after each durable commit, before its effects. */
  readonly advanced: (advance: Advance) => void;
  readonly perform: (effects: readonly Effect[], state: RunState) => void;
}

/** Events that belong together: all of them are recorded, or none where one is illegal. */
export interface Posting {
  readonly events: readonly RunEvent[];
  readonly texts: readonly StoredText[];
  /** How a person's command is refused where none of its events matters any more. News may come too late in silence. */
  readonly late?: IllegalTransition;
}

interface Posted extends Posting {
  readonly settle: (result: Result<RunState, IllegalTransition>) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The single writer of one run. Everything posted in one tick becomes one commit: events first, then what they make
 * due; only what is durable is told and acted on. After a failed commit the run stands where it stood, and this writer
 * takes nothing more: whoever goes on reads the history again.
 */
export class RunWriter {
  #state: RunState;
  #inbox: Posted[] = [];
  #isDraining = false;
  #failure: { readonly error: unknown } | null = null;
  readonly #ports: WriterPorts;

  constructor(ports: WriterPorts, state: RunState) {
    this.#ports = ports;
    this.#state = state;
  }

  get state(): RunState {
    return this.#state;
  }

  /** Resolves once durable, with the state then; an illegal transition changes nothing. Rejects when the store does. */
  post(posting: Posting): Promise<Result<RunState, IllegalTransition>> {
    return new Promise((settle, fail) => {
      this.#inbox.push({ ...posting, settle, fail });
      if (!this.#isDraining) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    // Let everything that finishes in this tick join the commit.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#inbox.length > 0) await this.#commit(this.#inbox.splice(0));
    this.#isDraining = false;
  }

  async #commit(batch: readonly Posted[]): Promise<void> {
    try {
      if (this.#failure) throw this.#failure.error;
      const draft = new Draft(this.#state, this.#ports.clock);
      const problems = batch.map((posted) => draft.add(posted));
      draft.addDue();
      failpoint('commit-due');
      if (draft.facts.length > 0) await this.#ports.store.append({ facts: draft.facts, texts: batch.flatMap(({ texts }) => texts) });
      failpoint('commit-acknowledged');
      this.#advance(draft);
      batch.forEach(({ settle }, index) => settle(toResult(problems[index], draft.state)));
      this.#ports.perform(draft.effects, draft.state);
    } catch (error) {
      this.#failure ??= { error };
      for (const { fail } of batch) fail(error);
    }
  }

  #advance({ state, facts }: Draft): void {
    this.#state = state;
    if (facts.length > 0) this.#ports.advanced({ facts, state });
  }
}

function toResult(problem: IllegalTransition | null | undefined, state: RunState): Result<RunState, IllegalTransition> {
  return problem ? err(problem) : ok(state);
}

/** A commit in the making. */
class Draft {
  state: RunState;
  readonly facts: Fact[] = [];
  readonly effects: Effect[] = [];
  readonly #clock: Clock;

  constructor(state: RunState, clock: Clock) {
    this.state = state;
    this.#clock = clock;
  }

  /** Adds the events of one posting, or none of them. News that no longer matters is left out. */
  add({ events, late }: Posting): IllegalTransition | null {
    const before = { state: this.state, facts: this.facts.length, effects: this.effects.length };
    for (const event of events) {
      const problem = this.#apply(event);
      if (!problem) continue;
      this.state = before.state;
      this.facts.length = before.facts;
      this.effects.length = before.effects;
      return problem;
    }
    return late && this.facts.length === before.facts ? late : null;
  }

  /** Adds what follows by itself, until nothing more does. */
  addDue(): void {
    for (let due = schedule(this.state); due.length > 0; due = schedule(this.state)) {
      const before = this.facts.length;
      for (const event of due) this.#apply(event);
      assert(this.facts.length > before, `what is due moves the run: ${due.map(({ type }) => type).join(', ')}`);
      // Phases that start make nothing else due.
      if (due.every(({ type }) => type === 'phase-started')) return;
    }
  }

  #apply(event: RunEvent): IllegalTransition | null {
    const at = this.#clock.now();
    const step = transition(this.state, event, at);
    if (step.type === 'illegal') return step.problem;
    if (step.type === 'ignored') return null;
    this.state = step.state;
    this.facts.push({ runId: step.state.id, seq: step.state.seq, at, event });
    this.effects.push(...step.effects);
    return null;
  }
}
