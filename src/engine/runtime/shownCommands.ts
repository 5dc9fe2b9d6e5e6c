import type { Redaction } from '../base/redaction.ts';
import type { RunningCommands } from '../ports/runningCommands.ts';

/** The same without secrets: what a person sees may be copied and passed on. */
export function shownCommands(commands: RunningCommands, redaction: Redaction): RunningCommands {
  return {
    list: () => commands.list().map((command) => ({ ...command, title: redaction.all(command.title) })),
    outputOf: (id) => {
      const output = commands.outputOf(id);
      return output && redaction.all(output);
    },
    stop: (id) => commands.stop(id),
    onDidChange: commands.onDidChange,
  };
}
