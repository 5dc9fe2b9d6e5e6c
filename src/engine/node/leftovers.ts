import { type FileHandle, open, readdir } from 'node:fs/promises';
import { markerVariable } from './processEnvironment.ts';

/** Processes looked at side by side: on a busy machine there are thousands, and each is read in pieces of this size. */
const sideBySide = 8;
const pieceBytes = 8_192;

/** Processes of a command that are still there, by its marker or its group: they may have left the group, but not the environment. */
export async function findLeftovers(marker: string, group: number): Promise<readonly number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).values();
  const found: number[] = [];
  const search = async (): Promise<void> => {
    const piece = Buffer.allocUnsafe(pieceBytes);
    for (const name of names) if (await belongs(name, { marker, group, piece })) found.push(Number(name));
  };
  await Promise.all(Array.from({ length: sideBySide }, search));
  return found.filter((pid) => pid !== process.pid).toSorted((left, right) => left - right);
}

async function belongs(name: string, { marker, group, piece }: { marker: string; group: number; piece: Buffer }): Promise<boolean> {
  const status = await readOrEmpty(`/proc/${name}/stat`, piece);
  const [state, , processGroup] = status.slice(status.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || state === '' || state === 'Z' || state === 'X') return false;
  if (Number(processGroup) === group) return true;
  const variables = (await readOrEmpty(`/proc/${name}/environ`, piece)).split('\0');
  return variables.some((variable) => variable.startsWith(`${markerVariable}=`) && variable.includes(marker));
}

/** Processes end while they are looked at, and other people's cannot be read: neither is ours. */
async function readOrEmpty(path: string, piece: Buffer): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      return await readToEnd(file, piece);
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}

/** Files of the kernel do not tell their length. */
async function readToEnd(file: FileHandle, piece: Buffer): Promise<string> {
  let text = '';
  while (true) {
    const { bytesRead } = await file.read(piece, 0, piece.length, null);
    if (bytesRead === 0) return text;
    text += piece.toString('latin1', 0, bytesRead);
  }
}
