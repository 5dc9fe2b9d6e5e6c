import { type ExchangesKept, exchangeLimits, exchangesIn, pruneExchanges, type Pruned } from '../../engine/node/exchangeRetention.ts';
import { unfinishedSince } from '../../engine/runtime/unfinishedSince.ts';
import { exchangesFolder, openStoreToRead } from '../compose.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { stderrLog } from '../log.ts';
import type { Options } from '../options.ts';
import { print } from './inspect.ts';

/** `phasegate store prune`: removes old recordings, as every run does by itself; those of runs that are not over stay. */
export async function pruneCommand(options: Options): Promise<ExitCode> {
  const { isDryRun } = options;
  const folder = exchangesFolder(options);
  const pruned = await pruneExchanges(folder, { limits: exchangeLimits(options.recordingLimits), unfinishedSince: await unfinishedIn(options), nowMs: Date.now(), isDryRun });
  print(options, { type: 'recordings', folder, isDryRun, ...pruned }, () => prunedLine(pruned, isDryRun));
  return exitCodes.completed;
}

async function unfinishedIn(options: Options): Promise<number | null> {
  const store = await openStoreToRead(options, stderrLog(options));
  try {
    return await unfinishedSince(store);
  } finally {
    await store.close();
  }
}

function prunedLine({ removed, kept }: Pruned, isDryRun: boolean): string {
  return `${removed.files} recordings ${isDryRun ? 'would be' : 'were'} removed (${megabytes(removed.bytes)}). ${keptLine(kept)}`;
}

/** What there is of recordings, for `store check`. */
export async function recordingsIn(options: Options): Promise<ExchangesKept> {
  return exchangesIn(exchangesFolder(options));
}

export function keptLine({ files, bytes, oldestAt }: ExchangesKept): string {
  const since = oldestAt === null ? '' : `, the oldest of ${new Date(oldestAt).toISOString()}`;
  return `Recordings of exchanges with models: ${files} (${megabytes(bytes)}${since}).`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
