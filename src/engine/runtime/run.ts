import { messageOf } from '../base/messageOf.ts';
import { assert, assertNever } from '../base/assert.ts';
import { err, type Result } from '../base/result.ts';
import { failed } from '../model/failure.ts';
import type { RunEvent } from '../model/fact.ts';
import type { ExecutionId, PhaseId, ToolCallId } from '../model/ids.ts';
import { artifactTypeOf } from '../model/template.ts';
import type { LiveSignal } from '../model/signal.ts';
import type { Question } from '../model/wait.ts';
import { newConversation } from '../phase/job.ts';
import { type PhaseOutcome, type PhasePorts, runPhase } from '../phase/runner.ts';
import type { Log } from '../ports/log.ts';
import type { RunStore } from '../ports/store.ts';
import { graphOf } from '../workflow/graph.ts';
import { pendingEffects } from '../workflow/pendingEffects.ts';
import { type Effect, type IllegalTransition, phaseOf } from '../workflow/step.ts';
import type { RunState } from '../workflow/state.ts';
import { Executions, type LiveExecution } from './executions.ts';
import { recordedConversation, type RecordedConversation } from './history.ts';
import { collectionRecord, toRecord } from './outcomeEvents.ts';
import { phaseJob } from './phaseJob.ts';
import { type Advance, type Posting, RunWriter } from './writer.ts';

export interface RunPorts extends Omit<PhasePorts, 'ask' | 'signal' | 'isSuspended'> {
  readonly store: RunStore;
  readonly log: Log;
  readonly seed: number;
  readonly advanced: (advance: Advance) => void;
  readonly signal: (signal: LiveSignal) => void;
  /** The store would not take a fact: the run stands still until it is loaded again. */
  readonly broken: (state: RunState, error: unknown) => void;
}

/** One live run: records what happens through its writer, and performs what follows. */
export class Run {
  readonly #ports: RunPorts;
  readonly #writer: RunWriter;
  readonly #executions = new Executions();
  /** Executions begun by an earlier process: their conversation is read back before they go on. */
  readonly #recorded = new Set<ExecutionId>();
  #isClosing = false;

  constructor(ports: RunPorts, state: RunState) {
    this.#ports = ports;
    this.#writer = new RunWriter({ store: ports.store, clock: ports.clock, advanced: ports.advanced, perform: (effects) => this.#perform(effects) }, state);
    for (const { situation } of Object.values(state.phases)) {
      if (situation.status === 'running' || situation.status === 'waiting') this.#recorded.add(situation.execution);
    }
  }

  get state(): RunState {
    return this.#writer.state;
  }

  /** Takes up what the state says is under way; for a run that was loaded from the store. */
  takeUp(): void {
    this.#perform(pendingEffects(this.state));
  }

  post(...events: readonly RunEvent[]): Promise<Result<RunState, IllegalTransition>> {
    return this.#post({ events, texts: [] });
  }

  postWith(posting: Posting): Promise<Result<RunState, IllegalTransition>> {
    return this.#post(posting);
  }

  /** Stops all work without recording that it ended: it goes on when the run is resumed. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#executions.stopAll();
  }

  async #post(posting: Posting): Promise<Result<RunState, IllegalTransition>> {
    try {
      return await this.#writer.post(posting);
    } catch (error) {
      this.#ports.broken(this.state, error);
      return err({ event: posting.events[0]?.type ?? 'nothing', message: `Not recorded: ${messageOf(error)}` });
    }
  }

  #perform(effects: readonly Effect[]): void {
    for (const effect of effects) this.#performOne(effect);
  }

  #performOne(effect: Effect): void {
    switch (effect.type) {
      case 'run-phase':
        return this.#executions.start(effect.execution, (execution) => this.#work(effect, execution));
      case 'suspend-phase':
        return this.#executions.suspend(effect.execution);
      case 'stop-phase':
        return this.#executions.stop(effect.execution);
      case 'deliver-answer':
        return this.#executions.answer(effect.execution, effect);
      case 'collect-loop':
        return void this.#collect(effect.phase);
      default:
        return assertNever(effect);
    }
  }

  async #work({ phase, execution }: { phase: PhaseId; execution: ExecutionId }, live: LiveExecution): Promise<void> {
    const outcome = await this.#outcomeOf({ phase, execution }, live);
    if (this.#isClosing) return;
    await this.#post(toRecord(this.state, { phase, execution }, { ids: this.#ports.ids, outcome }));
    if (outcome.type === 'suspended') this.#resumeIfWanted(execution);
  }

  /** A resume may have come while the last turn before the suspension was ending. */
  #resumeIfWanted(execution: ExecutionId): void {
    const wanted = pendingEffects(this.state).filter((effect) => effect.type === 'run-phase' && effect.execution === execution);
    if (wanted.length > 0) setImmediate(() => this.#perform(wanted));
  }

  async #outcomeOf(of: { phase: PhaseId; execution: ExecutionId }, live: LiveExecution): Promise<PhaseOutcome> {
    try {
      const recorded = await this.#conversationOf(of.execution);
      const job = await phaseJob(this.#ports.store, { ...of, state: this.state, history: recorded.history, seed: this.#ports.seed });
      const phase = runPhase(this.#phasePorts(of, { live, answers: recorded.answers }), job, live.signal);
      for (let step = await phase.next(); ; step = await phase.next()) {
        if (step.done) return step.value;
        const result = await this.#post(step.value);
        if (!result.ok) return { type: 'failed', failure: failed('internal', result.error.message) };
      }
    } catch (error) {
      this.#ports.log.error(`Phase ${of.phase} of run ${this.state.id} broke.`, error);
      return { type: 'failed', failure: failed('internal', `The engine broke in this phase: ${messageOf(error)}`) };
    }
  }

  async #conversationOf(execution: ExecutionId): Promise<RecordedConversation> {
    if (!this.#recorded.has(execution)) {
      this.#recorded.add(execution);
      return { history: newConversation, answers: new Map() };
    }
    return recordedConversation(this.#ports.store, await this.#ports.store.facts(this.state.id), execution);
  }

  #phasePorts(of: { phase: PhaseId; execution: ExecutionId }, { live, answers }: { live: LiveExecution; answers: ReadonlyMap<ToolCallId, string> }): PhasePorts {
    return {
      ...this.#ports,
      isSuspended: live.isSuspended,
      ask: (question) => this.#ask({ ...of, question }, live, answers),
    };
  }

  /** Asks once: a question that was recorded before the program ended is not asked again, a given answer is kept. */
  async #ask({ phase, execution, question }: { phase: PhaseId; execution: ExecutionId; question: Question }, live: LiveExecution, answers: ReadonlyMap<ToolCallId, string>): Promise<string> {
    const given = question.kind === 'question' ? answers.get(question.call) : undefined;
    if (given !== undefined) return given;
    const answer = live.answerTo(question);
    const situation = phaseOf(this.state, phase)?.situation;
    const isAsked = situation?.status === 'waiting' && 'question' in situation.wait && situation.wait.question.call === question.call;
    if (!isAsked) await this.post({ type: 'question-asked', phase, execution, question });
    return answer;
  }

  async #collect(phase: PhaseId): Promise<void> {
    const { state } = this;
    const definition = graphOf(state.template).byId.get(phase);
    assert(definition, `run ${state.id} has a phase ${phase}`);
    const data = await Promise.all((phaseOf(state, phase)?.loop?.done ?? []).map(async ({ id }) => {
      const artifact = await this.#ports.store.artifact(id);
      assert(artifact, `artifact ${id} of a finished iteration is stored`);
      return artifact.data;
    }));
    await this.#post(collectionRecord(state, phase, { ids: this.#ports.ids, data, type: artifactTypeOf(definition.output) }));
  }
}
