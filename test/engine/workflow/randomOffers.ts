import type { RunEvent } from '../../../src/engine/model/fact.ts';
import type { CheckpointId, ExecutionId, PhaseId, RunId, ToolCallId } from '../../../src/engine/model/ids.ts';
import type { Json } from '../../../src/engine/model/json.ts';
import type { RunState } from '../../../src/engine/workflow/state.ts';
import { executionOf } from '../../../src/engine/workflow/step.ts';
import { reviewNews, submission } from './randomReviews.ts';
import { answering, artifactRef, asking, completion, failing, retrying, skipping, undecided } from './fixtures.ts';

/** Events that are recorded together or not at all. */
export type Posting = readonly RunEvent[];

const shortage = { scope: 'run', phase: 'p0' as PhaseId, unit: 'tokens', cap: 1, spent: 1, needed: 1 } as const;

/** Whatever a person or a host might send to a run, legal or not. */
export function commands(state: RunState): readonly Posting[] {
  const phases = Object.keys(state.phases);
  return [
    [{ type: 'run-started' }], [{ type: 'run-started' }], [{ type: 'run-continued' }], [{ type: 'run-continued' }],
    [{ type: 'run-paused', reason: 'user', message: '' }],
    [{ type: 'run-paused', reason: 'budget', message: '', shortage }],
    [{ type: 'run-paused', reason: 'rate-limit', message: '', resumeAt: 1 }],
    [{ type: 'run-resumed' }], [{ type: 'run-resumed' }], [{ type: 'run-resumed', by: 'clock' }],
    [{ type: 'model-set', model: 'other' }],
    [{ type: 'auto-set', isAuto: true }], [{ type: 'auto-set', isAuto: false }], [{ type: 'run-cancelled' }],
    [{ type: 'budget-raised', scope: 'run', budget: { tokens: 2 } }],
    ...phases.flatMap((id): readonly Posting[] => [[retrying(id)], [retrying(id)], [skipping(id)], [{ type: 'steering-given', phase: id as PhaseId, text: 'A word.' }]]),
    ...state.template.phases.flatMap(({ id, review }): readonly Posting[] => (review ? Array.from({ length: 6 }, () => [{ type: 'review-retried', phase: id }]) : [])),
    ...state.checkpoints.map(({ checkpoint }): Posting => rollingBack(state, checkpoint)),
    ...(state.checkpoints.length > 0 ? [rollingBack(state, 'nowhere' as CheckpointId)] : []),
  ];
}

function rollingBack(state: RunState, checkpoint: CheckpointId): Posting {
  const safety = `before-${state.seq}` as CheckpointId;
  return [{ type: 'checkpoint-taken', phase: null, checkpoint: safety, snapshot: 'files' }, { type: 'run-rolled-back', checkpoint, safety, message: '' }];
}

/** What the work under way might report next. `value` becomes what conditions and loops ask about. */
export function outcomes(state: RunState, value: number): readonly Posting[] {
  if (state.situation.status === 'created') return [[{ type: 'run-started' }]];
  if (state.restoring) return [[{ type: 'files-restored', checkpoint: state.restoring.checkpoint, changed: 1, skipped: [], problem: null }]];
  return Object.entries(state.phases).flatMap(([id, { situation }]): readonly Posting[] => {
    if (situation.status === 'collecting') return [completing(state, id, value), [{ ...failingCollect, phase: id as PhaseId }]];
    const execution = executionOf(situation);
    if (!execution) return [];
    if (situation.status === 'reviewing') return reviewNews(state, { phase: id as PhaseId, values: valuesOf(id, value) }, value).map((event) => [event]);
    if (situation.status === 'running' && isReviewed(state, id)) return [...Array.from({ length: 3 }, (): Posting => [submission(state, { phase: id as PhaseId, values: valuesOf(id, value) })]), ...unfinished(state, id, { execution, value })];
    return [completing(state, id, value), completing(state, id, value), completing(state, id, value), ...unfinished(state, id, { execution, value })];
  });
}

const failingCollect = { type: 'phase-failed', execution: null, failure: { kind: 'internal', message: 'broke', isRetryable: false } } as const;

function valuesOf(id: string, value: number): Record<string, Json> {
  return { [`${id}.n`]: value, ...(value !== 1 && { [`${id}.items`]: Array.from({ length: value }, (_, index) => index) }) };
}

function isReviewed({ template }: RunState, id: string): boolean {
  return template.phases.some((phase) => phase.id === id && phase.review !== undefined);
}

function completing(state: RunState, id: string, value: number): Posting {
  const completed = completion(state, id, valuesOf(id, value));
  if (completed.type !== 'phase-completed') return [completed];
  const checkpoint: RunEvent = { type: 'checkpoint-taken', phase: completed.phase, checkpoint: `${id}-${state.seq}` as CheckpointId, snapshot: value > 1 ? 'files' : null };
  return [{ ...completed, artifact: { ...completed.artifact, isForced: value === 3 } }, checkpoint];
}

function unfinished(state: RunState, id: string, { execution, value }: { execution: ExecutionId; value: number }): readonly Posting[] {
  const phase = id as PhaseId;
  const call = `${id}/call` as ToolCallId;
  return [
    [failing(state, id)], [undecided(state, id)], [asking(state, id, value > 1 ? 'approval' : 'question')], [answering(state, id)],
    [{ type: 'tool-started', phase, execution, call, turn: 1, name: 'read_file', input: { text: '{}' } }],
    [{ type: 'tool-finished', phase, execution, call, outcome: 'ok', output: { text: '' }, durationMs: 1 }],
  ];
}

/** A fork begins with phases that its parent had finished: the first of the template, as far as they need no others. */
export function adoptions(state: RunState, count: number): readonly Posting[] {
  return state.template.phases.slice(0, count).map(({ id }) => [{ type: 'phase-adopted', phase: id, from: 'parent' as RunId, artifact: artifactRef(`${id}-adopted`), values: { [`${id}.n`]: count, [`${id}.items`]: [0, 1] } }]);
}
