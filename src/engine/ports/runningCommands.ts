import type { Event } from '../base/emitter.ts';
import type { ExecutionId, PhaseId, RunId } from '../model/ids.ts';
import type { ShellExit } from './shell.ts';

export interface RunningCommand {
  /** Counts up; a model and a person name it by this. */
  readonly id: number;
  readonly title: string;
  readonly run: RunId;
  readonly phase: PhaseId;
  readonly execution: ExecutionId;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** `null` while it runs. */
  readonly exit: ShellExit | null;
}

/** What phases keep running beside their calls, for the person who watches: over all runs of one engine. */
export interface RunningCommands {
  /** Those that run, then the last that ended, each in the order of their start. */
  list(): readonly RunningCommand[];
  /** The end of what it wrote, without what would move a cursor; the model reads on by itself. `undefined` for one that is not known any more. */
  outputOf(id: number): string | undefined;
  /** Ends it with everything it started, on behalf of a person: the model is told so. Resolves when it has ended. */
  stop(id: number): Promise<void>;
  /** One started or ended. What it writes does not count. */
  readonly onDidChange: Event<void>;
}
