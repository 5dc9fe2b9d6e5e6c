import type { Disposable } from '../../engine/base/disposable.ts';
import type { RunningCommand, RunningCommands } from '../../engine/ports/runningCommands.ts';

/** Tells of each command that a phase keeps running when it starts, and when it has ended. */
export function backgroundChanges(commands: RunningCommands, tell: (command: RunningCommand) => void): Disposable {
  const told = new Map<number, boolean>();
  return commands.onDidChange(() => {
    for (const command of commands.list()) {
      const hasEnded = command.exit !== null;
      if (told.get(command.id) === hasEnded) continue;
      told.set(command.id, hasEnded);
      tell(command);
    }
  });
}
