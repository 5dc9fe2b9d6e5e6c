import { useSyncExternalStore } from 'react';

/** One clock for every elapsed time on the page; it stands still while nobody looks at it. */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = Date.now();
    timer = setInterval(tick, 1_000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function readNow(): number {
  return now;
}

/** The present in milliseconds, renewed every second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, readNow);
}
