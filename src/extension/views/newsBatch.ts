import type { Disposable } from '../../engine/base/disposable.ts';

/** What came meanwhile, for a view that is told at most once per interval: at once after a pause, and at once when something must not wait. */
export class NewsBatch<T> implements Disposable {
  readonly #intervalMs: number;
  readonly #deliver: () => void;
  #items: T[] = [];
  #timer: NodeJS.Timeout | undefined;
  #lastMs = -Infinity;

  /** `deliver` is expected to `take` what there is. */
  constructor(intervalMs: number, deliver: () => void) {
    this.#intervalMs = intervalMs;
    this.#deliver = deliver;
  }

  get items(): readonly T[] {
    return this.#items;
  }

  add(item: T, { isUrgent }: { readonly isUrgent: boolean }): void {
    this.#items.push(item);
    const waitMs = isUrgent ? 0 : this.#lastMs + this.#intervalMs - performance.now();
    if (waitMs <= 0) this.#now();
    else this.#timer ??= setTimeout(() => this.#now(), waitMs);
  }

  /** All that came, in order. */
  take(): readonly T[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #now(): void {
    this.dispose();
    this.#lastMs = performance.now();
    this.#deliver();
  }
}
