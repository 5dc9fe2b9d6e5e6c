import type { ExecutionStatus } from '../../model/execution.ts';

/** What a fact says about executions; the columns that a kind of fact does not have are `null`. */
export interface Milestone {
  readonly seq: number;
  readonly type: string;
  readonly phase: string | null;
  readonly execution: string | null;
  readonly checkpoint: string | null;
}

/** The kinds of facts that are milestones; how a review finished is told by `review-reviewed` and `review-unavailable`. */
export const milestoneTypes = ['phase-started', 'review-started', 'review-finished', 'phase-completed', 'iteration-completed', 'phase-failed', 'phase-skipped', 'phase-retried', 'run-cancelled', 'checkpoint-taken', 'run-rolled-back'] as const;

type Ending = Extract<ExecutionStatus, 'completed' | 'failed' | 'skipped' | 'rolled_back'>;

const endings: Readonly<Record<string, Ending | undefined>> = { 'phase-completed': 'completed', 'iteration-completed': 'completed', 'phase-failed': 'failed', 'review-reviewed': 'completed', 'review-unavailable': 'failed' };
/** Facts that end whatever the phase, or the run, is still busy with. */
const interventions: Readonly<Record<string, Ending | undefined>> = { 'phase-skipped': 'skipped', 'phase-retried': 'failed', 'run-cancelled': 'failed' };

/**
 * Every execution of a run as it counts at fact `seq`, which a rollback returns to. What happened after it, or in a past that an
 * earlier rollback left, does not count; what was under way begins anew.
 */
export function executionsAt(history: readonly Milestone[], seq: number): ReadonlyMap<string, Ending> {
  const statuses = new Map<string, Ending>();
  /** Executions under way, each with its phase. */
  const busy = new Map<string, string>();
  const spans = liveSpans(history, seq);
  for (const milestone of history) {
    const { type, phase, execution } = milestone;
    const isStart = type === 'phase-started' || type === 'review-started';
    if (isStart && execution !== null) statuses.set(execution, 'rolled_back');
    if (!isLive(spans, milestone.seq)) continue;
    if (isStart && execution !== null && phase !== null) busy.set(execution, phase);
    const ending = endings[type];
    if (ending && execution !== null) statuses.set(execution, ending);
    if (ending && execution !== null) busy.delete(execution);
    const intervention = interventions[type];
    if (!intervention) continue;
    for (const [ended, of] of busy) {
      if (phase !== null && phase !== of) continue;
      statuses.set(ended, intervention);
      busy.delete(ended);
    }
  }
  return statuses;
}

interface Span {
  readonly after: number;
  readonly to: number;
}

/** The stretches of the history that led to a fact, latest first: each rollback on the way leads back to its checkpoint. */
function liveSpans(history: readonly Milestone[], seq: number): readonly Span[] {
  const spans: Span[] = [];
  for (let to = seq; to > 0; ) {
    const rollback = history.findLast((milestone) => milestone.type === 'run-rolled-back' && milestone.seq <= to);
    spans.push({ after: rollback?.seq ?? 0, to });
    to = rollback ? (history.find(({ type, checkpoint }) => type === 'checkpoint-taken' && checkpoint === rollback.checkpoint)?.seq ?? 0) : 0;
  }
  return spans;
}

function isLive(spans: readonly Span[], seq: number): boolean {
  return spans.some(({ after, to }) => seq > after && seq <= to);
}
