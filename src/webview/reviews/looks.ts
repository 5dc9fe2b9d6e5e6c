import type { FindingSeverity, ReviewVerdict } from '../../engine/model/review.ts';
import type { ReviewerView, ReviewRoundView } from '../../engine/model/reviewView.ts';
import type { StatusLook, Tone } from '../text/status.ts';

const verdicts: Readonly<Record<ReviewVerdict, StatusLook>> = {
  approve: { label: 'Approves', icon: 'check', tone: 'success' },
  'request-changes': { label: 'Asks for changes', icon: 'edit', tone: 'attention' },
  reject: { label: 'Rejects it', icon: 'error', tone: 'danger' },
};

const statuses: Readonly<Record<Exclude<ReviewerView['status'], 'reviewed'>, StatusLook>> = {
  waiting: { label: 'Waiting', icon: 'circle', tone: 'neutral' },
  running: { label: 'Looks at it', icon: 'spinner', tone: 'active' },
  unavailable: { label: 'Unavailable', icon: 'warning', tone: 'attention' },
};

export function reviewerLook({ status, verdict }: Pick<ReviewerView, 'status' | 'verdict'>): StatusLook {
  if (status !== 'reviewed') return statuses[status];
  return verdicts[verdict ?? 'approve'];
}

export const severityTone: Readonly<Record<FindingSeverity, Tone>> = { blocker: 'danger', major: 'attention', minor: 'neutral', info: 'neutral' };

const decisions = { passed: 'The reviewers let it pass', revise: 'The author answers', stopped: 'You decide' } as const;

/** How a round stands, in a few words: who approved, who did not, who gave no opinion. */
export function decisionText({ decision, reviewers }: Pick<ReviewRoundView, 'decision' | 'reviewers'>): string {
  const count = (fits: (reviewer: ReviewerView) => boolean): number => reviewers.filter(fits).length;
  const approving = count(({ verdict }) => verdict === 'approve');
  const unavailable = count(({ status }) => status === 'unavailable');
  const open = count(({ status }) => status === 'running' || status === 'waiting');
  const parts = [`${approving} of ${reviewers.length} approve`, ...(unavailable > 0 ? [`${unavailable} unavailable`] : []), ...(open > 0 ? [`${open} still looking`] : [])];
  return `${decision ? `${decisions[decision]}: ` : ''}${parts.join(', ')}`;
}
