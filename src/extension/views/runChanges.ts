import type { PhaseView } from '../../engine/workflow/runView.ts';
import type { RunState } from '../../engine/workflow/state.ts';
import { toPhaseView, viewContext } from '../../engine/workflow/toPhaseView.ts';

/** Besides the situations of phases, what bears on what a phase allows. */
const shifting = ['situation', 'isHeld', 'checkpoints', 'restoring'] as const satisfies readonly (keyof RunState)[];

/**
 * The phases that look different after than before. While only texts and counters move, these are the phases whose own
 * state moved; once any situation changes, what other phases allow may change with it, so all of them are sent.
 */
export function changedPhases(before: RunState, after: RunState): readonly PhaseView[] {
  const context = viewContext(after);
  const isShifted = shifting.some((key) => before[key] !== after[key]) || after.template.phases.some(({ id }) => before.phases[id]?.situation !== after.phases[id]?.situation);
  const changed = after.template.phases.filter(({ id }) => isShifted || before.phases[id] !== after.phases[id]);
  return changed.map((definition) => toPhaseView(after, definition, context));
}
