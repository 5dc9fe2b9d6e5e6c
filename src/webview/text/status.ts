import type { PhaseView, RunHeader } from '../../engine/workflow/runView.ts';
import type { IconName } from '../icons/paths.ts';

/** The few meanings that have a colour. Colour never stands alone: an icon and a word go with it. */
export type Tone = 'neutral' | 'active' | 'attention' | 'success' | 'danger';

export interface StatusLook {
  readonly label: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

type PhaseStatus = Pick<PhaseView, 'status' | 'wait' | 'reviews' | 'message'>;

const inReview: StatusLook = { label: 'In review', icon: 'search', tone: 'active' };

/** It has begun, and may not write yet. */
const inLine: StatusLook = { label: 'Waits its turn', icon: 'clock', tone: 'neutral' };

const waitLooks: Record<NonNullable<PhaseView['wait']>['reason'], StatusLook> = {
  input: { label: 'Needs answer', icon: 'question', tone: 'attention' },
  approval: { label: 'Needs approval', icon: 'shield', tone: 'attention' },
  decision: { label: 'Needs decision', icon: 'warning', tone: 'attention' },
  'rate-limit': { label: 'Rate limited', icon: 'clock', tone: 'attention' },
};

const phaseLooks: Record<PhaseView['status'], StatusLook> = {
  pending: { label: 'Pending', icon: 'circle', tone: 'neutral' },
  held: { label: 'Ready', icon: 'circle-dot', tone: 'active' },
  running: { label: 'Running', icon: 'spinner', tone: 'active' },
  paused: { label: 'Paused', icon: 'pause', tone: 'attention' },
  waiting: { label: 'Waiting', icon: 'clock', tone: 'attention' },
  completed: { label: 'Completed', icon: 'check', tone: 'success' },
  failed: { label: 'Failed', icon: 'error', tone: 'danger' },
  skipped: { label: 'Skipped', icon: 'skip', tone: 'neutral' },
};

const runLooks: Record<RunHeader['status'], StatusLook> = {
  created: { label: 'Not started', icon: 'circle', tone: 'neutral' },
  running: { label: 'Running', icon: 'spinner', tone: 'active' },
  paused: { label: 'Paused', icon: 'pause', tone: 'attention' },
  completed: { label: 'Completed', icon: 'check', tone: 'success' },
  failed: { label: 'Failed', icon: 'error', tone: 'danger' },
  cancelled: { label: 'Cancelled', icon: 'cancel', tone: 'neutral' },
};

export function statusOf({ status, wait, reviews, message }: PhaseStatus): StatusLook {
  if (status === 'running' && message !== null) return inLine;
  if (status === 'running' && reviews?.at(-1)?.decision === null) return inReview;
  return status === 'waiting' && wait !== null ? waitLooks[wait.reason] : phaseLooks[status];
}

const waitingRun: StatusLook = { label: 'Waiting for you', icon: 'person', tone: 'attention' };

export function runStatusOf({ status, isWaiting }: Pick<RunHeader, 'status' | 'isWaiting'>): StatusLook {
  return status === 'running' && isWaiting ? waitingRun : runLooks[status];
}
