import type { PhaseId } from '../../engine/model/ids.ts';
import type { PhaseView } from '../../engine/workflow/runView.ts';
import type { ViewState } from './viewState.ts';

const interest: readonly PhaseView['status'][] = ['waiting', 'failed', 'running', 'paused', 'held'];

/** The phase that most wants to be looked at: one that needs a person, else one at work, else the one that ended last. */
export function phaseOfInterest({ shape, phases }: Pick<ViewState, 'shape' | 'phases'>): PhaseId | null {
  const views = shape.flatMap(({ id }) => phases[id] ?? []);
  for (const status of interest) {
    const found = views.find((phase) => phase.status === status);
    if (found) return found.id;
  }
  const ended = views.filter(({ endedAt }) => endedAt !== null).toSorted((left, right) => (right.endedAt ?? 0) - (left.endedAt ?? 0));
  return (ended[0] ?? views[0])?.id ?? null;
}

/** Whom to select when the view follows the run: the present selection while it is at work or waits for a person. */
export function phaseToFollow(state: Pick<ViewState, 'shape' | 'phases' | 'selected'>): PhaseId | null {
  const current = state.selected === null ? undefined : state.phases[state.selected];
  const isBusy = current?.status === 'waiting' || (current?.status === 'running' && !isAnyWaiting(state));
  return isBusy ? state.selected : phaseOfInterest(state);
}

function isAnyWaiting({ phases }: Pick<ViewState, 'phases'>): boolean {
  return Object.values(phases).some(({ status, wait }) => status === 'waiting' && wait?.reason !== 'rate-limit');
}
