import { messageOf } from '../base/messageOf.ts';
import { assertNever } from '../base/assert.ts';
import { err, type Result } from '../base/result.ts';
import { failpoint } from '../base/failpoint.ts';
import { failed, type Failure } from '../model/failure.ts';
import type { RunEvent } from '../model/fact.ts';
import type { ExecutionId, PhaseId, ToolCallId } from '../model/ids.ts';
import { isReviewExecution } from '../model/reviewExecution.ts';
import { mayWrite } from '../model/template.ts';
import { nobodyKnew } from '../model/toolCall.ts';
import type { LiveSignal } from '../model/signal.ts';
import { isSameQuestion, type Question } from '../model/wait.ts';
import { newConversation } from '../phase/job.ts';
import type { PhaseRecord } from '../phase/recorder.ts';
import { type PhaseOutcome, type PhasePorts, runPhase } from '../phase/runner.ts';
import type { Log } from '../ports/log.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import type { RunStore } from '../ports/store.ts';
import { graphOf } from '../workflow/graph.ts';
import { pendingEffects, pendingEffectsOf } from '../workflow/pendingEffects.ts';
import { type Effect, executionOf, executionsAtWork, type IllegalTransition, phaseOf } from '../workflow/step.ts';
import type { RunState } from '../workflow/state.ts';
import { Executions, type LiveExecution } from './executions.ts';
import { recordedConversation, type RecordedConversation } from './history.ts';
import { executionEnding } from './executionEnding.ts';
import { executionJob } from './executionJob.ts';
import { iterationArtifacts } from './iterationArtifacts.ts';
import { collectionRecord } from './outcomeEvents.ts';
import { baselineOf, changesOf } from './review/baseline.ts';
import { reviewedCompletion } from './review/reviewRequest.ts';
import type { SpendingControl } from './spendingControl.ts';
import type { VendorTrouble } from './vendorTrouble.ts';
import { type Advance, type Posting, RunWriter } from './writer.ts';
import type { WriterTurns } from './writerTurns.ts';

export interface RunPorts extends Omit<PhasePorts, 'ask' | 'signal' | 'isSuspended' | 'budget' | 'vendors' | 'steering'> {
  readonly spending: SpendingControl;
  readonly trouble: VendorTrouble;
  readonly writers: WriterTurns;
  readonly store: RunStore;
  readonly log: Log;
  /** Copies of the workspace's files; `null` where there are none, and then a rollback brings back no files. */
  readonly snapshots: Snapshots | null;
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
  #restoring: Promise<void> = Promise.resolve();

  constructor(ports: RunPorts, state: RunState) {
    this.#ports = ports;
    this.#writer = new RunWriter({ store: ports.store, clock: ports.clock, advanced: ports.advanced, perform: (effects) => this.#perform(effects) }, state);
    for (const phase of Object.values(state.phases)) {
      const author = executionOf(phase.situation);
      for (const execution of [...executionsAtWork(phase), ...(author ? [author] : [])]) this.#recorded.add(execution);
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

  /** Stops all work as a crash would, recording nothing more of it: it goes on when the run is resumed. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#executions.stopAll();
    await this.post();
  }

  /** Stops what a paused run still has under way, as an interruption would, and resolves when it has ended. */
  async stopWork(): Promise<void> {
    this.#isClosing = true;
    await this.#executions.stopAll();
    this.#isClosing = false;
  }

  /** Id of a copy of the workspace's files; `null`, and a word in the log, where none can be taken. */
  async takeSnapshot(): Promise<string | null> {
    const taken = await this.#ports.snapshots?.take();
    if (taken && !taken.ok) this.#ports.log.warn(`No snapshot of the files was taken: ${taken.error}`);
    return taken?.ok ? taken.value : null;
  }

  /** Brings back the files of a rollback that an earlier process did not get to. */
  async finishRollback(): Promise<void> {
    if (!this.state.restoring) return;
    this.takeUp();
    await this.whenRestored();
  }

  /** Resolves when no rollback is bringing files back. */
  whenRestored(): Promise<void> {
    return this.#restoring;
  }

  async #restore({ checkpoint, snapshot }: Extract<Effect, { type: 'restore-files' }>): Promise<void> {
    const restored = (await this.#ports.snapshots?.restore(snapshot)) ?? err('this installation has no snapshots');
    const event: RunEvent = restored.ok
      ? { type: 'files-restored', checkpoint, changed: restored.value.changed.length, skipped: restored.value.skipped.map(({ path, reason }) => `${path}: ${reason}`), problem: null }
      : { type: 'files-restored', checkpoint, changed: 0, skipped: [], problem: restored.error };
    await this.post(event);
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
      case 'run-review':
        return this.#start(effect);
      case 'complete-phase':
        return this.#executions.start(`${effect.execution}/end` as ExecutionId, () => this.#complete(effect), () => {});
      case 'suspend-phase':
        failpoint('pause');
        return this.#executions.suspend(effect.execution);
      case 'stop-phase':
        return this.#stop(effect.execution);
      case 'deliver-answer':
        return this.#executions.answer(effect.execution, effect);
      case 'restore-files':
        return void (this.#restoring = this.#restore(effect));
      case 'collect-loop':
        return this.#executions.start(`${this.state.id}/${effect.phase}/all` as ExecutionId, () => this.#collect(effect.phase), () => {});
      default:
        return assertNever(effect);
    }
  }

  #start({ phase, execution }: OfExecution): void {
    failpoint('phase-start');
    this.#executions.start(execution, (live) => this.#work({ phase, execution }, live), () => this.#takeUpAgain({ phase, execution }));
  }

  async #work(of: OfExecution, live: LiveExecution): Promise<void> {
    const definition = graphOf(this.state.template).byId.get(of.phase);
    const endTurn = definition && mayWrite(definition) ? await this.#ports.writers.enter(this.state.id, live.signal) : () => {};
    await this.#execute(of, live).finally(endTurn);
  }

  async #execute(of: OfExecution, live: LiveExecution): Promise<void> {
    const baseline = this.#recorded.has(of.execution) ? null : await baselineOf(this.state, of, () => this.takeSnapshot());
    if (baseline) await this.post(baseline);
    const outcome = await this.#outcomeOf(of, live);
    if (!outcome || this.#isClosing) return;
    const posting = await executionEnding(this.state, { ...of, outcome }, { ids: this.#ports.ids, redaction: this.#ports.redaction, snapshot: () => this.takeSnapshot(), changes: () => changesOf(this.state, of, { snapshots: this.#ports.snapshots, take: () => this.takeSnapshot() }) });
    if (!this.#isClosing) await this.#post(posting);
  }

  /** The reviewers let the artifact pass. */
  async #complete({ phase, execution }: OfExecution): Promise<void> {
    const snapshot = phaseOf(this.state, phase)?.loop ? null : await this.takeSnapshot();
    const round = phaseOf(this.state, phase)?.reviews.at(-1);
    if (round && !this.#isClosing) await this.#post(reviewedCompletion(this.state, { phase, execution }, { round, snapshot }));
  }

  /** A resume may have come while the last turn before a suspension was ending. */
  #takeUpAgain({ phase, execution }: OfExecution): void {
    if (this.#isClosing) return;
    this.#perform(pendingEffectsOf(this.state, phase).filter((effect) => (effect.type === 'run-phase' || effect.type === 'run-review') && effect.execution === execution));
  }

  /** What is under way tells how its calls ended; for what an earlier process left open nobody else can. */
  #stop(execution: ExecutionId): void {
    if (!this.#executions.stop(execution)) this.#executions.start(execution, () => this.#endCalls(execution), () => {});
  }

  async #endCalls(execution: ExecutionId): Promise<void> {
    const { open } = await this.#conversationOf(execution, this.state.seq);
    await this.post(...open.map(({ call, phase }): RunEvent => ({ type: 'tool-finished', phase, execution, call, outcome: 'unknown', output: { text: nobodyKnew }, durationMs: 0 })));
  }

  async #outcomeOf(of: OfExecution, live: LiveExecution): Promise<PhaseOutcome | null> {
    const { seq } = this.state;
    try {
      const { history, answers } = await this.#conversationOf(of.execution, seq);
      const job = await executionJob(this.#ports.store, { ...of, state: this.state, history, seed: this.state.seed });
      const outcome = await this.#follow(runPhase(this.#phasePorts(of, { live, answers }), job, live.signal));
      return outcome?.type === 'failed' ? { type: 'failed', failure: { ...outcome.failure, message: this.#ports.redaction.all(outcome.failure.message) } } : outcome;
    } catch (error) {
      return { type: 'failed', failure: this.#broke(of.phase, error) };
    }
  }

  /** Records what happens without waiting for the disk, except before side effects and further turns. `null`: the run is closing. */
  async #follow(phase: AsyncGenerator<PhaseRecord, PhaseOutcome>): Promise<PhaseOutcome | null> {
    try {
      while (!this.#isClosing) {
        const step = await phase.next();
        if (this.#isClosing) break;
        if (step.done) return step.value;
        const posted = this.#post(step.value);
        if (step.value.isBarrier) await posted;
      }
      return null;
    } finally {
      await phase.return({ type: 'suspended' });
    }
  }

  #broke(phase: PhaseId, error: unknown): Failure {
    this.#ports.log.error(`Phase ${phase} of run ${this.state.id} broke.`, error);
    return failed('internal', this.#ports.redaction.all(`The engine broke in this phase: ${messageOf(error)}`));
  }

  /** What was recorded up to a fact; what came later is news to this process, and reaches it otherwise. */
  async #conversationOf(execution: ExecutionId, seq: number): Promise<RecordedConversation> {
    if (!this.#recorded.has(execution)) {
      this.#recorded.add(execution);
      return { history: newConversation, answers: new Map(), open: [] };
    }
    const facts = await this.#ports.store.facts(this.state.id);
    return recordedConversation(this.#ports.store, facts.filter((fact) => fact.seq <= seq), execution);
  }

  #phasePorts(of: OfExecution, { live, answers }: { live: LiveExecution; answers: ReadonlyMap<ToolCallId, string> }): PhasePorts {
    return {
      ...this.#ports,
      steering: { given: () => phaseOf(this.state, of.phase)?.steering ?? [] },
      budget: this.#ports.spending.budgetFor(of.phase, () => this.state),
      vendors: this.#ports.trouble.limiterFor(() => hasAnswered(this.state)),
      isSuspended: live.isSuspended,
      ask: async (question) => {
        const given = question.kind === 'question' ? answers.get(question.call) : undefined;
        return given ?? live.takeEarlyAnswer(question) ?? this.#ask({ ...of, question }, live);
      },
      ...(isReviewExecution(of.execution) && byItself),
    };
  }

  /** Asks once: a question that was recorded before the program ended is not asked again. */
  async #ask({ phase, execution, question }: OfExecution & { question: Question }, live: LiveExecution): Promise<string> {
    const situation = phaseOf(this.state, phase)?.situation;
    const isAsked = situation?.status === 'waiting' && 'question' in situation.wait && isSameQuestion(situation.wait.question, question);
    const [answer] = await Promise.all([live.answerTo(question), isAsked ? null : this.post({ type: 'question-asked', phase, execution, question })]);
    return answer;
  }

  async #collect(phase: PhaseId): Promise<void> {
    const posting = await this.#collectionOf(phase, await this.takeSnapshot());
    if (!this.#isClosing) await this.#post(posting);
  }

  async #collectionOf(phase: PhaseId, snapshot: string | null): Promise<Posting> {
    const { state } = this;
    try {
      return collectionRecord(state, phase, { ids: this.#ports.ids, snapshot, ...(await iterationArtifacts(this.#ports.store, state, phase)) });
    } catch (error) {
      return { events: [{ type: 'phase-failed', phase, execution: null, failure: this.#broke(phase, error) }], texts: [] };
    }
  }
}

/** Nobody is asked on behalf of a reviewer, and nobody writes to one. */
const byItself: Pick<PhasePorts, 'ask' | 'steering'> = { ask: async () => 'Deny', steering: { given: () => [] } };

/** Whether any model ever answered in this run. */
function hasAnswered({ phases }: RunState): boolean {
  return Object.values(phases).some(({ turns }) => turns > 0);
}

interface OfExecution {
  readonly phase: PhaseId;
  readonly execution: ExecutionId;
}
