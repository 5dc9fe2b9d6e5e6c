import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Readable, Writable } from 'node:stream';
import { Emitter } from '../base/emitter.ts';
import { toDisposable } from '../base/disposable.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { ServerCommand, ServerProcess, ServerProcesses } from '../ports/serverProcess.ts';
import { askToEnd, endAll } from './endProcesses.ts';
import type { Environment } from './environmentSecrets.ts';
import { findProgram } from './findProgram.ts';
import { findLeftovers } from './leftovers.ts';
import { endOrphans, ownerMark } from './orphans.ts';
import { markerVariable, processEnvironment } from './processEnvironment.ts';
import { watchOver } from './serverWatch.ts';
import { residentBytes } from './residentBytes.ts';

export interface ServerProcessOptions {
  /** Where search path, home and language come from; this process's own unless given. */
  readonly environment?: Environment;
  /** Between closing its input, asking it to end, and killing it; half a second each unless given. */
  readonly graceMs?: number;
}

const errorTextCharacters = 4_000;

/** After the program has ended, output still on its way gets this long. */
const lastOutputMs = 300;

/** Child processes of this one. Each carries a mark that says whose it is, so that a shell that waits for the end of this one finds it, or else the next process of ours. */
export function serverProcesses({ environment = process.env, graceMs = 500 }: ServerProcessOptions = {}): ServerProcesses {
  let reaped: Promise<void> | undefined;
  return {
    async start(command) {
      await (reaped ??= endOrphans());
      await watched();
      const marker = `${await ownerMark()}-${randomBytes(8).toString('hex')}`;
      const variables = processEnvironment(environment, marker);
      const started = await launch(command, { ...variables, ...command.environment, [markerVariable]: variables[markerVariable] ?? marker });
      return started.ok ? ok(supervised(started.value, { marker, graceMs })) : started;
    },
  };
}

let watch: Promise<void> | undefined;

/** Once for this process: whatever becomes of it, its servers go with it. */
function watched(): Promise<void> {
  return (watch ??= ownerMark().then(watchOver));
}

type Child = ChildProcess & { readonly pid: number; readonly stdin: Writable; readonly stdout: Readable; readonly stderr: Readable };

async function launch({ argv, cwd }: ServerCommand, variables: Record<string, string>): Promise<Result<Child, string>> {
  const [name, ...rest] = argv;
  const program = await findProgram(name, variables);
  if (program === null) return err(`The program "${name}" was not found.`);
  const child = spawn(program, rest, { cwd, env: variables, stdio: ['pipe', 'pipe', 'pipe'], detached: process.platform !== 'win32', windowsHide: true });
  return new Promise((resolve) => {
    child.once('spawn', () => resolve(isStarted(child) ? ok(child) : err('It has no process id.')));
    child.once('error', (error) => resolve(err(`"${name}" could not be started: ${error.message}`)));
  });
}

function isStarted(child: ChildProcess): child is Child {
  return child.pid !== undefined && child.stdin !== null && child.stdout !== null && child.stderr !== null;
}

function supervised(child: Child, { marker, graceMs }: { readonly marker: string; readonly graceMs: number }): ServerProcess {
  const output = new Emitter<Uint8Array>();
  const ended = new Emitter<string>();
  let ending: string | undefined;
  let closing: Promise<void> | undefined;
  let errors = '';
  child.stdout.on('data', (bytes: Buffer) => output.fire(bytes));
  child.stderr.on('data', (bytes: Buffer) => {
    errors = (errors + bytes.toString('utf8')).slice(-errorTextCharacters);
  });
  child.stdin.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.once('exit', (code, signal) => {
    closing ??= cleanUp(child.pid, marker);
    void Promise.race([closed, delay(lastOutputMs)]).then(() => {
      ending = signal ? `It was ended by the signal ${signal}.` : `It ended with exit code ${code ?? 'unknown'}.`;
      ended.fire(ending);
    });
  });

  async function end(): Promise<void> {
    child.stdin.end();
    await exited(child, graceMs);
    if (child.exitCode === null && child.signalCode === null) {
      askToEnd(child.pid);
      await exited(child, graceMs);
    }
    await cleanUp(child.pid, marker);
    await exited(child, graceMs);
  }

  return {
    onOutput: output.event,
    onEnd(listener) {
      if (ending === undefined) return ended.event(listener);
      listener(ending);
      return toDisposable(() => undefined);
    },
    write: (text) => new Promise((resolve, reject) => child.stdin.write(text, (error) => (error ? reject(error) : resolve()))),
    errorText: () => errors,
    memoryBytes: async () => (process.platform === 'linux' ? residentBytes(await findLeftovers(marker, child.pid)) : null),
    end: () => (closing ??= end()),
  };
}

/** Nothing that it started may go on, wherever it hid. */
async function cleanUp(group: number, marker: string): Promise<void> {
  await endAll(group, marker);
}

async function exited(child: Child, withinMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timer = new AbortController();
  await Promise.race([new Promise((resolve) => child.once('exit', resolve)), delay(withinMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}
