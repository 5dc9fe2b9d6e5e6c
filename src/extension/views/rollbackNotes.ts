import type { Fact } from '../../engine/model/fact.ts';
import type { CheckpointId, PhaseId } from '../../engine/model/ids.ts';
import type { StreamEntry } from '../../webview/protocol.ts';

type Note = Extract<StreamEntry, { type: 'note' }>;

/** Facts about a phase that a rollback to before them takes back. */
const work: ReadonlySet<string> = new Set(['phase-started', 'iteration-completed', 'phase-completed', 'phase-failed', 'phase-skipped']);

/** Says in a phase's stream that the work above does not count any more, or counts again. To be told every fact of the run, in order. */
export class RollbackNotes {
  readonly #phase: PhaseId;
  readonly #checkpoints = new Map<CheckpointId, number>();
  /** Number of the last fact that a rollback could take back; 0 for none. */
  #worked = 0;
  #isTakenBack = false;

  constructor(phase: PhaseId) {
    this.#phase = phase;
  }

  add({ seq, at, event }: Fact): Note | undefined {
    if (event.type === 'checkpoint-taken') this.#checkpoints.set(event.checkpoint, seq);
    if ('phase' in event && event.phase === this.#phase && work.has(event.type)) {
      this.#worked = seq;
      this.#isTakenBack = false;
    }
    if (event.type !== 'run-rolled-back') return undefined;
    const isBehind = this.#worked > (this.#checkpoints.get(event.checkpoint) ?? 0);
    if (isBehind === this.#isTakenBack) return undefined;
    this.#isTakenBack = isBehind;
    return { type: 'note', id: `fact-${seq}`, at, level: 'warning', text: isBehind ? `${event.message} What this phase did since then does not count any more.` : 'The rollback was undone: the work above counts again.' };
  }
}
