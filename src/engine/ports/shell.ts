/** A program to run in the workspace. `argv` runs as it is; `script` is given to the system shell. */
export interface ShellCommand {
  readonly program: { readonly argv: readonly [string, ...string[]] } | { readonly script: string };
  /** Absolute. */
  readonly cwd: string;
  readonly timeoutMs: number;
  /** Output kept in memory and returned; the rest is counted and dropped from the middle. */
  readonly outputLimitBytes: number;
  /** A program of the engine's own choice, with arguments it composed itself. */
  readonly isOwn?: true;
  /** Shown to the person watching. */
  readonly title: string;
  /** Added to the fixed environment. Set by a tool's own code, never from a model's input. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface ShellExit {
  readonly ending: 'exited' | 'timeout' | 'cancelled' | 'not-started';
  /** From the process alone; `null` unless it exited by itself. */
  readonly exitCode: number | null;
  /** Standard output and error as they came, decoded as UTF-8. */
  readonly output: string;
  readonly totalBytes: number;
  readonly isTruncated: boolean;
  /** Why it did not start, or which signal ended it. */
  readonly problem?: string;
}

/**
 * Runs programs, each in its own process group with a fixed environment and closed standard input.
 * Never rejects; when it resolves, no process of the group is left.
 */
export interface Shell {
  run(command: ShellCommand, onOutput: (text: string) => void, signal: AbortSignal): Promise<ShellExit>;
}
