import type { Issue } from '../model/artifact.ts';
import type { FindingSeverity, ReviewDecision, ReviewOpinion, ReviewPolicy } from '../model/review.ts';
import { seatName } from './seatName.ts';
import type { ReviewRound, ReviewSeat } from './state.ts';

export interface Decided {
  readonly decision: ReviewDecision;
  /** For a person: who said what, and what that means. */
  readonly message: string;
}

const newsMessage = 'You wrote meanwhile; the author is told.';

/** The author answers once; after that a person decides. */
const answers = 1;

/**
 * What follows from the reviews of a round, once all have ended. An opinion that is missing never counts as approval (SPEC R13).
 * `hasNews`: a person wrote to the phase meanwhile, and its author is told before it ends.
 */
export function decideReview(policy: ReviewPolicy, { seats, round, hasNews = false }: Pick<ReviewRound, 'seats' | 'round'> & { readonly hasNews?: boolean }): Decided {
  const message = tally(seats);
  if (isMet(policy, seats)) return hasNews ? { decision: 'revise', message: `${message} ${newsMessage}` } : { decision: 'passed', message };
  const reason = `${message} ${shortfall(policy, seats)}`;
  const mayAnswer = round <= answers && opinionsOf(seats).some(isObjection);
  return { decision: mayAnswer ? 'revise' : 'stopped', message: reason };
}

function isMet(policy: ReviewPolicy, seats: readonly ReviewSeat[]): boolean {
  const opinions = opinionsOf(seats);
  if (policy === 'advisory') return true;
  if (policy === 'gate') return opinions.length === seats.length && !opinions.some(isObjection);
  if (policy === 'consensus') return 2 * opinions.length > seats.length && !opinions.some(isBlocking);
  return opinions.filter((opinion) => !isObjection(opinion)).length >= policy.consensus;
}

function shortfall(policy: ReviewPolicy, seats: readonly ReviewSeat[]): string {
  if (policy === 'gate') return 'The gate needs the approval of all.';
  if (typeof policy === 'object') return `${policy.consensus} of ${seats.length} must approve.`;
  return opinionsOf(seats).some(isBlocking) ? 'There is no consensus while one rejects it or names a blocker.' : 'A consensus needs the opinion of more than half of the reviewers.';
}

export function opinionsOf(seats: readonly ReviewSeat[]): readonly ReviewOpinion[] {
  return seats.flatMap(({ outcome }) => (outcome?.type === 'reviewed' ? [outcome] : []));
}

function isObjection(opinion: ReviewOpinion): boolean {
  return opinion.verdict !== 'approve' || isBlocking(opinion);
}

function isBlocking({ verdict, findings }: ReviewOpinion): boolean {
  return verdict === 'reject' || findings.some(({ severity }) => severity === 'blocker');
}

function firstSentence(text: string): string {
  return text.split(/\.(?:\s|$)/)[0] ?? '';
}

const verdictWords = { approve: 'approves', 'request-changes': 'asks for changes', reject: 'rejects it' } as const;

/** `deep approves; reviewer asks for changes (1 blocker, 2 minor); gemini is unavailable: No key is set.` */
function tally(seats: readonly ReviewSeat[]): string {
  const parts = seats.map(({ outcome }, index) => {
    const name = seatName(seats, index);
    return outcome?.type === 'reviewed' ? `${name} ${verdictWords[outcome.verdict]}${counts(outcome)}` : `${name} is unavailable${outcome ? `: ${firstSentence(outcome.failure.message)}` : ''}`;
  });
  return `${parts.join('; ')}.`;
}

/** Gravest first. */
export const severest: readonly FindingSeverity[] = ['blocker', 'major', 'minor', 'info'];

function counts({ findings }: ReviewOpinion): string {
  const parts = severest.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/** The findings as reasons at their places, the most severe first: what stands beside the artifact where a person decides. */
export function issuesOf({ seats }: Pick<ReviewRound, 'seats'>): readonly Issue[] {
  const findings = seats.flatMap(({ outcome }, index) => (outcome?.type === 'reviewed' ? outcome.findings.map((finding) => ({ reviewer: seatName(seats, index), ...finding })) : []));
  return findings
    .toSorted((left, right) => severest.indexOf(left.severity) - severest.indexOf(right.severity))
    .map(({ reviewer, severity, pointer, title, detail }) => ({ pointer, message: `${severity}, ${reviewer}: ${title}. ${detail}` }));
}
