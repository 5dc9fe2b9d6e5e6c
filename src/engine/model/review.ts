import * as z from 'zod';
import { artifactRef } from './artifact.ts';
import { failure } from './failure.ts';

/**
 * What a phase's reviews decide:
 *
 * - `advisory`: nothing; they are recorded and shown.
 * - `gate`: every reviewer must approve. One objection stops the phase, and so does a reviewer who gave no opinion.
 * - `consensus`: more than half of the reviewers gave an opinion, and none of them rejects it or names a blocker.
 * - `{ consensus: k }`: at least `k` reviewers approve.
 */
export const reviewPolicy = z.union([
  z.enum(['advisory', 'gate', 'consensus']),
  z.strictObject({ consensus: z.number().int().min(1).describe('How many of the reviewers must approve') }),
]);
export type ReviewPolicy = z.infer<typeof reviewPolicy>;

export const reviewDefinition = z.strictObject({
  by: z.array(z.string().min(1)).min(1).max(10).describe('Who reviews: roles or aliases such as reviewer, or provider/model'),
  policy: reviewPolicy.describe('advisory: shown only; gate: all must approve; consensus: nobody blocks; {"consensus": 2}: so many must approve'),
});
export type ReviewDefinition = z.infer<typeof reviewDefinition>;

export const reviewVerdict = z.enum(['approve', 'request-changes', 'reject']);
export type ReviewVerdict = z.infer<typeof reviewVerdict>;

/** Mildest first. */
export const findingSeverity = z.enum(['info', 'minor', 'major', 'blocker']);
export type FindingSeverity = z.infer<typeof findingSeverity>;

/** A finding as run state knows it; `detail` is cut where it is long, and whole in the review's own artifact. */
export const findingDigest = z.strictObject({
  id: z.string(),
  severity: findingSeverity,
  /** JSON pointer into the reviewed artifact, `''` for the whole. */
  pointer: z.string(),
  title: z.string(),
  detail: z.string(),
});
export type FindingDigest = z.infer<typeof findingDigest>;

/** What became of one review: an opinion, or the reason why there is none. */
export const reviewOutcome = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('reviewed'), artifact: artifactRef, verdict: reviewVerdict, summary: z.string(), findings: z.array(findingDigest) }),
  z.strictObject({ type: z.literal('unavailable'), failure }),
]);
export type ReviewOutcome = z.infer<typeof reviewOutcome>;
export type ReviewOpinion = Extract<ReviewOutcome, { type: 'reviewed' }>;

/** `revise`: the author may answer once. `stopped`: a person decides. */
export const reviewDecision = z.enum(['passed', 'revise', 'stopped']);
export type ReviewDecision = z.infer<typeof reviewDecision>;
