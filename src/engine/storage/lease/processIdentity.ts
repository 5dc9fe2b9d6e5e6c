import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process, told from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In a form of this system's own, only good for comparing; `null` where it cannot be known. */
  readonly startTime: string | null;
  /** Process numbers mean the same thing only within the same place: machine, boot and process namespace. */
  readonly place: string;
}

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startTime: startTimeOf(process.pid), place: ownPlace() };
}

/** `unknown`: it is of another place, or this system does not say. */
export function livenessOf(identity: ProcessIdentity): 'alive' | 'dead' | 'unknown' {
  if (identity.place !== ownPlace()) return 'unknown';
  if (!exists(identity.pid)) return 'dead';
  const startTime = startTimeOf(identity.pid);
  if (startTime === null || identity.startTime === null) return 'unknown';
  return startTime === identity.startTime ? 'alive' : 'dead';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function startTimeOf(pid: number): string | null {
  if (process.platform === 'win32') return null;
  return process.platform === 'linux' ? linuxStartTime(pid) : startTimeByPs(pid);
}

/** Field 22 of `/proc/<pid>/stat`; the second field, the program's name, may itself hold spaces and parentheses. */
function linuxStartTime(pid: number): string | null {
  const stat = textOf(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function startTimeByPs(pid: number): string | null {
  return textOf(() => execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2_000, env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' } }));
}

function ownPlace(): string {
  const boot = textOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const namespace = textOf(() => readlinkSync('/proc/self/ns/pid'));
  return [hostname(), boot, namespace].filter((part) => part !== null).join(' ');
}

function textOf(read: () => string): string | null {
  try {
    return read().trim() || null;
  } catch {
    return null;
  }
}
