// Brings this machine to the point where the project can run: npm packages, Node 24, the editor and the browser for tests.
// Plain JavaScript without dependencies, because it runs before anything is installed. `node setup.mjs <step>` prints the step's path.
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { accessSync, constants, createWriteStream, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(fileURLToPath(import.meta.url));
export const cacheFolder = resolve(root, process.env.PHASEGATE_CACHE || '.vscode-test');

const editorVersion = '4.139.1';
const isWindows = process.platform === 'win32';

/** A failure that a person can act on: shown without a stack. */
export class SetupError extends Error {}

/** Installs the npm packages unless node_modules already is exactly what the lockfile says. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await withLock('packages', async () => {
    if (isInstalled()) return;
    await runLogged('Installing npm packages', npmCommand(['ci', '--include=dev', '--no-audit', '--no-fund']), { cwd: root, env: process.env });
    if (!isInstalled()) throw new SetupError('npm ci ended without an error, but node_modules is not what package-lock.json says. Delete node_modules and try again.');
  });
}

/** The Node 24 binary that the project runs on, whatever Node started it. */
export function node24Path() {
  const path = join(root, 'node_modules/node/bin', isWindows ? 'node.exe' : 'node');
  if (!existsSync(path)) throw new SetupError('Node 24 is missing from node_modules. Run `npm ci` (with install scripts allowed) and try again.');
  return path;
}

/** The environment in which `node` is Node 24, without what an npm on another Node said about itself. */
export function node24Env(extra = {}) {
  const ofOuterNpm = /^npm_(package_|lifecycle_|node_execpath$|config_(user_agent|local_prefix|global_prefix|node_gyp)$)/;
  const inherited = Object.entries(process.env).filter(([name]) => !ofOuterNpm.test(name));
  const path = [dirname(node24Path()), join(root, 'node_modules/.bin'), process.env.PATH ?? ''].join(delimiter);
  return { ...Object.fromEntries(inherited), PATH: path, ...extra };
}

/** The entry script of the VS Code server, run with Node 24; installed on first use (617 MB, a few minutes). */
export async function ensureEditor() {
  const folder = join(cacheFolder, `code-server-${editorVersion}`);
  const entry = join(folder, 'node_modules/code-server/out/node/entry.js');
  const isReady = () => existsSync(join(folder, '.installed')) && existsSync(entry);
  if (isReady()) return entry;
  await withLock('editor', async () => {
    if (isReady()) return;
    await ensureNativeBuildTools();
    const env = node24Env({ npm_config_nodedir: await nodeHeaders() });
    const title = `Installing VS Code server (code-server ${editorVersion}, once, a few minutes)`;
    await installFresh(folder, `code-server@${editorVersion}`, { title, env, proof: entry });
  });
  return entry;
}

/** A Chromium or Chrome that the UI tests can drive. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  await withLock('system', async () => {
    if (!findChromium()) await installDebianPackages(['chromium']);
  });
  const installed = findChromium();
  if (!installed) throw new SetupError('No Chromium or Chrome was found. Install one, or set PHASEGATE_CHROMIUM to its path.');
  return installed;
}

/** The folder dist/, built anew when a source is newer than the last build; two callers never build at once. */
export async function ensureBuild() {
  const dist = join(root, 'dist');
  const stamp = join(dist, '.build-stamp');
  await withLock('build', async () => {
    const sources = sourceHash();
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
    await runLogged('Building', [node24Path(), 'build.mjs'], { cwd: root, env: node24Env() });
    writeFileSync(stamp, sources);
  });
  return dist;
}

// --- npm packages

/** npm writes node_modules/.package-lock.json as the last act of an install, after the scripts: a half-finished one has none. */
function isInstalled() {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record) || !existsSync(join(root, 'node_modules/node/bin'))) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const actual = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    if (!actual[path]) return entry.optional === true;
    return actual[path].version === entry.version && existsSync(join(root, path));
  });
}

function npmCommand(args) {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script)) return ['node', script, ...args];
  return [isWindows ? 'npm.cmd' : 'npm', ...args];
}

/** Installs one package into a folder of its own; the stamp is written last, so that an interrupted install is redone. */
async function installFresh(folder, spec, { title, env, proof }) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  await runLogged(title, npmCommand(['install', '--no-audit', '--no-fund', '--no-package-lock', spec]), { cwd: folder, env });
  if (!existsSync(proof)) throw new SetupError(`npm installed ${spec}, but ${proof} is missing. Delete ${folder} and try again.`);
  writeFileSync(join(folder, '.installed'), spec);
}

/** The folder that holds include/node, for native builds against Node 24. */
async function nodeHeaders() {
  const version = JSON.parse(readFileSync(join(root, 'node_modules/node/package.json'), 'utf8')).version;
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${isWindows ? 'win' : process.platform}-${process.arch}`;
  const beside = join(root, 'node_modules/node/node_modules', name);
  if (existsSync(join(beside, 'include/node/node.h'))) return beside;
  const folder = join(cacheFolder, `${name}-${version}`);
  const headers = join(folder, 'node_modules', name);
  const proof = join(headers, 'include/node/node.h');
  if (!existsSync(join(folder, '.installed'))) {
    await installFresh(folder, `${name}@${version}`, { title: `Installing the headers of Node ${version}`, env: node24Env(), proof });
  }
  return headers;
}

// --- the system's own packages

async function ensureNativeBuildTools() {
  if (process.platform !== 'linux') return;
  const present = {
    'pkg-config': findOnPath(['pkg-config']),
    'build-essential': findOnPath(['g++', 'clang++']) && findOnPath(['make']),
    python3: findOnPath(['python3']),
    'libkrb5-dev': existsSync('/usr/include/gssapi/gssapi.h') || existsSync('/usr/include/gssapi.h'),
  };
  const missing = Object.keys(present).filter((name) => !present[name]);
  if (missing.length > 0) await withLock('system', () => installDebianPackages(missing));
}

/** What the tests of the sandbox need; without it they are skipped. */
export async function ensureSandbox() {
  if (process.platform !== 'linux' || findOnPath(['bwrap']) || process.getuid?.() !== 0 || !findOnPath(['apt-get'])) return;
  await withLock('system', () => installDebianPackages(['bubblewrap'])).catch((error) => console.log(`The tests of the sandbox are skipped: ${error.message}`));
}

async function installDebianPackages(names) {
  const canInstall = process.getuid?.() === 0 && findOnPath(['apt-get']);
  if (!canInstall) throw new SetupError(`Please install: ${names.join(', ')} (on Debian or Ubuntu: sudo apt-get install -y ${names.join(' ')}).`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runLogged('Updating the package list', ['apt-get', 'update'], { cwd: root, env });
  await runLogged(`Installing ${names.join(', ')}`, ['apt-get', 'install', '-y', '--no-install-recommends', ...names], { cwd: root, env });
}

function findChromium() {
  const mac = ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  return process.env.PHASEGATE_CHROMIUM || findOnPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) || mac.find(isExecutable);
}

export function findOnPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false;
  }
  return statSync(path).isFile();
}

// --- the build

function sourceHash() {
  const hash = createHash('sha256');
  for (const path of ['build.mjs', 'notices.mjs', 'package.json', 'package-lock.json', ...filesUnder('src'), ...filesUnder('templates')]) {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesUnder(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => (entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)]));
}

// --- one at a time, and visible

/** Runs the work while no other process on this cache runs work of the same name. A dead owner's lock is taken over. */
export async function withLock(name, work) {
  const lock = join(cacheFolder, `${name}.lock`);
  mkdirSync(cacheFolder, { recursive: true });
  await acquire(lock, name);
  const heartbeat = setInterval(() => existsSync(lock) && utimesSync(lock, new Date(), new Date()), 5000);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(lock, { recursive: true, force: true });
  }
}

async function acquire(lock, name) {
  for (let waitedMs = 0; !tryCreate(lock); waitedMs += 250) {
    if (isStale(lock)) discard(lock);
    else if (waitedMs === 2000) say(`Waiting for another process that is busy with: ${name} (${lock})`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

function tryCreate(lock) {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(lock, 'owner.json'), JSON.stringify({ pid: process.pid, host: hostname() }));
  return true;
}

/** Stale: its owner on this machine is gone, or nobody has touched it for a minute. */
function isStale(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > 60_000) return true;
    const owner = JSON.parse(readFileSync(join(lock, 'owner.json'), 'utf8'));
    return owner.host === hostname() && !isAlive(owner.pid);
  } catch {
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Moving is atomic: of several processes that find a lock stale, one removes it. A lock that turned out to be fresh is put back. */
function discard(lock) {
  const moved = `${lock}.${randomUUID()}`;
  try {
    renameSync(lock, moved);
    if (isStale(moved)) rmSync(moved, { recursive: true, force: true });
    else renameSync(moved, lock);
  } catch {
    // Another process was faster.
  }
}

const say = (message) => void process.stderr.write(`${message}\n`);

/** Runs a command with its output in a log file; says that it works and for how long, and shows the log's end when it fails. */
async function runLogged(title, [command, ...args], { cwd, env }) {
  const logPath = join(cacheFolder, `${title.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 40)}.log`);
  mkdirSync(cacheFolder, { recursive: true });
  const log = createWriteStream(logPath);
  const startedMs = Date.now();
  say(`${title} …`);
  const ticker = setInterval(() => say(`  still working, ${Math.round((Date.now() - startedMs) / 1000)} s`), 20_000);
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], shell: isWindows && command.endsWith('.cmd') });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const code = await new Promise((resolve) => child.on('error', (error) => resolve(error.message)).on('close', resolve));
  clearInterval(ticker);
  await new Promise((resolve) => log.end(resolve));
  if (code !== 0) {
    const lines = readFileSync(logPath, 'utf8').trimEnd().split('\n');
    const errors = lines.filter((line) => /\berror\b|ERR!|^E: /i.test(line));
    const telling = errors.length > 0 ? errors.slice(0, 25) : lines.slice(-25);
    throw new SetupError(`${title} failed (${code}). From ${logPath}:\n${telling.join('\n')}`);
  }
  say(`  done in ${Math.round((Date.now() - startedMs) / 1000)} s`);
}

/** For scripts at the border: a SetupError is a message, anything else a bug with its stack. */
export function explain(error) {
  return error instanceof SetupError ? error.message : (error?.stack ?? String(error));
}

async function main([step = 'install']) {
  const steps = { install: () => root, editor: ensureEditor, chromium: ensureChromium, build: ensureBuild };
  if (!Object.hasOwn(steps, step)) throw new SetupError(`Unknown step "${step}". Steps: ${Object.keys(steps).join(', ')}.`);
  await ensureInstalled();
  process.stdout.write(`${await steps[step]()}\n`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main(process.argv.slice(2)).catch((error) => {
    say(explain(error));
    process.exitCode = 1;
  });
}
