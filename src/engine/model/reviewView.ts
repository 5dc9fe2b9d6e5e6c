import * as z from 'zod';
import { artifactRef } from './artifact.ts';
import { findingDigest, reviewDecision, reviewVerdict } from './review.ts';

/** One reviewer of a round, as every face shows it. */
export const reviewerView = z.strictObject({
  /** Unlike that of any other reviewer of the round. */
  name: z.string(),
  /** `provider/model` that answered, or what was asked for; `null` until it begins. */
  model: z.string().nullable(),
  status: z.enum(['waiting', 'running', 'reviewed', 'unavailable']),
  verdict: reviewVerdict.nullable(),
  summary: z.string(),
  findings: z.array(findingDigest),
  /** Why there is no opinion. */
  failure: z.string().nullable(),
  artifact: artifactRef.nullable(),
});
export type ReviewerView = z.infer<typeof reviewerView>;

/** A field about which reviewers say different things. */
export const disagreement = z.strictObject({
  /** `verdict`, or a JSON pointer into the reviewed artifact; `''` is the whole of it. */
  field: z.string(),
  /** One for each reviewer with an opinion, in their order; `null` for one that found nothing there. */
  says: z.array(z.strictObject({ name: z.string(), what: z.string().nullable() })),
});
export type Disagreement = z.infer<typeof disagreement>;

/** One look of all reviewers at an artifact of a phase. */
export const reviewRoundView = z.strictObject({
  round: z.number().int().min(1),
  reviewers: z.array(reviewerView),
  decision: reviewDecision.nullable(),
  /** Who said what, and what that means; empty while they look. */
  message: z.string(),
  disagreements: z.array(disagreement),
});
export type ReviewRoundView = z.infer<typeof reviewRoundView>;
