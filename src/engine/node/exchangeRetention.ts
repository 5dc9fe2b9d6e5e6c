import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** How much is kept of the exchanges with models; absent where there is no limit. */
export interface ExchangeLimits {
  readonly ageMs?: number;
  readonly bytes?: number;
}

const dayMs = 86_400_000;

/** What a person says: zero is no limit. */
export function exchangeLimits({ days, megabytes }: { readonly days: number; readonly megabytes: number }): ExchangeLimits {
  return { ...(days > 0 && { ageMs: days * dayMs }), ...(megabytes > 0 && { bytes: megabytes * 1_000_000 }) };
}

export const defaultRetention = { days: 90, megabytes: 1_000 } as const;

export interface ExchangesKept {
  readonly files: number;
  readonly bytes: number;
  /** Milliseconds since 1970; `null` where there are none. */
  readonly oldestAt: number | null;
}

export interface Pruning {
  readonly limits: ExchangeLimits;
  /** Exchanges from then on belong to runs that are not finished, and stay; `null` where there are none. */
  readonly unfinishedSince: number | null;
  readonly nowMs: number;
  /** Only says what would go. */
  readonly isDryRun?: boolean;
}

export interface Pruned {
  readonly removed: Omit<ExchangesKept, 'oldestAt'>;
  readonly kept: ExchangesKept;
}

export async function exchangesIn(folder: string): Promise<ExchangesKept> {
  return summaryOf(await filesIn(folder));
}

/** Removes what is too old, then the oldest until the rest fits. Files of other names are left alone; one that another process removed first is gone either way. */
export async function pruneExchanges(folder: string, { limits, unfinishedSince, nowMs, isDryRun = false }: Pruning): Promise<Pruned> {
  const all = (await filesIn(folder)).toSorted((left, right) => left.startedAt - right.startedAt);
  let excess = all.reduce((sum, { bytes }) => sum + bytes, 0) - (limits.bytes ?? Infinity);
  const gone = new Set<ExchangeFile>();
  for (const file of all) {
    if (unfinishedSince !== null && file.startedAt >= unfinishedSince) break;
    if (nowMs - file.startedAt <= (limits.ageMs ?? Infinity) && excess <= 0) break;
    gone.add(file);
    excess -= file.bytes;
  }
  if (!isDryRun) for (const { name } of gone) await rm(name, { force: true });
  const { oldestAt: _, ...removed } = summaryOf([...gone]);
  return { removed, kept: summaryOf(all.filter((file) => !gone.has(file))) };
}

interface ExchangeFile {
  readonly name: string;
  readonly startedAt: number;
  readonly bytes: number;
}

function summaryOf(files: readonly ExchangeFile[]): ExchangesKept {
  const oldestAt = files.reduce((oldest, { startedAt }) => Math.min(oldest, startedAt), Infinity);
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0), oldestAt: files.length === 0 ? null : oldestAt };
}

async function filesIn(folder: string): Promise<readonly ExchangeFile[]> {
  const found: ExchangeFile[] = [];
  for (const place of await readdir(folder).catch(() => [])) {
    if (!/^[0-9a-f]{2}$/.test(place)) continue;
    const names = await readdir(path.join(folder, place)).catch(() => []);
    found.push(...(await Promise.all(names.map((name) => fileOf(path.join(folder, place, name))))).flatMap((file) => file ?? []));
  }
  return found;
}

/** `<position>-<milliseconds>-<random>.json.gz`, also where it was never finished (`.tmp`). */
async function fileOf(name: string): Promise<ExchangeFile | undefined> {
  const [, startedAt] = /[/\\][0-9a-f]{64}-(\d{14})-[0-9a-f]{8}\.json\.gz(?:\.tmp)?$/.exec(name) ?? [];
  const stats = startedAt === undefined ? undefined : await stat(name).catch(() => undefined);
  return stats?.isFile() ? { name, startedAt: Number(startedAt), bytes: stats.size } : undefined;
}
