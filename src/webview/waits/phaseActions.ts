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
  review: { command: 'review', label: 'Ask reviewers again', title: 'Ask those reviewers again who gave no opinion', icon: 'question' },
  'edit-and-accept': { command: 'edit-and-accept', label: 'Edit and accept…', title: 'Correct the output in the JSON editor; saving checks and accepts it', icon: 'edit' },
  'force-accept': { command: 'force-accept', label: 'Accept as it is', title: 'Take the output although it does not validate; it is marked as forced', icon: 'check' },
  'roll-back': { command: 'roll-back', label: 'Roll back to here…', title: 'Take run and files back to the end of this phase; shows first what would change', icon: 'undo' },
  fork: { command: 'fork', label: 'Fork from here…', title: 'Begin another run that takes over this phase and what led to it', icon: 'fork' },
  skip: { command: 'skip', label: 'Skip', title: 'Go on without this phase', icon: 'skip' },
} as const satisfies Record<PhaseAction, PhaseActionLook>;

/** The buttons of a phase: what the engine allows now. There is nothing to accept unless something was offered. */
export function phaseActionsOf({ commands, wait, loop, failure }: Pick<PhaseView, 'commands' | 'wait' | 'loop' | 'failure'>): readonly PhaseActionLook[] {
  const hasOffer = wait?.reason === 'decision' && wait.raw !== null;
  return [
    ...(commands.includes('review') ? [looks.review] : []),
    ...(commands.includes('retry') ? [{ ...looks.retry, ...retryOf(loop, failure) }, looks['retry-with-model']] : []),
    ...(commands.includes('accept') ? [looks['edit-and-accept']] : []),
    ...(commands.includes('accept') && hasOffer ? [{ ...looks['force-accept'], ...(wait.failure.kind === 'review-rejected' && { title: 'Take the output although reviewers object; it is valid' }) }] : []),
    ...(commands.includes('skip') ? [looks.skip] : []),
    ...(commands.includes('rollback') ? [looks['roll-back']] : []),
    ...(commands.includes('fork') ? [looks.fork] : []),
  ];
}

/** A loop goes on with the item that failed; the finished ones stay. */
function retryOf(loop: PhaseView['loop'], failure: PhaseView['failure']): Partial<PhaseActionLook> {
  if (!loop || (loop.total !== null && loop.done >= loop.total)) return {};
  const item = failure?.kind === 'loop-limit' ? loop.done : loop.done + 1;
  return item === 0 ? {} : { label: `Retry item ${item}`, title: `Run item ${item} again; finished items stay` };
}
