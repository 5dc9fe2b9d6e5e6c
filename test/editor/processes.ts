// Child processes in groups of their own, none of which outlives this process.
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { spawn } from 'node:child_process';

const groups = new Set<ChildProcess>();

/** Starts a process as the leader of a group; the group is killed when this process ends, however it ends. */
export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  if (groups.size === 0) killGroupsAtExit();
  const child = spawn(command, args, { ...options, detached: true });
  groups.add(child);
  child.once('close', () => groups.delete(child));
  return child;
}

/** Ends a group: politely, and after `graceMs` without mercy (at once when it is 0). Resolves when its leader is gone. */
export async function endGroup(child: ChildProcess, graceMs = 3000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return signalGroup(child, 'SIGKILL');
  const closed = new Promise((resolve) => child.once('exit', resolve));
  signalGroup(child, graceMs > 0 ? 'SIGTERM' : 'SIGKILL');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
  await closed;
  clearTimeout(timer);
  signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

let isWatching = false;

/** A signal for which somebody else has made provisions is left to them. */
function killGroupsAtExit(): void {
  if (isWatching) return;
  isWatching = true;
  process.once('exit', () => groups.forEach((child) => signalGroup(child, 'SIGKILL')));
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(code));
  }
}
