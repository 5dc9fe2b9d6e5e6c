import type { Event } from '../base/emitter.ts';
import type { Result } from '../base/result.ts';

export interface ServerCommand {
  readonly argv: readonly [string, ...string[]];
  /** Absolute. */
  readonly cwd: string;
  /** Added to the fixed environment, which holds no keys. */
  readonly environment: Readonly<Record<string, string>>;
  /** Even in a sandbox that has none. */
  readonly needsNetwork?: boolean;
}

/** A program that is talked to over its standard streams for as long as it lives. */
export interface ServerProcess {
  /** Standard output, as it comes. */
  readonly onOutput: Event<Uint8Array>;
  /** Once, when the program has ended by itself or was ended: how, for a person. Fires at once for late listeners. */
  readonly onEnd: Event<string>;
  /** Resolves when the text is on its way; rejects when the program takes no more. */
  write(text: string): Promise<void>;
  /** The end of what it wrote to standard error, for a person. */
  errorText(): string;
  /** Resident memory of the program and everything it started, where the system tells. */
  memoryBytes(): Promise<number | null>;
  /** Closes its input, asks it to end, then kills it with everything it started. Resolves when nothing is left. */
  end(): Promise<void>;
}

/** Starts programs in process groups of their own. Ends what an earlier program of ours left behind. */
export interface ServerProcesses {
  /** The error says why it did not start. */
  start(command: ServerCommand): Promise<Result<ServerProcess, string>>;
}
