import type { PhaseView } from '../../engine/workflow/runView.ts';
import type { IconName } from '../icons/paths.ts';
import type { ToHost } from '../protocol.ts';

export type PhaseAction = Extract<ToHost, { type: 'phase-command' }>['command'];

export interface PhaseActionLook {
  readonly command: PhaseAction;
  readonly label: string;
  readonly title: string;
  readonly icon: IconName;
}

const looks = {
  retry: { command: 'retry', label: 'Retry', title: 'Run the phase again', icon: 'retry' },
  'retry-with-model': { command: 'retry-with-model', label: 'Retry with another model…', title: 'Choose a model, then run the phase again', icon: 'swap' },
  'edit-and-accept': { command: 'edit-and-accept', label: 'Edit and accept…', title: 'Correct the output in the JSON editor; saving checks and accepts it', icon: 'edit' },
  'force-accept': { command: 'force-accept', label: 'Accept as it is', title: 'Take the output although it does not validate; it is marked as forced', icon: 'check' },
  skip: { command: 'skip', label: 'Skip', title: 'Go on without this phase', icon: 'skip' },
} as const satisfies Record<PhaseAction, PhaseActionLook>;

/** The buttons of a phase: what the engine allows now. There is nothing to accept unless something was offered. */
export function phaseActionsOf({ commands, wait }: Pick<PhaseView, 'commands' | 'wait'>): readonly PhaseActionLook[] {
  const hasOffer = wait?.reason === 'decision' && wait.raw !== null;
  return [
    ...(commands.includes('retry') ? [looks.retry, looks['retry-with-model']] : []),
    ...(commands.includes('accept') ? [looks['edit-and-accept']] : []),
    ...(commands.includes('accept') && hasOffer ? [looks['force-accept']] : []),
    ...(commands.includes('skip') ? [looks.skip] : []),
  ];
}
