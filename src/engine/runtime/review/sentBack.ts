import { review as reviewSchema, type Review } from '../../model/artifacts/review.ts';
import { submitArtifactTool } from '../../model/toolName.ts';
import type { RunStore } from '../../ports/store.ts';
import { seatName } from '../../workflow/seatName.ts';
import type { ReviewRound, ReviewSeat } from '../../workflow/state.ts';

/** What the author is told of a round that sent its artifact back: every opinion in whole, and what to do. */
export async function sentBackText(store: RunStore, { seats }: ReviewRound): Promise<string> {
  const reviews = await Promise.all(seats.map((seat) => reviewOf(store, seat)));
  const opinions = seats.flatMap((_seat, index) => {
    const review = reviews[index];
    return review ? [opinionText(seatName(seats, index), review)] : [];
  });
  return [
    'The artifact is valid, and this is what its reviewers say of it. Findings name the place in the artifact first.',
    ...opinions,
    `You answer now. Check each finding: change what is right, in the workspace too if need be, and keep what is not. Then call ${submitArtifactTool} again with the complete artifact, and say before that call, for each finding, what you changed or why you did not. The same artifact may be submitted again.`,
  ].join('\n\n');
}

/** A review in whole; `null` where the reviewer gave no opinion. */
export async function reviewOf(store: RunStore, { outcome }: ReviewSeat): Promise<Review | null> {
  const artifact = outcome?.type === 'reviewed' ? await store.artifact(outcome.artifact.id) : undefined;
  const parsed = artifact && reviewSchema.safeParse(artifact.data);
  return parsed?.success ? parsed.data : null;
}

export function opinionText(name: string, { verdict, summary, findings }: Review): string {
  const lines = findings.map(({ pointer, severity, title, detail, suggestion }) => `${pointer || '/'}: ${severity}: ${title}. ${detail}${suggestion === undefined ? '' : ` Suggestion: ${suggestion}`}`);
  return [`## ${name}: ${verdict}`, summary, ...lines].join('\n');
}
