import { assert } from '../../base/assert.ts';
import type { Fact, RunEvent, RunEventOf } from '../../model/fact.ts';
import type { ExecutionId, PhaseId } from '../../model/ids.ts';
import type { Json } from '../../model/json.ts';
import { artifactTypeOf } from '../../model/template.ts';
import { graphOf } from '../../workflow/graph.ts';
import { schedule } from '../../workflow/schedule.ts';
import { type Effect, executionOf, phaseOf } from '../../workflow/step.ts';
import type { RunState } from '../../workflow/state.ts';
import { transition } from '../../workflow/transition.ts';
import { collectionRecord } from '../outcomeEvents.ts';
import { type ExecutionRecord, executionRecord } from './executionRecord.ts';
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
    if (event.type === 'tool-finished') return !isBusyWith(this.state, event) && !this.#executions.get(event.execution)?.life;
    return event.type === 'question-answered' || isBreakdown(event);
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
    return event;
  }

  #begin(of: { phase: PhaseId; execution: ExecutionId }, record: ExecutionRecord): Promise<ExecutionLife> {
    const { seq } = this.state;
    return replayExecution({
      ...of, record, ports: this.#ports, state: () => this.state,
      before: this.#facts.slice(0, seq),
      snapshot: () => this.#snapshotNext(of.phase),
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
    const definition = graphOf(this.state.template).byId.get(phase);
    const current = phaseOf(this.state, phase);
    if (!definition || !current) return null;
    const data = await Promise.all((current.loop?.done ?? []).map(async ({ id }): Promise<Json> => (await this.#ports.store.artifact(id))?.data ?? null));
    const posting = collectionRecord(this.state, phase, { ids: this.#ports.ids, data, type: artifactTypeOf(definition.output), snapshot: this.#snapshotNext(phase) });
    const [completed, ...companions] = posting.events;
    this.#companions = companions;
    return completed ?? null;
  }

  #snapshotNext(phase: PhaseId): string | null {
    const taken = this.#facts.slice(this.state.seq).find(({ event }) => event.type === 'checkpoint-taken' && event.phase === phase)?.event;
    return taken?.type === 'checkpoint-taken' ? taken.snapshot : null;
  }
}

/** Whether the phase is still about that execution: a cancelled or rolled back one is told how its open calls ended. */
function isBusyWith(state: RunState, { phase, execution }: RunEventOf<'tool-finished'>): boolean {
  const situation = phaseOf(state, phase)?.situation;
  return situation !== undefined && executionOf(situation) === execution;
}

/** Phases that start or are skipped by their condition, and the end of the run, follow by themselves. */
function isScheduled(event: RunEvent, { situation, phases }: RunState): boolean {
  if (event.type === 'phase-skipped') return event.by === 'condition' && situation.status !== 'created';
  if (event.type === 'phase-failed') return event.execution === null && phases[event.phase]?.situation.status !== 'collecting';
  return event.type === 'run-completed' || event.type === 'run-failed' || event.type === 'phase-started' || event.type === 'loop-started';
}

/** The engine itself broke, because of something that is not in the record. */
function isBreakdown(event: RunEvent): boolean {
  return event.type === 'phase-failed' && event.failure.kind === 'internal';
}

function isCollection(event: RunEvent, { phases }: RunState): event is RunEventOf<'phase-completed' | 'phase-failed'> {
  return (event.type === 'phase-completed' || event.type === 'phase-failed') && event.execution === null && phases[event.phase]?.situation.status === 'collecting';
}

/** A person ends such a phase, not the model. */
function isUndecided(state: RunState, phase: PhaseId): boolean {
  const situation = phaseOf(state, phase)?.situation;
  return situation?.status === 'waiting' && situation.wait.reason === 'decision';
}
