import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { middleCut, type MiddleCut } from '../base/middleCut.ts';
import type { Shell, ShellCommand, ShellExit } from '../ports/shell.ts';
import { askToEnd, endAll } from './endProcesses.ts';
import type { Environment } from './environmentSecrets.ts';
import { findProgram } from './findProgram.ts';
import { processEnvironment } from './processEnvironment.ts';

export interface NodeShellOptions {
  /** Where search path, home and language come from; this process's own unless given. */
  readonly environment?: Environment;
  /** Between asking a program to end and killing it; two seconds unless given. */
  readonly graceMs?: number;
}

/** After every process has ended, output still on its way gets this long. */
const lastOutputMs = 500;

/** Node fires longer timers at once. */
const longestTimerMs = 2 ** 31 - 1;

/** Child processes of this one, each command in a group of its own. */
export function nodeShell({ environment = process.env, graceMs = 2_000 }: NodeShellOptions = {}): Shell {
  return {
    async run(command, onOutput, signal) {
      if (signal.aborted) return notRun('cancelled');
      const marker = randomBytes(16).toString('hex');
      const variables = { ...processEnvironment(environment, marker), ...command.environment };
      const started = await start(command, variables);
      if (typeof started === 'string') return notRun('not-started', started);
      const collected = collect(started, command.outputLimitBytes, onOutput);
      const ended = await supervise(started, { timeoutMs: command.timeoutMs, graceMs }, signal);
      const left = await endAll(started.pid, marker);
      await collected.finish();
      return toExit(ended, left, collected.text);
    },
  };
}

type Child = ChildProcess & { readonly pid: number; readonly stdout: Readable; readonly stderr: Readable };

/** The running child, or why there is none. */
async function start(command: ShellCommand, variables: Record<string, string>): Promise<Child | string> {
  if (!(await isFolder(command.cwd))) return `The folder ${command.cwd} does not exist.`;
  const [name, ...rest] = argvOf(command, variables);
  const program = await findProgram(name, variables);
  if (program === null) return `The program "${name}" was not found.`;
  const child = spawn(program, rest, {
    cwd: command.cwd,
    env: variables,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
    windowsVerbatimArguments: process.platform === 'win32' && 'script' in command.program,
  });
  return new Promise((resolve) => {
    child.once('spawn', () => resolve(isStarted(child) ? child : 'It has no process id.'));
    child.once('error', (error) => resolve(`"${name}" could not be started: ${error.message}`));
  });
}

function argvOf({ program }: ShellCommand, variables: Record<string, string>): readonly [string, ...string[]] {
  if ('argv' in program) return program.argv;
  if (process.platform === 'win32') return [variables.COMSPEC ?? 'cmd.exe', '/d', '/s', '/c', `"${program.script}"`];
  return ['/bin/sh', '-c', program.script];
}

function isStarted(child: ChildProcess): child is Child {
  return child.pid !== undefined && child.stdout !== null && child.stderr !== null;
}

interface Ended {
  readonly ending: 'exited' | 'timeout' | 'cancelled';
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Waits for the child itself: to end, or to be ended. Its descendants are not waited for. */
function supervise(child: Child, { timeoutMs, graceMs }: { timeoutMs: number; graceMs: number }, signal: AbortSignal): Promise<Ended> {
  let ending: Ended['ending'] = 'exited';
  let killer: NodeJS.Timeout | undefined;
  return new Promise((resolve) => {
    const end = (why: 'timeout' | 'cancelled'): void => {
      if (ending !== 'exited') return;
      ending = why;
      askToEnd(child.pid);
      killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    };
    const cancel = (): void => end('cancelled');
    const timer = setTimeout(() => end('timeout'), Math.min(timeoutMs, longestTimerMs));
    const finish = (exitCode: number | null, by: NodeJS.Signals | null): void => {
      clearTimeout(timer);
      clearTimeout(killer);
      signal.removeEventListener('abort', cancel);
      resolve({ ending, exitCode, signal: by });
    };
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    if (child.exitCode !== null || child.signalCode !== null) finish(child.exitCode, child.signalCode);
    else child.once('exit', finish);
  });
}

interface Collected {
  readonly text: MiddleCut;
  finish(): Promise<void>;
}

/** Decodes both streams for themselves, so that a character split between two reads survives, and mixes them as they come. */
function collect(child: Child, limitBytes: number, onOutput: (text: string) => void): Collected {
  const text = middleCut(limitBytes);
  const add = (piece: string): void => {
    if (piece === '') return;
    text.add(piece);
    onOutput(piece);
  };
  const streams = [child.stdout, child.stderr].map((stream) => {
    const decoder = new TextDecoder('utf-8');
    stream.on('data', (bytes: Buffer) => add(decoder.decode(bytes, { stream: true })));
    return { stream, decoder, closed: new Promise<void>((resolve) => stream.once('close', () => resolve())) };
  });
  return {
    text,
    async finish() {
      await Promise.race([Promise.all(streams.map(({ closed }) => closed)), delay(lastOutputMs)]);
      for (const { stream, decoder } of streams) {
        stream.destroy();
        add(decoder.decode());
      }
    },
  };
}

function toExit({ ending, exitCode, signal }: Ended, left: number, text: MiddleCut): ShellExit {
  const problem = left > 0 ? `${left} of its processes could not be ended.` : ending === 'exited' && signal ? `It was ended by the signal ${signal}.` : undefined;
  return {
    ending,
    exitCode: ending === 'exited' ? exitCode : null,
    output: text.toString(),
    totalBytes: text.totalBytes,
    isTruncated: text.isTruncated,
    ...(problem === undefined ? {} : { problem }),
  };
}

function notRun(ending: 'cancelled' | 'not-started', problem?: string): ShellExit {
  return { ending, exitCode: null, output: '', totalBytes: 0, isTruncated: false, ...(problem === undefined ? {} : { problem }) };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
