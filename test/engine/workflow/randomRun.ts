import fc from 'fast-check';
import type { Fact, RunEvent } from '../../../src/engine/model/fact.ts';
import type { PhaseId, ToolCallId } from '../../../src/engine/model/ids.ts';
import { schedule } from '../../../src/engine/workflow/schedule.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { executionOf, type Step } from '../../../src/engine/workflow/step.ts';
import { transition } from '../../../src/engine/workflow/transition.ts';
import { answering, asking, completion, createdRun, failing, retrying, runId, skipping, undecided } from './fixtures.ts';

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

export interface Applied {
  readonly before: RunState;
  readonly event: RunEvent;
  readonly step: Step;
}

/** A run without a runtime: folds events, and what is due after each, as the writer does. */
export class RandomRun {
  state: RunState;
  readonly facts: Fact[] = [];
  readonly #past: RunEvent[] = [];
  readonly #check: (applied: Applied) => void;

  constructor(state: RunState, check: (applied: Applied) => void) {
    this.state = state;
    this.#check = check;
    const { project, template, inputs, isAuto, maxParallel } = state;
    this.facts.push({ runId, seq: 1, at: 0, event: { type: 'run-created', project, template, inputs, isAuto, model: null, maxParallel } });
  }

  take({ kind, pick, value }: RandomStep): void {
    const offered = kind === 'late' ? this.#past : kind === 'command' ? commands(this.state) : outcomes(this.state, value);
    const event = offered[pick % Math.max(1, offered.length)];
    if (!event) return;
    this.#past.push(event);
    this.#apply(event);
    this.#settle();
  }

  #settle(): void {
    for (let rounds = 0; ; rounds++) {
      const due = schedule(this.state);
      if (due.length === 0) return;
      if (rounds > 100) throw new Error(`the schedule never ends: ${JSON.stringify(due)}`);
      for (const event of due) this.#apply(event);
    }
  }

  #apply(event: RunEvent): void {
    const before = this.state;
    const step = transition(before, event, before.seq);
    if (step.type === 'moved') {
      this.state = step.state;
      this.facts.push({ runId, seq: step.state.seq, at: before.seq, event });
    }
    this.#check({ before, event, step });
  }
}

export function newRandomRun(template: RunState['template'], options: { isAuto: boolean; maxParallel: number }, check: (applied: Applied) => void): RandomRun {
  return new RandomRun(createdRun(template, options), check);
}

export function commands(state: RunState): readonly RunEvent[] {
  const phases = Object.keys(state.phases);
  return [
    { type: 'run-started' }, { type: 'run-started' }, { type: 'run-continued' }, { type: 'run-continued' },
    { type: 'run-paused', reason: 'user', message: '' }, { type: 'run-resumed' }, { type: 'run-resumed' },
    { type: 'auto-set', isAuto: true }, { type: 'auto-set', isAuto: false }, { type: 'model-set', model: 'rehearsal' }, { type: 'run-cancelled' },
    ...phases.flatMap((id) => [retrying(id), retrying(id), skipping(id)]),
  ];
}

function outcomes(state: RunState, value: number): readonly RunEvent[] {
  if (state.situation.status === 'created') return [{ type: 'run-started' }];
  return Object.entries(state.phases).flatMap(([id, { situation }]): readonly RunEvent[] => {
    const values = { [`${id}.n`]: value, ...(value !== 1 && { [`${id}.items`]: Array.from({ length: value }, (_, index) => index) }) };
    if (situation.status === 'collecting') return [completion(state, id, values), { ...failingCollect, phase: id as PhaseId }];
    const execution = executionOf(situation);
    if (!execution) return [];
    const phase = id as PhaseId;
    const call = `${id}/call` as ToolCallId;
    return [
      completion(state, id, values), completion(state, id, values), completion(state, id, values),
      failing(state, id), undecided(state, id), asking(state, id, value > 1 ? 'approval' : 'question'), answering(state, id),
      { type: 'tool-started', phase, execution, call, turn: 1, name: 'read_file', input: { text: '{}' } },
      { type: 'tool-finished', phase, execution, call, outcome: 'ok', output: { text: '' }, durationMs: 1 },
    ];
  });
}

const failingCollect = { type: 'phase-failed', execution: null, failure: { kind: 'internal', message: 'broke', isRetryable: false } } as const;
