import { readdir, readFile } from 'node:fs/promises';
import { markerVariable } from './processEnvironment.ts';

/** Processes of a command that are still there, by its marker or its group: they may have left the group, but not the environment. */
export async function findLeftovers(marker: string, group: number): Promise<readonly number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(names.map(async (name) => ((await belongs(name, marker, group)) ? [Number(name)] : [])));
  return found.flat().filter((pid) => pid !== process.pid);
}

async function belongs(name: string, marker: string, group: number): Promise<boolean> {
  const status = await readOrEmpty(`/proc/${name}/stat`);
  const [state, , processGroup] = status.slice(status.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || state === '' || state === 'Z' || state === 'X') return false;
  if (Number(processGroup) === group) return true;
  const variables = (await readOrEmpty(`/proc/${name}/environ`)).split('\0');
  return variables.some((variable) => variable.startsWith(`${markerVariable}=`) && variable.includes(marker));
}

/** Processes end while they are looked at, and other people's cannot be read: neither is ours. */
async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1');
  } catch {
    return '';
  }
}
