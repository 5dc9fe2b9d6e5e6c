const dayMs = 86_400_000;

/**
 * Milliseconds to wait according to `retry-after` (RFC 9110: seconds or a date) or `retry-after-ms`, at most a day.
 * A date counts from the response's own `date`, so that a wrong clock here does not matter.
 */
export function readRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const milliseconds = headers.get('retry-after-ms')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(milliseconds)) return capWait(Number(milliseconds));

  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return capWait(Number(value) * 1_000);

  const until = Date.parse(value);
  const from = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(until) ? undefined : capWait(until - (Number.isNaN(from) ? nowMs : from));
}

export function capWait(ms: number): number {
  return Math.min(Math.max(0, ms), dayMs);
}
