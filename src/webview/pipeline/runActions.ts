import type { AllowedCommand, RunHeader } from '../../engine/workflow/runView.ts';
import type { IconName } from '../icons/paths.ts';

export type RunAction = 'start' | 'continue' | 'raise-budget' | 'resume' | 'pause' | 'cancel' | 'roll-back';

export interface RunActionLook {
  readonly command: RunAction;
  readonly label: string;
  readonly icon: IconName;
  readonly title: string;
  /** The one way on; the others are asides. */
  readonly isPrimary: boolean;
}

const looks: readonly RunActionLook[] = [
  { command: 'start', label: 'Start', icon: 'play', title: 'Start the run', isPrimary: true },
  { command: 'continue', label: 'Continue', icon: 'step', title: 'Start the phases that are ready', isPrimary: true },
  { command: 'raise-budget', label: 'Raise Budget…', icon: 'budget', title: 'Set a higher cap and go on', isPrimary: true },
  { command: 'resume', label: 'Resume', icon: 'play', title: 'Go on where the run was paused', isPrimary: true },
  { command: 'pause', label: 'Pause', icon: 'pause', title: 'Pause after the turns in progress', isPrimary: false },
  { command: 'roll-back', label: 'Roll Back…', icon: 'undo', title: 'Take run and files back to a checkpoint; shows first what would change', isPrimary: false },
  { command: 'cancel', label: 'Cancel', icon: 'stop', title: 'End the run; finished phases keep their artifacts', isPrimary: false },
];

/** The buttons of a run: what the engine allows now, in the order of use. */
export function runActionsOf({ commands }: Pick<RunHeader, 'commands'>): readonly RunActionLook[] {
  const allowed = new Set<AllowedCommand>(commands);
  const offered = looks.filter(({ command }) => allowed.has(command === 'roll-back' ? 'rollback' : command));
  // Resuming with the same budget would pause again.
  return allowed.has('raise-budget') ? offered.map((look) => (look.command === 'resume' ? { ...look, isPrimary: false } : look)) : offered;
}
