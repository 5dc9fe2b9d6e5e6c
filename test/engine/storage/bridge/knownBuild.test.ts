import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Loader from '../../../../src/engine/storage/bridge/loadSqlite.ts';
import { nameImports, wasmProblem } from '../../../../src/engine/storage/bridge/knownBuild.ts';
import { cleanUp, temporaryFolder, wasmPath } from '../fixtures.ts';

const distribution = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm-browser.js');

describe('the known build of sql.js', () => {
  afterEach(cleanUp);

  it('is the one that is installed', () => {
    assert.equal(wasmProblem(sha256(readFileSync(wasmPath))), null);
  });

  it('has its imports in the alphabetical order of their real names, which the debug build shows', async () => {
    const release = Object.values(await importsOf(distribution))[0] ?? {};
    const names = nameImports(release);
    assert.ok(typeof names !== 'string');
    assert.deepEqual([...names.keys()], [...names.keys()].toSorted((left, right) => (left < right ? -1 : 1)));

    const debug = namesIn(readFileSync(distribution.replace('browser.js', 'browser-debug.js'), 'utf8'));
    const onlyRelease = [...names.keys()].filter((name) => !debug.includes(name));
    const onlyDebug = debug.filter((name) => ![...names.keys()].some((known) => known === name));
    assert.deepEqual(onlyRelease, ['_emscripten_runtime_keepalive_clear', '_setitimer_js', 'proc_exit']);
    assert.deepEqual(onlyDebug, ['__handle_stack_overflow', 'clock_time_get']);
  });

  it('is told from any other', async () => {
    const release = Object.values(await importsOf(distribution))[0] ?? {};
    const [first = '', second = '', ...rest] = Object.keys(release);
    assert.match(problemOf({}), /0 imports, not 40/);
    assert.match(problemOf(Object.fromEntries([second, first, ...rest].map((key) => [key, release[key] ?? (() => 0)]))), /takes 2 parameters, but __assert_fail takes 4/);
    assert.match(problemOf({ ...release, F: () => 7 }), /__syscall_geteuid32 answers something else/);
    assert.match(wasmProblem(sha256(Buffer.from('other'))) ?? '', /SHA-256/);
  });

  it('is refused loudly when the wasm file is another', async () => {
    const other = join(temporaryFolder(), 'sql-wasm.wasm');
    writeFileSync(other, Buffer.concat([readFileSync(wasmPath), Buffer.from([0])]));
    const { loadSqlite } = await freshLoader();
    await assert.rejects(loadSqlite(other), /is not the build of sql\.js 1\.16\.0 that Phasegate knows/);
  });
});

function problemOf(imports: Readonly<Record<string, WebAssembly.ImportFunction>>): string {
  const answer = nameImports(imports);
  return typeof answer === 'string' ? answer : 'none';
}

/** The debug build does not minify: its import object is written out with real names. */
function namesIn(program: string): readonly string[] {
  const block = /var wasmImports = \{(.*?)\n\};/s.exec(program)?.[1] ?? '';
  return [...block.matchAll(/^\s+(\w+)(?:: \w+)?,?$/gm)].map(([, name]) => name ?? '');
}

/** The module remembers its first answer; this is a second instance of it. */
async function freshLoader(): Promise<typeof Loader> {
  const url = pathToFileURL(join(import.meta.dirname, '../../../../src/engine/storage/bridge/loadSqlite.ts'));
  return await import(`${url.href}?fresh`) as typeof Loader;
}

/** What a build asks its wasm to be given, without running it. A copy of the program, since it remembers its first start. */
async function importsOf(program: string): Promise<WebAssembly.Imports> {
  const copy = join(temporaryFolder(), 'program.cjs');
  copyFileSync(program, copy);
  const { default: initialise } = await import(pathToFileURL(copy).href) as { default: (config: object) => Promise<unknown> };
  return await new Promise((resolve) => {
    void initialise({
      instantiateWasm(imports: WebAssembly.Imports) {
        resolve(imports);
        return {};
      },
    });
  });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
