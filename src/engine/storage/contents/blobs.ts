import { constants } from 'node:fs';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { failpoint } from '../../base/failpoint.ts';
import type { ContentHash } from '../../model/ids.ts';

const compress = promisify(gzip);
const expand = promisify(gunzip);

/**
 * Large texts, one gzip file each: `<folder>/<first two digits>/<hash>`. A file appears under its name whole and on disk:
 * written aside, forced, renamed, and the folder forced too.
 */
export class Blobs {
  readonly #folder: string;
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Removes what a crash left half written. */
  async clean(): Promise<void> {
    await rm(this.#asideFolder, { recursive: true, force: true });
  }

  get #asideFolder(): string {
    return join(this.#folder, 'incomplete');
  }

  pathOf(hash: ContentHash): string {
    return join(this.#folder, hash.slice(0, 2), hash);
  }

  async has(hash: ContentHash): Promise<boolean> {
    return await access(this.pathOf(hash), constants.R_OK).then(() => true, () => false);
  }

  /** Durable when resolved. */
  async write(hash: ContentHash, text: string): Promise<void> {
    const path = this.pathOf(hash);
    const aside = join(this.#asideFolder, `${hash}.${this.#count++}`);
    await this.#makeFolder(this.#asideFolder);
    await this.#makeFolder(dirname(path));
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(await compress(text));
      await file.sync();
    } finally {
      await file.close();
    }
    failpoint('text-aside');
    await rename(aside, path);
    await syncFolder(dirname(path));
    failpoint('text-stored');
  }

  async #makeFolder(folder: string): Promise<void> {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncFolder(dirname(made));
    if (made !== undefined && made !== folder) await syncFolder(dirname(folder));
  }

  /** Rejects when the file is missing, damaged, or longer than it was. */
  async read(hash: ContentHash, bytes: number): Promise<string> {
    return (await expand(await readFile(this.pathOf(hash)), { maxOutputLength: Math.max(bytes, 1) })).toString('utf8');
  }
}

/** Makes names in a folder durable. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
