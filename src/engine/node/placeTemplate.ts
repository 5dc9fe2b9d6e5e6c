import { createHash } from 'node:crypto';
import { lstat, mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../base/messageOf.ts';
import { err, ok, type Result } from '../base/result.ts';
import { replaceFile } from './replaceFile.ts';

export interface TemplatePlacement {
  /** An existing folder that may itself be reached by links: the workspace, or the user's own. */
  readonly root: string;
  /** Folders below it, none of which may be a link. */
  readonly folder: readonly string[];
  readonly id: string;
  readonly text: string;
  readonly replaces: boolean;
}

/** Names that Windows gives to devices, whatever their ending. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** Writes a template to its file, whole or not at all, and nowhere but in its folder. Returns the path. */
export async function placeTemplate({ root, folder, id, text, replaces }: TemplatePlacement): Promise<Result<string, string>> {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) return err(`"${id}" cannot be the id of a template: use lower-case letters, digits and dashes.`);
  if (deviceName.test(id)) return err(`"${id}" is the name of a device on Windows: choose another id.`);
  try {
    const home = await realpath(root);
    for (let depth = 1; depth <= folder.length; depth += 1) {
      const part = path.join(home, ...folder.slice(0, depth));
      if (await isLink(part)) return err(`${part} is a link or no folder: nothing was written.`);
    }
    const target = path.join(home, ...folder, `${id}.json`);
    if (!replaces && (await lstatOrNull(target)) !== null) return err(`There is a template ${target} already.`);
    await mkdir(path.dirname(target), { recursive: true });
    await replaceFile(target, new TextEncoder().encode(text));
    return ok(target);
  } catch (error) {
    return err(`The template could not be written: ${messageOf(error)}`);
  }
}

/** By which a person and a script can tell that a text is the one that was shown. */
export function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function isLink(folder: string): Promise<boolean> {
  const stats = await lstatOrNull(folder);
  return stats !== null && !stats.isDirectory();
}

async function lstatOrNull(file: string) {
  return lstat(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
}
