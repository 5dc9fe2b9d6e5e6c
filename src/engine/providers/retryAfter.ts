const dayMs = 86_400_000;

/**
 * Milliseconds to wait according to `retry-after` (RFC 9110: seconds or a date) or `retry-after-ms`, at most a day.
 * A date counts from the response's own `date`, so that a wrong clock here does not matter.
 */
export function readRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const milliseconds = headers.get('retry-after-ms')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(milliseconds)) return clamp(Number(milliseconds));

  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return clamp(Number(value) * 1_000);

  const until = Date.parse(value);
  const from = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(until) ? undefined : clamp(until - (Number.isNaN(from) ? nowMs : from));
}

function clamp(ms: number): number {
  return Math.min(Math.max(0, ms), dayMs);
}
