import type { PhaseView, RunView } from '../../engine/workflow/runView.ts';

/** The view of a window that owns nothing: it offers no command. */
export function withoutCommands({ seq, run, phases }: RunView): RunView {
  return { seq, run: { ...run, commands: [] }, phases: phases.map(withoutPhaseCommands) };
}

export function withoutPhaseCommands(phase: PhaseView): PhaseView {
  return { ...phase, commands: [] };
}
