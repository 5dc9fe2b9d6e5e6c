import { assert } from '../base/assert.ts';
import type { Fact } from '../model/fact.ts';
import type { ArtifactId, PhaseId } from '../model/ids.ts';
import { advance } from './replay.ts';
import type { ReviewRound } from './state.ts';
import { initialState } from './transition.ts';

/**
 * The rounds of reviews that an artifact went through, oldest first, each as it stood last: also those of an attempt that was made
 * anew or rolled back since, of which the run's present state knows nothing any more.
 */
export function reviewsOfArtifact(facts: readonly Fact[], { id, phase }: { readonly id: ArtifactId; readonly phase: PhaseId }): readonly ReviewRound[] {
  const [first, ...rest] = facts;
  assert(first, 'a run has at least one fact');
  const rounds = new Map<number, ReviewRound>();
  let state = initialState(first);
  for (const fact of rest) {
    state = advance(state, fact);
    for (const round of state.phases[phase]?.reviews ?? []) if (round.artifact.id === id) rounds.set(round.round, round);
  }
  return [...rounds.values()].toSorted((left, right) => left.round - right.round);
}
