import type { RunId, Timestamp } from '../model/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { RunState } from '../workflow/state.ts';

export interface WakeupPorts {
  readonly clock: Clock;
  /** Answers whether the run went on, or need not; otherwise it is asked again after a while. */
  readonly wake: (run: RunId) => Promise<boolean>;
}

/** How often the clock on the wall is looked at, because timers stand still while the machine sleeps, and a run tries again that others keep from going on. */
const lookEveryMs = 90_000;
/** No pause is longer, so a time further away comes from a clock that was set back. */
const longestMs = 86_400_000;

/**
 * Wakes paused runs at their time. A clock that is set back makes nothing late, because the time that passes is measured as well;
 * one that is set forward, or a machine that slept, wakes them at once.
 */
export class Wakeups {
  readonly #ports: WakeupPorts;
  readonly #armed = new Map<RunId, { readonly at: Timestamp; readonly stop: AbortController }>();

  constructor(ports: WakeupPorts) {
    this.#ports = ports;
  }

  /** Arms or disarms the wake-up of a run as its state says. */
  follow({ id, situation }: Pick<RunState, 'id' | 'situation'>): void {
    const at = situation.status === 'paused' ? situation.resumeAt : undefined;
    if (at === undefined) this.#disarm(id);
    else this.arm(id, at);
  }

  arm(run: RunId, at: Timestamp): void {
    if (this.#armed.get(run)?.at === at) return;
    this.#disarm(run);
    const stop = new AbortController();
    this.#armed.set(run, { at, stop });
    void this.#watch(run, at, stop.signal);
  }

  dispose(): void {
    for (const run of this.#armed.keys()) this.#disarm(run);
  }

  #disarm(run: RunId): void {
    this.#armed.get(run)?.stop.abort('Not waited for any more.');
    this.#armed.delete(run);
  }

  async #watch(run: RunId, at: Timestamp, signal: AbortSignal): Promise<void> {
    const { clock, wake } = this.#ports;
    const dueMs = clock.monotonicMs() + Math.min(longestMs, Math.max(0, at - clock.now()));
    const leftMs = (): number => Math.min(dueMs - clock.monotonicMs(), at - clock.now());
    for (let left = leftMs(); left > 0 && !signal.aborted; left = leftMs()) await clock.sleep(Math.min(left, lookEveryMs), signal);
    while (!signal.aborted && !(await wake(run))) await clock.sleep(lookEveryMs, signal);
    if (!signal.aborted) this.#disarm(run);
  }
}
