import { join } from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../engine/base/disposable.ts';
import { type Redaction, redaction } from '../engine/base/redaction.ts';
import { err, ok, type Result } from '../engine/base/result.ts';
import { exchangeFiles } from '../engine/node/exchangeFiles.ts';
import { nodeFiles } from '../engine/node/nodeFiles.ts';
import { nodeIds } from '../engine/node/nodeIds.ts';
import { nodeShell } from '../engine/node/nodeShell.ts';
import { sandboxedShell } from '../engine/node/sandbox.ts';
import { gitSnapshots } from '../engine/node/snapshots/gitSnapshots.ts';
import { tidyExchanges } from '../engine/node/tidyExchanges.ts';
import { systemClock } from '../engine/node/systemClock.ts';
import { outputSchemas } from '../engine/phase/outputSchemas.ts';
import type { Files } from '../engine/ports/files.ts';
import type { Permission, Toolbox } from '../engine/ports/tool.ts';
import type { OutputSchemas } from '../engine/ports/outputSchemas.ts';
import type { Snapshots } from '../engine/ports/snapshots.ts';
import type { LanguageModels } from '../engine/ports/languageModel.ts';
import type { Log } from '../engine/ports/log.ts';
import type { Store, StoreProblem } from '../engine/ports/store.ts';
import { languageModels } from '../engine/providers/catalog.ts';
import { recordedModels, recordedProvider } from '../engine/providers/recording/recordedModel.ts';
import { recordingModels } from '../engine/providers/recording/recordingModels.ts';
import { Engine } from '../engine/runtime/engine.ts';
import { unfinishedSince } from '../engine/runtime/unfinishedSince.ts';
import { openReadOnlyStore } from '../engine/storage/openReadOnlyStore.ts';
import { openStore, type StoreOptions } from '../engine/storage/openStore.ts';
import { isWriteProtected } from '../engine/tools/policy/protectedPaths.ts';
import { Focus } from './focus.ts';
import { channelLog } from './host/channelLog.ts';
import { editorLogins } from './host/logins.ts';
import { editorInputs, type InputStorage } from './host/serverInputs.ts';
import { settingsPermission } from './host/settingsPermission.ts';
import { editorModels } from './host/editorModel/editorModels.ts';
import { findRipgrep } from './host/ripgrep.ts';
import { type KeyRing, keyRing } from './host/secrets.ts';
import { terminalShell } from './host/terminalShell.ts';
import { vscodeFiles } from './host/vscodeFiles.ts';
import { WorkspaceFolders } from './host/workspaceFolders.ts';
import { usableModelConfiguration } from './providers/configuration.ts';
import { recordProviders } from './providers/recordProviders.ts';
import { watchModelConfiguration } from './providers/watchModelConfiguration.ts';
import { dayBudget, modelSettings, readSettings, recordingLimits } from './settings.ts';
import { composeMcp, type McpServers } from './mcp.ts';
import { Runs } from './runs.ts';
import { canonicalFolder, storeFolder, storeOptions } from './storePlace.ts';
import { type TemplateLibrary, templateLibrary } from './templateLibrary.ts';
import { libraryPlaces } from './templates/libraryPlaces.ts';
import { composePreface, composeToolbox } from './toolbox.ts';
import { Attention } from './views/attention.ts';
import { RunContext } from './views/runContext.ts';
import { StatusBar } from './views/statusBar.ts';

/** The offline model would be done before anyone has looked. */
const rehearsalPauseMs = 25;

/** A workspace that takes longer to read goes without. */
const snapshotLimitMs = 60_000;

/** Everything that lives as long as the engine. */
export interface Composition {
  readonly engine: Engine;
  readonly store: Store;
  readonly runs: Runs;
  readonly focus: Focus;
  readonly templates: TemplateLibrary;
  readonly schemas: OutputSchemas;
  readonly keys: KeyRing;
  /** Of every key of the key ring, and of what looks like one. */
  readonly redaction: Redaction;
  readonly models: LanguageModels;
  readonly snapshots: Snapshots;
  readonly files: Files;
  readonly toolbox: Toolbox;
  readonly permission: Permission;
  readonly mcp: McpServers;
  /** Where answers for MCP servers are kept. */
  readonly inputs: InputStorage;
  readonly log: Log;
  /** The canonical workspace folder. */
  readonly workspace: string;
  /** Nothing can be changed from here: another process owns the store, or what is shown is the last good copy of a damaged one. */
  readonly isReadOnly: boolean;
  /** Why it is read-only. */
  readonly problem: StoreProblem | null;
  close(): Promise<void>;
}

export interface ComposeOptions {
  readonly context: vscode.ExtensionContext;
  readonly folder: vscode.WorkspaceFolder;
  readonly channel: vscode.LogOutputChannel;
  /** Not satisfied with looking on while another process owns the store. */
  readonly mustOwn: boolean;
}

/** Every `new` of the extension, once. */
export async function compose({ context, folder, channel, mustOwn }: ComposeOptions): Promise<Result<Composition, StoreProblem>> {
  const workspace = await canonicalFolder(folder);
  const keys = keyRing(context.secrets);
  await keys.recall();
  const hidden = redaction(() => keys.known);
  const log = channelLog(channel, hidden);
  const [clock, ids, schemas] = [systemClock(), nodeIds(), outputSchemas()];
  const opened = await openAny({ ...storeOptions(context, workspace), log }, mustOwn);
  if (!opened.ok) return opened;
  const { store, problem } = opened.value;

  const disposables = new DisposableStore();
  const shell = disposables.add(terminalShell(sandboxedShell(nodeShell({}), { root: workspace, mode: () => readSettings().sandbox })));
  const folders = disposables.add(new WorkspaceFolders(workspace));
  await folders.read();
  const files = vscodeFiles(await nodeFiles(workspace), () => folders.current);
  const snapshots = gitSnapshots({ workspace, folder: join(storeFolder(context, workspace), 'snapshots'), log, timeLimitMs: snapshotLimitMs, isProtected: isWriteProtected });
  const recordings = join(storeFolder(context, workspace), 'exchanges');
  const exchanges = exchangeFiles(recordings, log);
  const hosted = { editor: editorModels, [recordedProvider]: recordedModels(exchanges, hidden) };
  const models = recordingModels(languageModels({ secrets: keys, settings: modelSettings((signal) => clock.sleep(rehearsalPauseMs, signal)), log, hosted }), { exchanges, redaction: hidden, clock });
  const inputs: InputStorage = { keys, values: context.globalState, workspace };
  const mcp = composeMcp(files, log, { inputs: editorInputs(inputs), logins: editorLogins(inputs) });
  const toolbox = composeToolbox({ workspace, files, shell, ripgrepPath: await findRipgrep(vscode.env.appRoot), schemas, log, mcp: mcp.source });
  const permission = settingsPermission({ workspace, files, parserFiles: { runtime: context.asAbsolutePath('dist/web-tree-sitter.wasm'), grammar: context.asAbsolutePath('dist/tree-sitter-bash.wasm') } });
  const engine = await Engine.open({
    store,
    models,
    toolbox,
    preface: composePreface(files),
    permission,
    schemas, clock, ids, log,
    redaction: hidden,
    snapshots,
    seed: clock.now() % 2 ** 31,
    maxActiveRuns: readSettings().maxActiveRuns,
    dayBudget: () => dayBudget(readSettings()),
  });
  if (!store.isReadOnly) {
    const record = (): Promise<void> => recordProviders(store, usableModelConfiguration());
    await record();
    disposables.add(watchModelConfiguration(log, record));
    disposables.add(tidyExchanges({ folder: recordings, limits: () => recordingLimits(readSettings()), unfinishedSince: () => unfinishedSince(store), now: () => clock.now(), log }));
  }
  const runs = new Runs(engine, store);
  const focus = disposables.add(new Focus(runs, context.workspaceState));
  await focus.restore();
  const templates = templateLibrary(libraryPlaces(context, workspace));
  disposables.add(new StatusBar(focus));
  disposables.add(new RunContext(focus, store.isReadOnly));
  disposables.add(new Attention(engine, focus));

  const close = async (): Promise<void> => {
    disposables.dispose();
    await engine.close();
  };
  return ok({ engine, store, runs, focus, templates, schemas, keys, redaction: hidden, models, snapshots, files, toolbox, permission, mcp, inputs, log, workspace, isReadOnly: store.isReadOnly, problem, close });
}

interface Opened {
  readonly store: Store;
  readonly problem: StoreProblem | null;
}

/** As its writer; else, where another process is that, as a reader; of a damaged one, the last good copy. */
async function openAny(options: StoreOptions, mustOwn: boolean): Promise<Result<Opened, StoreProblem>> {
  const owned = await openStore(options);
  if (owned.ok) return ok({ store: owned.value, problem: null });
  const { error } = owned;
  if (mustOwn || (error.type !== 'owned' && error.type !== 'corrupt')) return err(error);
  const view = await openReadOnlyStore(options, error.type === 'owned' ? 'store' : 'good-copy');
  return view.ok ? ok({ store: view.value, problem: error }) : err(error);
}
