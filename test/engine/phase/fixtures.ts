import { shapesOnly } from '../../../src/engine/base/redaction.ts';
import { err, ok } from '../../../src/engine/base/result.ts';
import { failed } from '../../../src/engine/model/failure.ts';
import type { RunEvent } from '../../../src/engine/model/fact.ts';
import type { ExecutionId, PhaseId, RunId } from '../../../src/engine/model/ids.ts';
import type { LiveSignal } from '../../../src/engine/model/signal.ts';
import { newConversation, type PhaseJob } from '../../../src/engine/phase/job.ts';
import { outputSchemas } from '../../../src/engine/phase/outputSchemas.ts';
import { type PhaseOutcome, type PhasePorts, runPhase } from '../../../src/engine/phase/runner.ts';
import type { LanguageModel, LanguageModels } from '../../../src/engine/ports/languageModel.ts';
import type { Tool, Toolbox } from '../../../src/engine/ports/tool.ts';
import { knownVendors, unlimited } from '../agent/callPorts.ts';
import { allowAll } from '../agent/fakeTools.ts';
import { type ManualClock, manualClock } from '../agent/manualClock.ts';
import { countingIds } from './countingIds.ts';

/** An output that needs a title of at least three characters. */
export const noteOutput = {
  type: 'note',
  schema: { type: 'object', properties: { title: { type: 'string', minLength: 3 } }, required: ['title'], additionalProperties: false },
} as const;

export function phaseJobOf(change: Partial<PhaseJob> = {}): PhaseJob {
  return {
    run: 'run' as RunId, phase: 'plan' as PhaseId, execution: 'run/plan/1' as ExecutionId, title: 'Plan', prompt: 'Plan it.', inputs: {}, output: noteOutput, tools: ['read_file'],
    limits: { timeoutMs: 900_000, maxTurns: 10, attempts: 3 }, model: 'balanced', seed: 1, history: newConversation, steered: 0, sentBack: null,
    ...change,
  };
}

export function onlyModel(model: LanguageModel): LanguageModels {
  return { resolve: async (reference) => (reference === 'missing' ? err(failed('not-found', 'There is no such model.')) : ok(model)) };
}

export function toolboxOf(...tools: readonly Tool[]): Toolbox {
  return { find: (name) => tools.find((tool) => tool.name === name) };
}

export interface PhaseRun {
  readonly outcome: PhaseOutcome;
  readonly events: readonly RunEvent[];
  readonly signals: readonly LiveSignal[];
}

export interface PhaseSetup extends Partial<PhasePorts> {
  readonly model: LanguageModel;
  readonly clock?: ManualClock;
  readonly tools?: readonly Tool[];
  readonly abort?: AbortSignal;
  readonly onEvent?: (event: RunEvent) => void;
}

/** Runs one phase to its end. */
export async function runPhaseToEnd(job: PhaseJob, { model, tools = [], abort = new AbortController().signal, onEvent = () => {}, clock = manualClock(), ...ports }: PhaseSetup): Promise<PhaseRun> {
  const events: RunEvent[] = [];
  const signals: LiveSignal[] = [];
  const phase = runPhase({
    models: onlyModel(model), toolbox: toolboxOf(...tools), permission: allowAll, schemas: outputSchemas(), clock, vendors: knownVendors(clock), ids: countingIds(), redaction: shapesOnly,
    budget: unlimited, steering: { given: () => [] }, ask: async () => 'Allow', signal: (signal) => signals.push(signal), isSuspended: () => false,
    ...ports,
  }, job, abort);
  for (let step = await phase.next(); ; step = await phase.next()) {
    if (step.done) return { outcome: step.value, events, signals };
    events.push(...step.value.events);
    step.value.events.forEach(onEvent);
  }
}
