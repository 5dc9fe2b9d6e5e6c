import type { Redaction } from '../../base/redaction.ts';
import type { ArtifactRef } from '../../model/artifact.ts';
import type { ContentRef } from '../../model/content.ts';
import type { RunEvent } from '../../model/fact.ts';
import type { ArtifactId } from '../../model/ids.ts';
import { textKeeper } from '../../phase/textKeeper.ts';
import type { PhaseOutcome } from '../../phase/runner.ts';
import type { Ids } from '../../ports/ids.ts';
import { graphOf } from '../../workflow/graph.ts';
import { referencedValues } from '../../workflow/paths.ts';
import type { ReviewRound, RunState } from '../../workflow/state.ts';
import { phaseOf } from '../../workflow/step.ts';
import { checkpointOf, type Finished } from '../outcomeEvents.ts';
import type { Posting } from '../writer.ts';

export interface Submitted {
  readonly ids: Ids;
  readonly redaction: Redaction;
  readonly outcome: Extract<PhaseOutcome, { type: 'completed' }>;
  /** What the phase changed in the workspace; `null` where nobody knows, or it changes nothing. */
  readonly changes: string | null;
}

export function isReviewed({ template }: RunState, { phase }: Pick<Finished, 'phase'>): boolean {
  return graphOf(template).byId.get(phase)?.review !== undefined;
}

/** A valid artifact goes to its reviewers. */
export function reviewRequest(state: RunState, { phase, execution }: Finished, { ids, redaction, outcome, changes }: Submitted): Posting {
  const { data, contract, said } = outcome;
  const texts = textKeeper({ ids, redaction });
  const keep = (text: string | null): ContentRef | null => (text === null ? null : texts.keep(text));
  const text = JSON.stringify(data);
  const round = 1 + (phaseOf(state, phase)?.reviews.length ?? 0);
  const artifact: ArtifactRef = { id: `${execution}/artifact` as ArtifactId, type: contract.type, schemaVersion: contract.schemaVersion, hash: ids.hash(text), isForced: false };
  const event: RunEvent = {
    type: 'review-requested', phase, execution, round, artifact,
    values: referencedValues(state.template, phase, data),
    raw: texts.keep(JSON.stringify(data, null, 2)),
    changes: keep(changes === null ? null : redaction.all(changes)),
    answer: keep(round === 1 || said === '' ? null : said),
  };
  return { events: [event], texts: [{ hash: artifact.hash, text }, ...texts.take()] };
}

/** The phase, or one iteration of it, ends with what its reviewers let pass. */
export function reviewedCompletion(state: RunState, { phase, execution }: Finished, { round, snapshot }: { readonly round: ReviewRound; readonly snapshot: string | null }): Posting {
  const { artifact, values } = round;
  const loop = phaseOf(state, phase)?.loop;
  const done = { phase, execution, artifact, values: { ...values } };
  const events: readonly RunEvent[] = loop
    ? [{ type: 'iteration-completed', iteration: loop.done.length, ...done }]
    : [{ type: 'phase-completed', ...done }, checkpointOf(phase, execution, snapshot)];
  return { events, texts: [] };
}

/** The round whose reviewers sent the artifact back, while its author works on the answer. */
export function roundToAnswer(state: RunState, { phase }: Pick<Finished, 'phase'>): ReviewRound | null {
  const round = phaseOf(state, phase)?.reviews.at(-1);
  return round?.decided?.decision === 'revise' ? round : null;
}
