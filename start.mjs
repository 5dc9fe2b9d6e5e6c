// `npm start`: installs what is missing, builds, and opens a fresh copy of the sample project in VS Code, ready to run on the rehearsal model.
// `npm start -- --headless` runs the default workflow on it in the terminal. Further arguments go to the command line or to the editor.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetupError, ensureBuild, ensureEditor, ensureInstalled, explain, findOnPath, node24Env, node24Path, root } from './setup.mjs';

const goal = 'Make the failing test pass';

/** One click on Start runs the default workflow: nothing asks, because the folder is a copy of our own. */
const sampleSettings = {
  'phasegate.model': 'rehearsal',
  'phasegate.autoProceed': true,
  'phasegate.approval': 'all',
  'phasegate.goal': goal,
  'window.autoDetectColorScheme': true,
};

async function main(args) {
  if (!findOnPath(['git', 'git.exe'])) throw new SetupError('git is needed and was not found. Please install it.');
  await ensureInstalled();
  if (process.versions.node.split('.')[0] !== '24') return await rerunOnNode24(args);
  await ensureBuild();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'phasegate-')));
  const workspace = copySample(folder);
  const extra = args.filter((arg) => arg !== '--headless');
  if (args.includes('--headless')) return runHeadless({ workspace, store: join(folder, 'store') }, extra);
  return hasDesktopEditor() ? await openDesktop(workspace, extra) : await openServer(workspace, extra);
}

/** The editor's harness is TypeScript, which Node 24 runs as it is. */
function rerunOnNode24(args) {
  const child = spawn(node24Path(), [join(root, 'start.mjs'), ...args], { env: node24Env(), stdio: 'inherit' });
  process.on('SIGINT', () => {}); // The terminal sends Ctrl+C to both; the child decides when it is done.
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143))));
}

// --- the sample

function copySample(folder) {
  const source = join(root, 'test/sample');
  if (!existsSync(join(source, 'package.json'))) throw new SetupError(`The sample project is missing (${source}). Is this a complete clone?`);
  const workspace = join(folder, JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')).name ?? 'sample');
  cpSync(source, workspace, { recursive: true });
  const git = (...args) => execFileSync('git', args, { cwd: workspace, stdio: ['ignore', 'ignore', 'inherit'] });
  git('init', '--quiet', '--initial-branch=main');
  if (spawnSync('git', ['config', 'user.email'], { cwd: workspace }).status !== 0) {
    git('config', 'user.name', 'Phasegate sample');
    git('config', 'user.email', 'sample@localhost');
  }
  git('add', '--all');
  git('-c', 'commit.gpgsign=false', 'commit', '--quiet', '--no-verify', '--message', 'The sample project');
  return workspace;
}

// --- in the terminal

function runHeadless({ workspace, store }, extra) {
  const defaults = [['--goal', goal], ['--model', 'rehearsal'], ['--approve', 'all'], ['--store', store]];
  const chosen = defaults.filter(([flag]) => !extra.some((arg) => arg === flag || arg.startsWith(`${flag}=`))).flat();
  const auto = extra.some((arg) => arg === '--auto' || arg === '--no-auto') ? [] : ['--auto'];
  const run = spawnSync(node24Path(), [join(root, 'dist/headless.js'), 'run', 'compound', '--workspace', workspace, ...chosen, ...auto, ...extra], { stdio: 'inherit' });
  const code = run.status ?? 130;
  console.error(`\nThe workspace: ${workspace}\n\nIts own test:`);
  const test = spawnSync('npm', ['test', '--silent'], { cwd: workspace, env: node24Env(), stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  console.error(test.status === 0 ? '\nThe sample\'s test passes.' : '\nThe sample\'s test fails.');
  return code === 0 && test.status !== 0 ? 1 : code;
}

// --- in VS Code

/** PHASEGATE_EDITOR=desktop or =server decides; else the desktop where it is installed and can be shown. */
function hasDesktopEditor() {
  const wanted = process.env.PHASEGATE_EDITOR;
  if (wanted === 'server') return false;
  const canShow = hasDisplay() && process.env.VSCODE_IPC_HOOK_CLI === undefined;
  const found = findOnPath(['code', 'code.cmd']) !== undefined && (canShow || wanted === 'desktop');
  if (wanted === 'desktop' && !found) throw new SetupError('PHASEGATE_EDITOR=desktop, but there is no `code` on the PATH.');
  return found;
}

const hasDisplay = () => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

async function openDesktop(workspace, extra) {
  const { createProfile } = await import('./test/editor/profile.ts');
  const profile = createProfile(sampleSettings);
  console.error(`Opening VS Code on ${workspace}\nPhasegate is in the activity bar. This command ends when that window is closed.`);
  const args = ['--new-window', '--wait', '--disable-workspace-trust', `--extensionDevelopmentPath=${root}`];
  const profileArgs = ['--user-data-dir', profile.folder, '--extensions-dir', profile.extensionsFolder];
  const child = spawn(findOnPath(['code', 'code.cmd']), [...args, ...profileArgs, ...extra, workspace], { stdio: 'inherit', shell: process.platform === 'win32' });
  const code = await new Promise((resolve) => child.on('exit', resolve));
  profile.remove();
  return code ?? 1;
}

async function openServer(workspace, extra) {
  const entry = await ensureEditor();
  const { createProfile } = await import('./test/editor/profile.ts');
  const { installExtension, startEditorServer } = await import('./test/editor/server.ts');
  const { packageExtension } = await import('./test/editor/extensionPackage.ts');
  const stopRequested = new Promise((resolve) => ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.once(signal, () => resolve(signal))));
  const profile = createProfile(sampleSettings);
  console.error('Starting the VS Code server …');
  await installExtension(entry, profile, await packageExtension(join(profile.folder, 'phasegate.vsix')));
  mkdirSync(join(root, 'test-output'), { recursive: true });
  const server = await startEditorServer({ entry, profile, isTrusted: true, logPath: join(root, 'test-output/logs/start.log'), extraArgs: extra });
  const address = `${server.origin}/?folder=${encodeURIComponent(workspace)}`;
  console.error(`\nVS Code with the sample project: ${address}\nPhasegate is in the activity bar. Stop with Ctrl+C.\nThe workspace: ${workspace}`);
  openBrowser(address);
  await stopRequested;
  console.error('\nStopping …');
  await server.stop();
  profile.remove();
  return 0;
}

function openBrowser(address) {
  if (!hasDisplay()) return;
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform] ?? 'xdg-open';
  spawn(opener, [address], { stdio: 'ignore', detached: true }).on('error', () => {}).unref();
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(explain(error));
    process.exit(1);
  },
);
