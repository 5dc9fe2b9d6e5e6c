import { shapesOnly } from '../../base/redaction.ts';
import type { Fact, RunEvent } from '../../model/fact.ts';
import type { ExecutionId, PhaseId, ToolCallId } from '../../model/ids.ts';
import { neverBegan } from '../../model/toolCall.ts';
import type { Question } from '../../model/wait.ts';
import { taskText } from '../../phase/prompt.ts';
import type { PhaseRecord } from '../../phase/recorder.ts';
import { type PhaseOutcome, type PhasePorts, runPhase } from '../../phase/runner.ts';
import { phaseOf } from '../../workflow/step.ts';
import type { RunState } from '../../workflow/state.ts';
import { recordedConversation } from '../history.ts';
import { executionEnding } from '../executionEnding.ts';
import { executionJob } from '../executionJob.ts';
import type { ExecutionRecord } from './executionRecord.ts';
import { recordedBudget } from './recordedBudget.ts';
import { recordedClock } from './recordedClock.ts';
import { recordedModels, recordedPermission, recordedPreface, recordedToolbox, type RecordedWorld } from './recordedPorts.ts';
import { recordedSteering } from './recordedSteering.ts';
import { recordedVendors } from './recordedVendors.ts';
import type { ReplayPorts } from './replayPorts.ts';

export interface ReplayedExecution {
  readonly phase: PhaseId;
  readonly execution: ExecutionId;
  readonly record: ExecutionRecord;
  readonly ports: ReplayPorts;
  readonly state: () => RunState;
  /** The facts replayed so far. */
  readonly before: readonly Fact[];
  /** Of the workspace, as it was recorded when the phase was done. */
  readonly snapshot: () => string | null;
  /** What the execution changed in the workspace, as it was recorded. */
  readonly changes: () => Promise<string | null>;
}

/** One life of an execution: from its start, or where it was taken up, to its end or to that of the process. */
export interface ExecutionLife {
  /** The next thing it brings about; `null` when nothing more comes. */
  next(): Promise<RunEvent | null>;
  /** What it brought about together with the last one. */
  rest(): readonly RunEvent[];
  answer(call: ToolCallId, answer: string): void;
  /** Ends it where it stands. What the record says was under way then is begun before. */
  stop(): Promise<void>;
}

/** Takes an execution up from what was recorded before, through the same code as ever, over a world that answers from the record. */
export async function replayExecution(of: ReplayedExecution): Promise<ExecutionLife> {
  const { ports, record, phase, execution, before } = of;
  const outbox: RunEvent[] = [];
  const answers = new Map<ToolCallId, (answer: string) => void>();
  const controller = new AbortController();
  let wake = (): void => {};
  const clock = recordedClock(record);
  const { history, answers: given } = await recordedConversation(ports.store, before, execution);
  const world: RecordedWorld = { record, store: ports.store, toolbox: ports.toolbox, asked: () => questionOf(of.state(), phase) };
  const ask = (question: Question, signal: AbortSignal): Promise<string> => {
    const known = question.kind === 'question' ? given.get(question.call) : undefined;
    if (known !== undefined) return Promise.resolve(known);
    if (questionOf(of.state(), phase)?.call !== question.call) outbox.push({ type: 'question-asked', phase, execution, question });
    wake();
    return answerTo(question, signal);
  };
  const answerTo = ({ call }: Question, signal: AbortSignal): Promise<string> => new Promise((resolve, reject) => {
    answers.set(call, resolve);
    signal.addEventListener('abort', () => reject(new Error('Stopped while waiting for an answer.')), { once: true });
  });
  const job = await executionJob(ports.store, { state: of.state(), phase, execution, history, seed: of.state().seed });
  const phasePorts: PhasePorts = {
    models: recordedModels(world, history.messages.length === 0), toolbox: recordedToolbox(world), budget: recordedBudget(record), vendors: recordedVendors(record), steering: recordedSteering(record, () => phaseOf(of.state(), phase)?.steering ?? []), permission: recordedPermission(world), preface: recordedPreface(world, taskText(job)),
    schemas: ports.schemas, ids: ports.ids, redaction: shapesOnly, clock, ask, signal: () => {}, isSuspended: () => false,
  };
  const work = runPhase(phasePorts, job, controller.signal);
  let pulling: Promise<void> | null = null;
  let isOver = false;
  const pull = async (): Promise<void> => {
    const step = await work.next();
    isOver = step.done === true;
    outbox.push(...(step.done ? await endingEvents(of, step.value) : step.value.events));
  };
  const begin = (): Promise<void> => (pulling ??= pull().finally(() => { pulling = null; }));
  return {
    async next() {
      await clock.advance();
      const patience = new AbortController();
      const isStuck = ports.clock.sleep(patienceMs, patience.signal).then(() => 'stuck' as const);
      while (outbox.length === 0 && !isOver) {
        if ((await Promise.race([begin(), isStuck, new Promise<void>((resolve) => { wake = resolve; })])) === 'stuck') break;
      }
      patience.abort(unneeded);
      return outbox.shift() ?? null;
    },
    rest: () => outbox.splice(0),
    answer: (call, answer) => answers.get(call)?.(answer),
    async stop() {
      if (outbox.length === 0 && wasUnderWay(record)) {
        await clock.advance();
        void begin();
        await new Promise((resolve) => setImmediate(resolve));
      }
      controller.abort();
    },
  };
}

/** Something still comes of what went on when it was stopped, other than that it never began. */
function wasUnderWay(record: ExecutionRecord): boolean {
  const next = record.next();
  return next !== undefined && !(next.type === 'tool-finished' && 'text' in next.output && next.output.text === neverBegan);
}

/** A life that brings nothing about for so long waits for something that is not in the record. */
const patienceMs = 10_000;
const unneeded = 'Something came about.';

async function endingEvents({ state, ports, phase, execution, snapshot, changes }: ReplayedExecution, outcome: PhaseOutcome): Promise<PhaseRecord['events']> {
  return (await executionEnding(state(), { phase, execution, outcome }, { ids: ports.ids, redaction: shapesOnly, snapshot: async () => snapshot(), changes })).events;
}

function questionOf(state: RunState, phase: PhaseId): Question | null {
  const situation = phaseOf(state, phase)?.situation;
  return situation?.status === 'waiting' && 'question' in situation.wait ? situation.wait.question : null;
}
