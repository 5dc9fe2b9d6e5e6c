import type { ArtifactRef } from '../model/artifact.ts';
import type { RunEvent } from '../model/fact.ts';
import type { ArtifactId, CheckpointId, ExecutionId, PhaseId } from '../model/ids.ts';
import type { Json } from '../model/json.ts';
import type { PhaseOutcome } from '../phase/runner.ts';
import type { Ids } from '../ports/ids.ts';
import { referencedValues } from '../workflow/paths.ts';
import { phaseOf } from '../workflow/step.ts';
import type { RunState } from '../workflow/state.ts';
import { toPause } from './pauseEvents.ts';
import type { Posting } from './writer.ts';

export interface Finished {
  readonly phase: PhaseId;
  readonly execution: ExecutionId;
}

/** What is recorded when an execution ended; nothing for one that was only suspended. */
export function toRecord(state: RunState, of: Finished, { ids, outcome, snapshot }: { ids: Ids; outcome: PhaseOutcome; snapshot: string | null }): Posting {
  switch (outcome.type) {
    case 'completed':
      return completionRecord(state, of, { ids, data: outcome.data, type: outcome.contract.type, schemaVersion: outcome.contract.schemaVersion, isForced: false, snapshot });
    case 'undecided':
      return { events: [{ type: 'decision-needed', ...of, failure: outcome.failure, raw: outcome.raw, issues: [...outcome.issues] }], texts: outcome.record.texts };
    case 'failed':
      return { events: [{ type: 'phase-failed', ...of, failure: outcome.failure }], texts: [] };
    case 'blocked':
      return { events: [toPause(state.template, outcome.by)], texts: [] };
    case 'suspended':
      return { events: [], texts: [] };
  }
}

export interface Completion {
  readonly ids: Ids;
  readonly data: Json;
  readonly type: string;
  readonly schemaVersion: number;
  readonly isForced: boolean;
  /** Of the workspace's files at this point. */
  readonly snapshot: string | null;
}

/** A phase, or one iteration of a loop phase, has its artifact. A whole phase is also a point to return to. */
export function completionRecord(state: RunState, { phase, execution }: Finished, { ids, data, type, schemaVersion, isForced, snapshot }: Completion): Posting {
  const text = JSON.stringify(data);
  const artifact: ArtifactRef = { id: `${execution}/artifact` as ArtifactId, type, schemaVersion, hash: ids.hash(text), isForced };
  const loop = phaseOf(state, phase)?.loop;
  const done = { phase, execution, artifact, values: referencedValues(state.template, phase, data) };
  const events: readonly RunEvent[] = loop
    ? [{ type: 'iteration-completed', iteration: loop.done.length, ...done }]
    : [{ type: 'phase-completed', ...done }, checkpointOf(phase, execution, snapshot)];
  return { events, texts: [{ hash: artifact.hash, text }] };
}

/** The artifact of a loop phase: the artifacts of its iterations, in order. */
export function collectionRecord(state: RunState, phase: PhaseId, { ids, data, type, snapshot }: Omit<Completion, 'isForced' | 'schemaVersion'>): Posting {
  const text = JSON.stringify(data);
  const current = phaseOf(state, phase);
  // Never given twice, though a rollback brings the same iterations back.
  const base = `${state.id}/${phase}/all-${(current?.executions ?? 0) + (current?.collections ?? 0)}`;
  const isForced = current?.loop?.done.some((artifact) => artifact.isForced) ?? false;
  const schemaVersion = current?.loop?.done[0]?.schemaVersion ?? 1;
  const artifact: ArtifactRef = { id: `${base}/artifact` as ArtifactId, type, schemaVersion, hash: ids.hash(text), isForced };
  const values = referencedValues(state.template, phase, data);
  return { events: [{ type: 'phase-completed', phase, execution: null, artifact, values }, checkpointOf(phase, base, snapshot)], texts: [{ hash: artifact.hash, text }] };
}

export function checkpointOf(phase: PhaseId, base: string, snapshot: string | null): RunEvent {
  return { type: 'checkpoint-taken', phase, checkpoint: `${base}/checkpoint` as CheckpointId, snapshot };
}
