import { gitCommand } from './gitCommands.ts';
import { lookingProgram } from './lookingPrograms.ts';

/** Whether a command, once a rule allows it, changes nothing and runs nothing else: so what comes after it is as it was looked at. */
export function onlyLooks(argv: readonly string[]): boolean {
  const [program = ''] = argv;
  if (program !== 'git') return program === 'sed' || lookingProgram(program) !== undefined;
  const command = gitCommand(argv, () => false);
  return command === null || (typeof command !== 'string' && command.name !== 'add' && command.name !== 'commit');
}
