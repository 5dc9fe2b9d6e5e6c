// `npm test`: everything, in order, on Node 24. A failing stage does not stop the others; the last line is the count.
// `--only=<stage>[,<stage>]` selects stages. Plain JavaScript, because it runs before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError, ensureBuild, ensureChromium, ensureEditor, ensureInstalled, ensureSandbox, explain, node24Env, node24Path, root } from '../setup.mjs';

const resultsFolder = join(root, 'test-output/results', String(process.pid));

/** A stage is either one check (passed or failed) or a Mocha suite that counts its tests. */
const stages = [
  { name: 'types', check: () => run(npmScript('types')), minutes: 5 },
  { name: 'lint', check: () => run(npmScript('lint')), minutes: 5 },
  { name: 'build', check: async () => (await ensureBuild(), 0), minutes: 5 },
  { name: 'unit', suite: unit, minutes: 6 },
  { name: 'pages', suite: pages, minutes: 10 },
  { name: 'headless', folder: 'test/headless', suite: (output) => mochaFolder(output, 'test/headless', ...sideBySide), minutes: 15 },
  { name: 'faults', folder: 'test/faults', suite: (output) => mochaFolder(output, 'test/faults', ...sideBySide), minutes: 15 },
  { name: 'editor-host', suite: editorHost, minutes: 15 },
  { name: 'journey', suite: journey, minutes: 20 },
];

const npmScript = (name) => ['npm', 'run', '--silent', name];

const reporting = (output, inner) => ['--reporter', 'test/reporter.cjs', '--reporter-option', `output=${output}`, '--reporter-option', `inner=${inner}`];

const mochaBin = 'node_modules/mocha/bin/mocha.js';

/** Every spec that no other stage runs, so that none is forgotten. */
async function unit(output) {
  await ensureSandbox();
  const elsewhere = ['headless', 'faults', 'editor', 'ui', 'sample'].flatMap((folder) => ['--ignore', `test/${folder}/**`]);
  return run([node24Path(), mochaBin, '--no-config', '--timeout', '30000', '--check-leaks', ...sideBySide, ...reporting(output, 'dot'), ...elsewhere, 'test/**/*.test.{ts,tsx}']);
}

/** Two files at a time, for what leaves a processor idle: it waits for processes and the disk. */
const sideBySide = ['--parallel', '--jobs', '2'];

function mochaFolder(output, folder, ...options) {
  return run([node24Path(), mochaBin, '--no-config', '--timeout', '120000', ...options, ...reporting(output, 'spec'), `${folder}/**/*.test.ts`]);
}

/** The webview's pages in Chromium, from the built bundle. */
async function pages(output) {
  await ensureBuild();
  const env = { PHASEGATE_CHROMIUM: await ensureChromium() };
  return run([node24Path(), mochaBin, '--no-config', '--timeout', '60000', ...reporting(output, 'spec'), 'test/ui/**/*.test.ts'], env);
}

async function editorHost(output) {
  const env = await editorEnv();
  return run([node24Path(), 'test/editor/runHost.ts', output], env);
}

async function journey(output) {
  const env = await editorEnv();
  return run([node24Path(), mochaBin, '--no-config', '--exit', '--timeout', '120000', ...reporting(output, 'spec'), 'test/editor/journey/**/*.test.ts'], env);
}

/** What the editor suites need, made ready here so that its progress is seen before they start. */
async function editorEnv() {
  await ensureBuild();
  return { PHASEGATE_EDITOR_ENTRY: await ensureEditor(), PHASEGATE_CHROMIUM: await ensureChromium() };
}

/** PHASEGATE_NIGHTLY=1: every passage of every failpoint, and many more random trials. Each may also be set by itself. */
const isNightly = process.env.PHASEGATE_NIGHTLY === '1';
const nightly = isNightly
  ? { PHASEGATE_FAULTS: 'all', PHASEGATE_TRIALS: '1000', PHASEGATE_ROLLBACKS: '100', PHASEGATE_KILLS: '2000', PHASEGATE_KILL_STRIDE: '1', PHASEGATE_SEQUENCES: '10000' }
  : {};

const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' };

/** Runs a command in a process group of its own and answers its exit code; the group ends with the stage's time. */
function run([command, ...args], env = {}) {
  const child = spawn(command, args, { cwd: root, env: node24Env({ ...plain, ...nightly, ...env }), stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  running = child;
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code, signal) => resolve(code ?? `ended by ${signal}`)));
}

let running;

function stopRunning(signal, child = running) {
  try {
    if (child?.exitCode === null && child.signalCode === null) process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

async function withinMinutes(minutes, work) {
  const timer = setTimeout(() => {
    console.error(`Stopped after ${minutes} minutes.`);
    const child = running;
    stopRunning('SIGTERM', child);
    setTimeout(() => stopRunning('SIGKILL', child), 5000).unref();
  }, minutes * 60_000);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

async function runStage(stage) {
  const startedMs = Date.now();
  const outcome = await outcomeOf(stage);
  return { name: stage.name, skipped: 0, failures: [], ...outcome, seconds: (Date.now() - startedMs) / 1000 };
}

async function outcomeOf(stage) {
  const output = join(resultsFolder, `${stage.name}.json`);
  try {
    const code = await withinMinutes(isNightly ? stage.minutes * 20 : stage.minutes, () => (stage.check ?? stage.suite)(output));
    if (stage.check) return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, failures: [{ title: stage.name, message: `ended with ${code}; its output is above` }] };
    return suiteOutcome(code, output);
  } catch (error) {
    return failedToRun(explain(error));
  }
}

/** A suite that wrote no results, counted no test, or ended badly with every test passed, has failed. */
function suiteOutcome(code, output) {
  if (!existsSync(output)) return failedToRun(`The suite wrote no results (${code})${lastTest(output)}.`);
  const results = JSON.parse(readFileSync(output, 'utf8'));
  if (results.passed + results.failed === 0) return failedToRun('The suite ran no test.');
  if (code !== 0 && results.failed === 0) {
    return { ...results, failed: 1, failures: [{ title: 'end of the suite', message: `Every test passed, but the process ended with ${code}.` }] };
  }
  return results;
}

function lastTest(output) {
  const path = `${output}.running`;
  return existsSync(path) ? `; the last test that began: ${readFileSync(path, 'utf8')}` : '';
}

function failedToRun(message) {
  return { passed: 0, failed: 1, failures: [{ title: 'the stage did not run to its end', message }] };
}

function selectStages(args) {
  const only = args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length).split(',');
  const unknown = (only ?? []).filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) throw new SetupError(`Unknown stage: ${unknown.join(', ')}. Stages: ${stages.map((stage) => stage.name).join(', ')}.`);
  return only ? stages.filter((stage) => only.includes(stage.name)) : stages.filter(({ folder }) => !folder || hasSpecs(folder));
}

function hasSpecs(folder) {
  const path = join(root, folder);
  return existsSync(path) && readdirSync(path, { recursive: true }).some((name) => name.endsWith('.test.ts'));
}

function printSummary(results, seconds) {
  for (const { name, failures } of results) {
    for (const { title, message } of failures) console.log(`\nFAILED ${name}: ${title}\n  ${message.split('\n').slice(0, 12).join('\n  ')}`);
  }
  console.log(`\n${'stage'.padEnd(14)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'skipped'.padStart(9)}${'seconds'.padStart(9)}`);
  for (const result of results) {
    console.log(result.name.padEnd(14) + String(result.passed).padStart(8) + String(result.failed).padStart(8) + String(result.skipped).padStart(9) + result.seconds.toFixed(1).padStart(9));
  }
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  console.log(`\nin ${Math.round(seconds)} s`);
  console.log(`${total('passed')} passed, ${total('failed')} failed${total('skipped') > 0 ? `, ${total('skipped')} skipped` : ''}`);
  return total('failed');
}

async function main() {
  const startedMs = Date.now();
  const selected = selectStages(process.argv.slice(2));
  await ensureInstalled();
  mkdirSync(resultsFolder, { recursive: true });
  const results = [];
  for (const stage of selected) {
    console.log(`\n=== ${stage.name}`);
    results.push(await runStage(stage));
  }
  rmSync(resultsFolder, { recursive: true, force: true });
  process.exitCode = printSummary(results, (Date.now() - startedMs) / 1000) > 0 ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopRunning('SIGTERM');
    process.exit(signal === 'SIGINT' ? 130 : 143);
  });
}

main().catch((error) => {
  console.error(explain(error));
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
});
