import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { findLeftovers } from './leftovers.ts';

/** A process that cannot even be killed (it hangs in the kernel) must not hang us as well. */
const givenUpAfterMs = 10_000;

/** Asks a group to end. */
export function askToEnd(group: number): void {
  if (process.platform === 'win32') endTree(group);
  else signalGroup(group, 'SIGTERM');
}

/**
 * Kills a group and, on Linux, everything that inherited the marker, until a look at all processes finds nothing.
 * Answers how many could not be ended in ten seconds.
 */
export async function endAll(group: number, marker: string): Promise<number> {
  if (process.platform === 'win32') {
    endTree(group);
    return 0;
  }
  signalGroup(group, 'SIGKILL');
  if (process.platform !== 'linux') return 0;
  const deadlineMs = performance.now() + givenUpAfterMs;
  for (let pauseMs = 1; ; pauseMs = Math.min(50, pauseMs * 2)) {
    const left = await findLeftovers(marker, group);
    if (left.length === 0 || performance.now() > deadlineMs) return left.length;
    for (const pid of left) signal(pid, 'SIGKILL');
    await delay(pauseMs);
  }
}

function signalGroup(group: number, name: NodeJS.Signals): void {
  signal(-group, name);
}

/** Nobody there to receive it is what was wanted. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    return;
  }
}

/** Windows has no process groups; its own tool walks the tree of parents. */
function endTree(pid: number): void {
  spawn('taskkill.exe', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on('error', () => undefined);
}
