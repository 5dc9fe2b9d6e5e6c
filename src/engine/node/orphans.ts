import { readdir, readFile } from 'node:fs/promises';
import { endAll } from './endProcesses.ts';
import { markerVariable } from './processEnvironment.ts';

/** Says in a program's environment whose server it is: process id and start time, so that a reused id is not mistaken. */
export async function ownerMark(): Promise<string> {
  return `server-${process.pid}-${(await startTime(process.pid)) ?? 'unknown'}`;
}

/**
 * Ends servers whose owner is gone: it was killed, and could not end them itself. Looks at the processes of this user; only
 * where the system shows their environment.
 */
export async function endOrphans(): Promise<void> {
  if (process.platform !== 'linux') return;
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const markers = new Set((await Promise.all(names.map(markersOf))).flat());
  await Promise.all([...markers].map(async (marker) => {
    if (await isOrphaned(marker)) await endAll(noGroup, marker);
  }));
}

/** No process has this group: only the marker decides. */
const noGroup = 2 ** 31 - 1;

async function markersOf(pid: string): Promise<readonly string[]> {
  const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
  const line = environment.split('\0').find((variable) => variable.startsWith(`${markerVariable}=`)) ?? '';
  return line.match(/server-\d+-\d+-[0-9a-f]{16}/g) ?? [];
}

async function isOrphaned(marker: string): Promise<boolean> {
  const [, pid, started] = marker.split('-');
  return (await startTime(Number(pid))) !== started;
}

/** In clock ticks since the machine started; `null` where there is no such process. */
async function startTime(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === undefined || state === '' || state === 'Z' || state === 'X' ? null : (rest[18] ?? null);
}
