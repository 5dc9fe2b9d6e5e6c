import { assert } from '../../base/assert.ts';
import type { Fact, RunEvent, RunEventOf } from '../../model/fact.ts';
import type { ExecutionId, PhaseId } from '../../model/ids.ts';
import { nobodyKnew } from '../../model/toolCall.ts';
import { schedule } from '../../workflow/schedule.ts';
import { type Effect, executionOf, executionsAtWork, phaseOf } from '../../workflow/step.ts';
import type { RunState } from '../../workflow/state.ts';
import { transition } from '../../workflow/transition.ts';
import { iterationArtifacts } from '../iterationArtifacts.ts';
import { collectionRecord } from '../outcomeEvents.ts';
import { reviewedCompletion } from '../review/reviewRequest.ts';
import { type ExecutionRecord, executionRecord } from './executionRecord.ts';
import { endingFailure } from './recordedEnding.ts';
import { type ExecutionLife, replayExecution } from './replayExecution.ts';
import type { ReplayPorts } from './replayPorts.ts';

/** What is known of an execution while its run is replayed. */
interface Replayed {
  readonly record: ExecutionRecord;
  life: ExecutionLife | null;
  /** Asked to stop after its turn: it is taken up anew when it goes on. */
  isSuspended: boolean;
  /** Calls of the last turn without an answer. */
  openCalls: number;
}

/** A run that comes about again, fact by fact. Facts of the world are given; each of the others is produced by what produced it then. */
export class ReplayedRun {
  state: RunState;
  readonly #ports: ReplayPorts;
  readonly #facts: readonly Fact[];
  readonly #executions = new Map<ExecutionId, Replayed>();
  /** What follows by itself and has not been compared yet. */
  #due: RunEvent[] = [];
  /** What was produced together with the last event. */
  #companions: readonly RunEvent[] = [];

  constructor(ports: ReplayPorts, facts: readonly Fact[], state: RunState) {
    this.#ports = ports;
    this.#facts = facts;
    this.state = state;
  }

  /** What comes about where the record has this fact; `null` for nothing. */
  async produce(fact: Fact): Promise<RunEvent | null> {
    const { event } = fact;
    const [companion, ...others] = this.#companions;
    this.#companions = others;
    if (companion) return companion;
    if (isScheduled(event, this.state)) return this.#nextDue();
    if (this.#due.length > 0) return this.#due[0] ?? null;
    if (isCollection(event, this.state) && !isBreakdown(event)) return this.#collection(event.phase);
    if (isReviewed(event, this.state)) return this.#reviewedEnd(event.phase, event.execution);
    if ('execution' in event && event.execution !== null && !this.#isGiven(event)) return this.#nextOf(event.phase, event.execution);
    return event;
  }

  async advance({ seq, at, event }: Fact): Promise<void> {
    const step = transition(this.state, event, at);
    assert(step.type === 'moved', `fact ${seq} (${event.type}) of run ${this.state.id} does not fit the state before it`);
    this.state = step.state;
    for (const effect of step.effects) await this.#perform(effect);
    // Whatever was under way ended with the process.
    if (event.type === 'run-paused' && event.reason === 'interrupted') for (const replayed of this.#executions.values()) replayed.life = null;
  }

  async #perform(effect: Effect): Promise<void> {
    if (effect.type === 'suspend-phase') this.#replayed(effect.execution).isSuspended = true;
    if (effect.type === 'stop-phase') await this.#replayed(effect.execution).life?.stop();
    if (effect.type === 'deliver-answer') this.#replayed(effect.execution).life?.answer(effect.call, effect.answer);
  }

  #nextDue(): RunEvent | null {
    if (this.#due.length === 0) this.#due = [...schedule(this.state)];
    return this.#due.shift() ?? null;
  }

  /** A person, a rollback or the end of an earlier process brought it about. */
  #isGiven(event: Extract<RunEvent, { execution: unknown }>): boolean {
    if (event.type === 'phase-completed' || event.type === 'iteration-completed') return isUndecided(this.state, event.phase);
    if (event.type === 'tool-finished') return !isBusyWith(this.state, event) && (isUnknownSince(event) || !this.#executions.get(event.execution)?.life);
    return event.type === 'question-answered' || event.type === 'baseline-taken' || isBreakdown(event);
  }

  async #nextOf(phase: PhaseId, execution: ExecutionId): Promise<RunEvent | null> {
    const replayed = this.#replayed(execution);
    if (replayed.isSuspended && replayed.openCalls === 0) replayed.life = null;
    if (!replayed.life) {
      replayed.life = await this.#begin({ phase, execution }, replayed.record);
      replayed.isSuspended = false;
    }
    const event = await replayed.life.next();
    if (event) replayed.record.step();
    if (event?.type === 'message-added') replayed.openCalls = await this.#openCallsAfter(event, replayed.openCalls);
    if (event?.type === 'phase-completed') this.#companions = replayed.life.rest();
    // If reviewers send it back, it is taken up anew.
    if (event?.type === 'review-requested') replayed.life = null;
    return event;
  }

  #begin(of: { phase: PhaseId; execution: ExecutionId }, record: ExecutionRecord): Promise<ExecutionLife> {
    const { seq } = this.state;
    return replayExecution({
      ...of, record, ports: this.#ports, state: () => this.state,
      before: this.#facts.slice(0, seq),
      snapshot: () => this.#snapshotNext(of.phase),
      changes: () => this.#changesNext(of.execution),
    });
  }

  #replayed(execution: ExecutionId): Replayed {
    const known = this.#executions.get(execution);
    if (known) return known;
    const replayed: Replayed = { record: executionRecord(this.#facts, execution), life: null, isSuspended: false, openCalls: 0 };
    this.#executions.set(execution, replayed);
    return replayed;
  }

  async #openCallsAfter({ role, content }: RunEventOf<'message-added'>, before: number): Promise<number> {
    if (role === 'tool') return Math.max(0, before - 1);
    if (role === 'user') return 0;
    const message = JSON.parse(await this.#ports.store.text(content)) as { readonly calls?: readonly unknown[] };
    return message.calls?.length ?? 0;
  }

  async #collection(phase: PhaseId): Promise<RunEvent | null> {
    const posting = collectionRecord(this.state, phase, { ids: this.#ports.ids, snapshot: this.#snapshotNext(phase), ...(await iterationArtifacts(this.#ports.store, this.state, phase)) });
    const [completed, ...companions] = posting.events;
    this.#companions = companions;
    return completed ?? null;
  }

  #reviewedEnd(phase: PhaseId, execution: ExecutionId): RunEvent | null {
    const round = phaseOf(this.state, phase)?.reviews.at(-1);
    const [completed, ...companions] = round ? reviewedCompletion(this.state, { phase, execution }, { round, snapshot: this.#snapshotNext(phase) }).events : [];
    this.#companions = companions;
    return completed ?? null;
  }

  async #changesNext(execution: ExecutionId): Promise<string | null> {
    const requested = this.#facts.slice(this.state.seq).find(({ event }) => event.type === 'review-requested' && event.execution === execution)?.event;
    return requested?.type === 'review-requested' && requested.changes ? this.#ports.store.text(requested.changes) : null;
  }

  #snapshotNext(phase: PhaseId): string | null {
    const taken = this.#facts.slice(this.state.seq).find(({ event }) => event.type === 'checkpoint-taken' && event.phase === phase)?.event;
    return taken?.type === 'checkpoint-taken' ? taken.snapshot : null;
  }
}

/** Whether the phase is still about that execution: a cancelled or rolled back one is told how its open calls ended. */
function isBusyWith(state: RunState, { phase, execution }: RunEventOf<'tool-finished'>): boolean {
  const current = phaseOf(state, phase);
  return current !== undefined && (executionOf(current.situation) === execution || executionsAtWork(current).includes(execution));
}

/** Its process had ended, of which the record has nothing where the run was waiting. */
function isUnknownSince({ output }: RunEventOf<'tool-finished'>): boolean {
  return 'text' in output && output.text === nobodyKnew;
}

/** Its reviewers let it pass, and it ends with what they saw. */
function isReviewed(event: RunEvent, { phases }: RunState): event is RunEventOf<'phase-completed' | 'iteration-completed'> & { readonly execution: ExecutionId } {
  return (event.type === 'phase-completed' || event.type === 'iteration-completed') && event.execution !== null && phases[event.phase]?.situation.status === 'reviewing';
}

/** Phases that start or are skipped by their condition, and the end of the run, follow by themselves. */
function isScheduled(event: RunEvent, { situation, phases }: RunState): boolean {
  if (event.type === 'phase-skipped') return event.by === 'condition' && situation.status !== 'created';
  if (event.type === 'phase-failed') return event.execution === null && phases[event.phase]?.situation.status !== 'collecting';
  return event.type === 'run-completed' || event.type === 'run-failed' || event.type === 'phase-started' || event.type === 'loop-started' || event.type === 'review-started' || event.type === 'review-decided';
}

/** The engine itself broke, because of something that is not in the record. */
function isBreakdown(event: RunEvent): boolean {
  return endingFailure(event)?.kind === 'internal';
}

function isCollection(event: RunEvent, { phases }: RunState): event is RunEventOf<'phase-completed' | 'phase-failed'> {
  return (event.type === 'phase-completed' || event.type === 'phase-failed') && event.execution === null && phases[event.phase]?.situation.status === 'collecting';
}

/** A person ends such a phase, not the model. */
function isUndecided(state: RunState, phase: PhaseId): boolean {
  const situation = phaseOf(state, phase)?.situation;
  return situation?.status === 'waiting' && situation.wait.reason === 'decision';
}
