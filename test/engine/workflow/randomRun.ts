import fc from 'fast-check';
import type { Fact, RunEvent } from '../../../src/engine/model/fact.ts';
import { schedule } from '../../../src/engine/workflow/schedule.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import type { Step } from '../../../src/engine/workflow/step.ts';
import { transition } from '../../../src/engine/workflow/transition.ts';
import { createdRun, runId } from './fixtures.ts';
import { adoptions, commands, outcomes, type Posting } from './randomOffers.ts';

/** One step of a random run: `pick` chooses among what the state offers, so that most steps matter. */
export interface RandomStep {
  readonly kind: 'command' | 'outcome' | 'late';
  readonly pick: number;
  readonly value: number;
}

export const randomStep: fc.Arbitrary<RandomStep> = fc.record({
  kind: fc.constantFrom('outcome', 'outcome', 'outcome', 'command', 'late'),
  pick: fc.nat(1_000),
  value: fc.nat(3),
});

export interface RandomOptions {
  readonly isAuto: boolean;
  readonly maxParallel: number;
  /** Phases taken over from a parent. */
  readonly adopted: number;
}

export const randomOptions: fc.Arbitrary<RandomOptions> = fc.record({
  isAuto: fc.boolean(),
  maxParallel: fc.integer({ min: 1, max: 3 }),
  adopted: fc.constantFrom(0, 0, 0, 1, 2),
});

export interface Applied {
  readonly before: RunState;
  readonly event: RunEvent;
  readonly step: Step;
}

/** Whoever looks on while a run goes its way. */
export interface Witness {
  /** Each event, due ones included. */
  applied(applied: Applied): void;
  /** What became of each event of a posting, up to the first illegal one, before anything due follows. */
  posted(posting: Posting, outcomes: readonly Step['type'][]): void;
}

/** A run without a runtime: folds postings, and what is due after each, as the writer does. */
export class RandomRun {
  state: RunState;
  readonly facts: Fact[] = [];
  readonly #past: Posting[] = [];
  readonly #witness: Witness;

  constructor(template: RunState['template'], options: RandomOptions, witness: Witness) {
    this.state = createdRun(template, options);
    this.#witness = witness;
    const { project, inputs, isAuto, maxParallel } = this.state;
    this.facts.push({ runId, seq: 1, at: 0, event: { type: 'run-created', project, template, inputs, isAuto, model: null, maxParallel } });
    for (const adoption of adoptions(this.state, options.adopted)) this.#post(adoption);
  }

  /** Answers whether there was anything to take. */
  take({ kind, pick, value }: RandomStep): boolean {
    const offered = kind === 'late' ? this.#past : kind === 'command' ? commands(this.state) : outcomes(this.state, value);
    const posting = offered[pick % Math.max(1, offered.length)];
    if (!posting) return false;
    this.#past.push(posting);
    this.#post(posting);
    this.#settle();
    return true;
  }

  #post(posting: Posting): void {
    const { state, facts: { length } } = this;
    const outcomes: Step['type'][] = [];
    for (const event of posting) {
      outcomes.push(this.#apply(event));
      if (outcomes.at(-1) !== 'illegal') continue;
      this.state = state;
      this.facts.length = length;
      break;
    }
    this.#witness.posted(posting, outcomes);
  }

  #settle(): void {
    for (let rounds = 0; ; rounds++) {
      const due = schedule(this.state);
      if (due.length === 0) return;
      if (rounds > 100) throw new Error(`the schedule never ends: ${JSON.stringify(due)}`);
      for (const event of due) this.#apply(event);
    }
  }

  #apply(event: RunEvent): Step['type'] {
    const before = this.state;
    const step = transition(before, event, before.seq);
    if (step.type === 'moved') {
      this.state = step.state;
      this.facts.push({ runId, seq: step.state.seq, at: before.seq, event });
    }
    this.#witness.applied({ before, event, step });
    return step.type;
  }
}
