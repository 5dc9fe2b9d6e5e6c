import type { RunningCommand } from '../../engine/ports/runningCommands.ts';
import { duration } from './text.ts';

/** How a command that a phase keeps running stands, in one line. */
export function backgroundLine({ id, title, phase, startedAt, exit }: RunningCommand, now: number): string {
  const standing = exit === null ? `running for ${duration(now - startedAt)}` : exit.ending === 'exited' ? `ended with exit code ${exit.exitCode ?? 'unknown'}` : exit.ending === 'not-started' ? `not started: ${exit.problem ?? ''}` : 'stopped';
  return `in the background [${id}] ${title} (${phase}): ${standing}`;
}
