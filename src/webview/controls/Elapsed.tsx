import { useNow } from '../store/clock.ts';
import { formatDuration } from '../text/format.ts';

interface Span {
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

/** Ticks while it has no end. */
export function Elapsed({ startedAt, endedAt }: Span) {
  if (startedAt === null) return null;
  return endedAt === null ? <Ticking startedAt={startedAt} /> : <span className="number">{formatDuration(endedAt - startedAt)}</span>;
}

function Ticking({ startedAt }: { readonly startedAt: number }) {
  return <span className="number">{formatDuration(useNow() - startedAt)}</span>;
}
