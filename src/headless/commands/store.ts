import type { GoodCopy, LossWindow } from '../../engine/ports/store.ts';
import { checkStore, type StoreReport } from '../../engine/storage/recovery/checkStore.ts';
import { restoreStore } from '../../engine/storage/recovery/restoreStore.ts';
import { storeOptions } from '../compose.ts';
import { badUsage, Exit, type ExitCode, exitCodes, storeExit } from '../exit.ts';
import { stderrLog } from '../log.ts';
import type { Options } from '../options.ts';
import { print } from './inspect.ts';
import { keptLine, pruneCommand, recordingsIn } from './pruneRecordings.ts';

/** `phasegate store check | restore [--force] | prune [--dry-run]`. */
export function storeCommand(options: Options): Promise<ExitCode> {
  const [, action] = options.words;
  if (action === 'check') return check(options);
  if (action === 'restore') return restore(options);
  if (action === 'prune') return pruneCommand(options);
  throw badUsage('Say what to do: phasegate store check, phasegate store restore, or phasegate store prune');
}

async function check(options: Options): Promise<ExitCode> {
  const { folder, ...rest } = storeOptions(options, stderrLog(options));
  const report = await checkStore({ folder, ...rest });
  const recordings = await recordingsIn(options);
  print(options, { type: 'store', folder, ...report, recordings }, () => [...headlines(folder, report), ...copyLines(report), keptLine(recordings)].join('\n'));
  return report.status === 'sound' || isNew(report) ? exitCodes.completed : exitCodes.failed;
}

function isNew({ status, goodCopy }: StoreReport): boolean {
  return status === 'absent' && goodCopy === null;
}

function headlines(folder: string, report: StoreReport): readonly string[] {
  if (isNew(report)) return [`There is no store in ${folder} yet.`];
  const { status, problems, runs, facts } = report;
  if (status === 'sound') return [`The store in ${folder} is sound: ${runs} runs, ${facts} facts.`];
  return [`The store in ${folder} is ${status}:`, ...problems.map((problem) => `  ${problem}`)];
}

function copyLines({ status, goodCopy, loss, quarantined }: StoreReport): readonly string[] {
  const kept = quarantined.map((path) => `Kept from an earlier restore: ${path}`);
  if (!goodCopy) return ['There is no good copy of it yet; one is taken while it is used.', ...kept];
  const canHelp = loss && (status === 'damaged' || status === 'absent');
  return [copyLine(goodCopy), ...(canHelp ? [...lossLines(loss), 'To put the copy in its place: phasegate store restore'] : []), ...kept];
}

function copyLine({ takenAt, runs, facts }: GoodCopy): string {
  return `Its last good copy is of ${toText(takenAt)}: ${runs.length} runs, ${facts} facts.`;
}

function lossLines({ from, until, runs }: LossWindow): readonly string[] {
  if (runs === null) return [`Restoring it loses what was recorded from ${toText(from)} to ${toText(until)}; the damaged file does not tell what that was.`];
  if (runs.length === 0) return ['Restoring it loses no fact that the damaged file still tells of.'];
  return [`Restoring it loses what was recorded from ${toText(from)} to ${toText(until)}:`, ...runs.map(({ id, lostFacts }) => `  run ${id}: ${lostFacts} facts`)];
}

function toText(time: number): string {
  return new Date(time).toISOString();
}

async function restore(options: Options): Promise<ExitCode> {
  const wanted = storeOptions(options, stderrLog(options));
  const { status, problems } = await checkStore(wanted);
  if (!options.isForced && status !== 'damaged' && status !== 'absent') throw new Exit(exitCodes.usage, `Nothing was restored: ${reasonAgainst(status, problems)} With --force its last good copy takes its place all the same.`);
  const restored = await restoreStore(wanted);
  if (!restored.ok) throw storeExit(restored.error);
  const { copy, loss, quarantined } = restored.value;
  print(options, { type: 'store-restored', folder: wanted.folder, goodCopy: copy, loss, quarantined }, () => [
    `The good copy of ${toText(copy.takenAt)} is now the store in ${wanted.folder}: ${copy.runs.length} runs, ${copy.facts} facts.`,
    ...(loss.runs?.map(({ id, lostFacts }) => `  lost of run ${id}: ${lostFacts} facts`) ?? []),
    ...quarantined.map((path) => `Kept: ${path}`),
    'Runs that were under way are paused. Look at the workspace before you resume them.',
  ].join('\n'));
  return exitCodes.completed;
}

function reasonAgainst(status: StoreReport['status'], problems: readonly string[]): string {
  if (status === 'sound') return 'the store is sound.';
  if (status === 'newer') return `${problems.at(-1)}; update Phasegate to open it.`;
  return `the database is sound, and a copy of it does not bring back what is missing beside it (${problems[0]}).`;
}
