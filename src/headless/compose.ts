import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { exchangeFiles } from '../engine/node/exchangeFiles.ts';
import { exchangeLimits } from '../engine/node/exchangeRetention.ts';
import { environmentSecrets } from '../engine/node/environmentSecrets.ts';
import { nodeIds } from '../engine/node/nodeIds.ts';
import { gitSnapshots } from '../engine/node/snapshots/gitSnapshots.ts';
import { tidyExchanges } from '../engine/node/tidyExchanges.ts';
import { systemClock } from '../engine/node/systemClock.ts';
import { outputSchemas } from '../engine/phase/outputSchemas.ts';
import type { Log } from '../engine/ports/log.ts';
import type { Store } from '../engine/ports/store.ts';
import type { LanguageModels } from '../engine/ports/languageModel.ts';
import { languageModels } from '../engine/providers/catalog.ts';
import { recordedModels, recordedProvider } from '../engine/providers/recording/recordedModel.ts';
import { recordingModels } from '../engine/providers/recording/recordingModels.ts';
import { Engine } from '../engine/runtime/engine.ts';
import { unfinishedSince } from '../engine/runtime/unfinishedSince.ts';
import { openReadOnlyStore } from '../engine/storage/openReadOnlyStore.ts';
import { openStore, type StoreOptions } from '../engine/storage/openStore.ts';
import { isWriteProtected } from '../engine/tools/policy/protectedPaths.ts';
import { environmentRedaction } from './environmentRedaction.ts';
import { storeExit } from './exit.ts';
import { modelSettings } from './modelSettings.ts';
import type { Options } from './options.ts';
import { defaultStore, wasmFile } from './places.ts';
import { composePermission } from './permission.ts';
import { composePreface, composeToolbox } from './toolbox.ts';

/** Opens the store of the options; throws `Exit` where it cannot be used. */
export async function openStoreFor(options: Options, log: Log): Promise<Store> {
  const opened = await openStore(storeOptions(options, log));
  if (!opened.ok) throw storeExit(opened.error);
  return opened.value;
}

export function storeOptions(options: Options, log: Log): StoreOptions {
  return { folder: storeFolder(options), wasmPath: wasmFile(), log, clock: systemClock(), ids: nodeIds(), owner: `phasegate command line, process ${process.pid}` };
}

/**
 * Opens the store to look at it, also while another process works with it. One that is not there yet, or older, is opened for writing;
 * of a damaged one the last good copy is shown, and said so.
 */
export async function openStoreToRead(options: Options, log: Log): Promise<Store> {
  const wanted = storeOptions(options, log);
  const opened = await openReadOnlyStore(wanted);
  if (opened.ok) return opened.value;
  const copy = opened.error.type === 'corrupt' ? await openReadOnlyStore(wanted, 'good-copy') : opened;
  if (copy.ok) log.warn(`${opened.error.message} What follows is from that copy.`);
  if (copy.ok) return copy.value;
  if (opened.error.type !== 'unwritable') throw storeExit(opened.error);
  return openStoreFor(options, log);
}

/** Every `new` of the command line: one engine over one store, working in one folder. */
export async function composeEngine(options: Options, { store, workspace, log }: { store: Store; workspace: string; log: Log }): Promise<Engine> {
  const root = await realpath(workspace);
  const schemas = outputSchemas();
  tidyExchanges({ folder: exchangesFolder(options), limits: () => exchangeLimits(options.recordingLimits), unfinishedSince: () => unfinishedSince(store), now: Date.now, log });
  return Engine.open({
    store,
    log,
    models: composeModels(options, log),
    toolbox: await composeToolbox({ root, log, schemas, isTrusted: options.isTrusted, sandbox: options.sandbox, serversMayWrite: options.serversMayWrite }),
    ...(options.isTrusted && { preface: composePreface(root) }),
    permission: await composePermission(options, root),
    schemas,
    redaction: environmentRedaction,
    clock: systemClock(),
    ids: nodeIds(),
    snapshots: gitSnapshots({ workspace: root, folder: path.join(storeFolder(options), 'snapshots'), log, timeLimitMs: snapshotLimitMs, isProtected: isWriteProtected }),
    seed: options.seed,
    maxActiveRuns: 1,
    dayBudget: () => options.dayBudget,
  });
}

/** Every exchange with a model is kept beside the runs; `recorded` answers from them, or from those of another place. */
function composeModels(options: Options, log: Log): LanguageModels {
  const exchanges = exchangeFiles(exchangesFolder(options), log);
  const source = options.recordings === undefined ? exchanges : exchangeFiles(options.recordings, log);
  const hosted = { [recordedProvider]: recordedModels(source, environmentRedaction) };
  const models = languageModels({ secrets: environmentSecrets(process.env), settings: modelSettings(options), log, hosted });
  return recordingModels(models, { exchanges, redaction: environmentRedaction, clock: systemClock() });
}

/** Where every exchange with a model is kept. */
export function exchangesFolder(options: Options): string {
  return path.join(storeFolder(options), 'exchanges');
}

/** A workspace that takes longer to read goes without. */
const snapshotLimitMs = 60_000;

function storeFolder({ store, workspace }: Options): string {
  return store ?? defaultStore(workspace);
}
