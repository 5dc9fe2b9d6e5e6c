import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const entry = path.join(root, 'dist/headless.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as one JSON value per line. */
  readonly rows: readonly Record<string, unknown>[];
}

export interface CallOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Called with each piece of standard output and a way to send a signal. */
  /** Run as this user, for a process that root's powers would spoil. */
  readonly uid?: number;
  readonly watch?: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void;
}

let ownFolder: string | undefined;

/** What the command line keeps for its person, for as long as these tests run. */
function personFolder(): string {
  if (ownFolder !== undefined) return ownFolder;
  const made = mkdtempSync(path.join(tmpdir(), 'phasegate-person-'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  return (ownFolder = made);
}

/** Runs the bundled command line as its users do, in a process of its own. */
export function phasegate(args: readonly string[], { env = {}, uid, watch }: CallOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { PATH: process.env['PATH'], ...(env['HOME'] === undefined && { HOME: process.env['HOME'], XDG_DATA_HOME: personFolder() }), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid, gid: uid }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    watch?.(stdout, (signal) => child.kill(signal));
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr, get rows() { return rowsOf(stdout); } }));
  });
}

function rowsOf(stdout: string): Ended['rows'] {
  return stdout.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
}

export interface Place {
  readonly workspace: string;
  readonly store: string;
  /** `--workspace` and `--store` for this place. */
  readonly where: readonly string[];
  dispose(): void;
}

/** A fresh copy of the sample project with a store beside it, gone when disposed. */
export function samplePlace(): Place {
  const folder = mkdtempSync(path.join(tmpdir(), 'phasegate-cli-'));
  const workspace = path.join(folder, 'workspace');
  const store = path.join(folder, 'store');
  cpSync(path.join(root, 'test/sample'), workspace, { recursive: true });
  return { workspace, store, where: ['--workspace', workspace, '--store', store], dispose: () => rmSync(folder, { recursive: true, force: true }) };
}
