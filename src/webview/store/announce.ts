import type { PhaseView } from '../../engine/workflow/runView.ts';
import { statusOf } from '../text/status.ts';
import type { ViewState } from './viewState.ts';

/** One sentence per phase whose status a person would want to hear of; empty when there is none. */
export function describeChanges(before: ViewState['phases'], after: readonly PhaseView[]): string {
  return after
    .filter((phase) => before[phase.id] !== undefined && before[phase.id]?.status !== phase.status)
    .map((phase) => `${phase.name}: ${statusOf(phase).label}.`)
    .join(' ');
}
