import { useNow } from '../store/clock.ts';
import { formatDuration } from '../text/format.ts';

/** How long it takes until a run goes on by itself; ticks, and is not read aloud each second. */
export function Countdown({ until }: { readonly until: number }) {
  const leftMs = until - useNow();
  return <span className="number" role="timer" aria-live="off">{leftMs > 0 ? `Goes on in ${formatDuration(leftMs)}` : 'Goes on now'}</span>;
}
