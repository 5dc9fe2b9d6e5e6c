import type { StoreProblem } from '../engine/ports/store.ts';

/** The exit codes that scripts may rely on. */
export const exitCodes = { completed: 0, failed: 1, usage: 2, waiting: 3, owned: 4, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends the program with a message for a person. */
export class Exit extends Error {
  override readonly name = 'Exit';
  readonly code: ExitCode;

  constructor(code: ExitCode, message: string) {
    super(message);
    this.code = code;
  }
}

export function badUsage(message: string): Exit {
  return new Exit(exitCodes.usage, message);
}

export function storeExit(problem: StoreProblem): Exit {
  return new Exit(problem.type === 'owned' ? exitCodes.owned : exitCodes.usage, problem.message);
}
