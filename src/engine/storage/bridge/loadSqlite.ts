import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Database, SqlJsStatic } from 'sql.js';
import initSqlJs from 'sql.js/dist/sql-wasm-browser.js';
import { errno } from './errno.ts';
import { type Bridge, fileCalls, pathCalls } from './fileCalls.ts';
import { type ImportName, nameImports, wasmProblem } from './knownBuild.ts';
import { Mounts } from './mounts.ts';
import { OpenFiles } from './openFiles.ts';
import { WasmMemory } from './wasmMemory.ts';

type ImportObject = Record<string, WebAssembly.ImportFunction>;

/** SQLite, able to open real files. */
export interface Sqlite {
  /** Opens or creates the file; `null` is a new database in memory. Errors of a damaged file come with the first query, not here. */
  open(path: string | null): Database;
  /** Lets go of a file without a last write to it, as a killed process would. What was opened of it is unusable afterwards. */
  abandon(path: string): void;
  /** How often a file was forced to disk since the start. */
  syncCount(): number;
}

let loading: Promise<Sqlite> | undefined;

/**
 * Loads the published sql.js once per process, its file calls bridged to Node's `fs` through `instantiateWasm`, the hook
 * that Emscripten documents for it. Of its two wrappers around the same wasm file it is the one without Node code of its own,
 * which needs no `require` or `__dirname` and so fits into a bundle. Rejects when the wasm file or the program is not the build the bridge knows.
 */
export function loadSqlite(wasmPath: string): Promise<Sqlite> {
  loading ??= load(wasmPath);
  return loading;
}

async function load(wasmPath: string): Promise<Sqlite> {
  const bytes = await readFile(wasmPath);
  const problem = wasmProblem(createHash('sha256').update(bytes).digest('hex'));
  if (problem) throw unknownBuild(wasmPath, problem);
  const module = await WebAssembly.compile(bytes);

  let memory: WasmMemory | undefined;
  let syncs = 0;
  const bridge: Bridge = { memory: () => (memory ??= new WasmMemory(exportedMemory(instance))), mounts: new Mounts(), files: new OpenFiles(), onSync: () => { syncs += 1; } };
  let instance: WebAssembly.Instance | undefined;
  const program = await new Promise<SqlJsStatic>((resolve, reject) => {
    const instantiateWasm = (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void): WebAssembly.Exports => {
      try {
        instance = new WebAssembly.Instance(module, bridged(imports, bridge, wasmPath));
        done(instance);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
      return {};
    };
    initSqlJs({ instantiateWasm }).then(resolve, reject);
  });
  return {
    open: (path) => (path === null ? new program.Database() : bridge.mounts.whileMounting(path, () => new program.Database(new Uint8Array(0)))),
    abandon: (path) => bridge.files.abandon([path, `${path}-wal`, `${path}-journal`]),
    syncCount: () => syncs,
  };
}

function exportedMemory(instance: WebAssembly.Instance | undefined): WebAssembly.Memory {
  const memory = Object.values(instance?.exports ?? {}).find((value) => value instanceof WebAssembly.Memory);
  if (!memory) throw new Error('The SQLite program exports no memory.');
  return memory;
}

function bridged(imports: WebAssembly.Imports, bridge: Bridge, wasmPath: string): WebAssembly.Imports {
  const [[group, originals] = ['', {}], ...others] = Object.entries(imports);
  if (others.length > 0) throw unknownBuild(wasmPath, 'it imports from more than one module');
  const names = nameImports(originals);
  if (typeof names === 'string') throw unknownBuild(wasmPath, names);
  return { [group]: { ...originals, ...replaced(originals, names, bridge) } };
}

/**
 * Each call goes to the real file system when its path or descriptor is one of ours, otherwise to the program's own.
 * The casts give up parameter types that the program itself guarantees.
 */
function replaced(originals: ImportObject, names: ReadonlyMap<ImportName, string>, bridge: Bridge): ImportObject {
  const replacements: ImportObject = {};
  const replace = (name: string, wrap: (original: WebAssembly.ImportFunction) => WebAssembly.ImportFunction): void => {
    const key = [...names].find(([known]) => known === name)?.[1] ?? '';
    const original = originals[key];
    if (original) replacements[key] = wrap(original);
  };
  for (const [name, ours] of Object.entries(pathCalls(bridge))) {
    replace(name, (original) => (...values) => (ours as WebAssembly.ImportFunction)(...values) ?? original(...values));
  }
  for (const [name, ours] of Object.entries(fileCalls(bridge))) {
    replace(name, (original) => (number, ...values) => {
      if (!bridge.files.owns(Number(number))) return original(number, ...values);
      const file = bridge.files.get(Number(number));
      return file ? (ours as WebAssembly.ImportFunction)(file, ...values) : errno.EBADF;
    });
  }
  replace('fd_close', (original) => (number) => (bridge.files.owns(Number(number)) ? bridge.files.close(Number(number)) : original(number)));
  return replacements;
}

function unknownBuild(wasmPath: string, problem: string): Error {
  return new Error(`${wasmPath} is not the build of sql.js 1.16.0 that Phasegate knows: ${problem}. Reinstall the extension.`);
}
