import type { FindingDigest, FindingSeverity } from '../model/review.ts';
import type { Disagreement, ReviewerView, ReviewRoundView } from '../model/reviewView.ts';
import { severest } from './reviewDecision.ts';
import { seatName } from './seatName.ts';
import type { ReviewRound, ReviewSeat } from './state.ts';

/** A round of reviews as every face shows it. */
export function toReviewView({ round, seats, decided }: ReviewRound): ReviewRoundView {
  const reviewers = seats.map((seat, index) => toReviewerView(seat, seatName(seats, index)));
  return { round, reviewers, decision: decided?.decision ?? null, message: decided?.message ?? '', disagreements: [...disagreementsOf(reviewers)] };
}

function toReviewerView({ execution, model, modelUsed, outcome }: ReviewSeat, name: string): ReviewerView {
  const base = { name, model: modelUsed ?? model, verdict: null, summary: '', findings: [], failure: null, artifact: null };
  if (!outcome) return { ...base, status: execution ? 'running' : 'waiting' };
  if (outcome.type === 'unavailable') return { ...base, status: 'unavailable', failure: outcome.failure.message };
  const { verdict, summary, findings, artifact } = outcome;
  return { ...base, status: 'reviewed', verdict, summary, findings, artifact };
}

/** Field by field, where the reviewers that gave an opinion do not say the same; gravest first, after the verdict. */
export function disagreementsOf(reviewers: readonly ReviewerView[]): readonly Disagreement[] {
  const opinions = reviewers.filter(({ status }) => status === 'reviewed');
  if (opinions.length < 2) return [];
  const verdicts = new Set(opinions.map(({ verdict }) => verdict));
  const verdict: readonly Disagreement[] = verdicts.size === 1 ? [] : [{ field: 'verdict', says: opinions.map(({ name, verdict: what }) => ({ name, what })) }];
  const fields = [...new Set(opinions.flatMap(({ findings }) => findings.map(({ pointer }) => pointer)))];
  const rows = fields.flatMap((field) => {
    const said = opinions.map(({ name, findings }) => ({ name, finding: gravestAt(findings, field) }));
    const isShared = new Set(said.map(({ finding }) => finding?.severity)).size === 1;
    return isShared ? [] : [{ rank: Math.min(...said.map(({ finding }) => rankOf(finding?.severity))), row: { field, says: said.map(({ name, finding }) => ({ name, what: finding ? `${finding.severity}: ${finding.title}` : null })) } }];
  });
  return [...verdict, ...rows.toSorted((left, right) => left.rank - right.rank).map(({ row }) => row)];
}

function gravestAt(findings: readonly FindingDigest[], field: string): FindingDigest | undefined {
  return findings.filter(({ pointer }) => pointer === field).toSorted((left, right) => rankOf(left.severity) - rankOf(right.severity))[0];
}

function rankOf(severity: FindingSeverity | undefined): number {
  return severity === undefined ? severest.length : severest.indexOf(severity);
}
