import type { Usage } from '../../engine/model/usage.ts';

export function formatDuration(ms: number): string {
  if (ms > 0 && ms < 1_000) return '<1s';
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${pad(seconds % 60)}s`;
  return `${Math.floor(minutes / 60)}h ${pad(minutes % 60)}m`;
}

/** For tool calls, which are often far below a second. */
export function formatShortDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1_000).toFixed(1)} s` : formatDuration(ms);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

export function formatCount(count: number): string {
  if (count < 1_000) return String(count);
  if (count < 99_950) return `${trimZero((count / 1_000).toFixed(1))}k`;
  if (count < 999_500) return `${Math.round(count / 1_000)}k`;
  return `${trimZero((count / 1_000_000).toFixed(1))}M`;
}

function trimZero(text: string): string {
  return text.endsWith('.0') ? text.slice(0, -2) : text;
}

/** Unknown is said, never shown as zero. */
export function formatTokens({ inputTokens, outputTokens }: Usage): string {
  return inputTokens === null || outputTokens === null ? 'tokens unknown' : `${formatCount(inputTokens + outputTokens)} tokens`;
}

/** Unknown is said, never shown as zero. */
export function formatCost({ costUsd }: Usage): string {
  if (costUsd === null) return 'cost unknown';
  if (costUsd > 0 && costUsd < 0.01) return '<$0.01';
  return `$${costUsd.toFixed(2)}`;
}

function hitRate({ inputTokens, cachedTokens }: Usage): string {
  return inputTokens === null || cachedTokens === null || inputTokens === 0 ? '' : ` (${Math.round((100 * cachedTokens) / inputTokens)} %)`;
}

export function formatUsageDetail(usage: Usage): string {
  const tokens = (label: string, count: number | null) => `${label}: ${count === null ? 'unknown' : count.toLocaleString('en-US')}`;
  return [tokens('Input tokens', usage.inputTokens), `${tokens('of these cached', usage.cachedTokens)}${hitRate(usage)}`, tokens('Output tokens', usage.outputTokens), `Cost: ${usage.costUsd === null ? 'unknown' : `$${usage.costUsd.toFixed(4)}`}`].join('\n');
}

export function formatLoop({ done, total }: { readonly done: number; readonly total: number | null }): string {
  return total === null ? `${done} done` : `${done} of ${total}`;
}

export function formatTime(at: number): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

export function formatBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  return bytes < 1_048_576 ? `${Math.round(bytes / 1_024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
