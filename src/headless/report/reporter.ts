import type { RunningCommand } from '../../engine/ports/runningCommands.ts';
import type { LiveSignal } from '../../engine/model/signal.ts';
import type { Advance } from '../../engine/runtime/writer.ts';
import type { RunState } from '../../engine/workflow/state.ts';

/** One way of telling a run as it happens. */
export interface Reporter {
  advanced(advance: Advance): void;
  signalled(signal: LiveSignal): void;
  /** A command that a phase keeps running has started or ended. */
  background(command: RunningCommand): void;
  /** The last word. */
  finished(state: RunState): void;
  dispose(): void;
}
