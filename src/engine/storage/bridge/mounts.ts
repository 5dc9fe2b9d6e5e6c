import { dirname } from 'node:path';

/** Where the program believes the real files to be. Nothing of its in-memory file system lives there. */
const prefix = '/mounted';

export interface RealPlace {
  readonly kind: 'folder' | 'file';
  readonly path: string;
  /** One per mounting. The program keeps its own account of locks by device and inode; a file that is opened again must not meet an old entry. */
  readonly device: number;
}

/**
 * Names real database files to the program. It opens databases under names of its own choosing, relative to the current
 * directory: while a file is being opened, that directory is one made for this file alone, `/mounted/<number>`, so that
 * the database, its journals and its folder are each recognised by their path.
 */
export class Mounts {
  readonly #files = new Map<string, string>();
  #count = 0;
  /** Current directory while a file is being opened. */
  #current: string | null = null;

  get currentFolder(): string | null {
    return this.#current;
  }

  /** Runs `open`, during which the first database that the program opens is the real file at `path`. */
  whileMounting<T>(path: string, open: () => T): T {
    this.#count += 1;
    const folder = `${prefix}/${this.#count}`;
    this.#files.set(folder, path);
    this.#current = folder;
    try {
      return open();
    } finally {
      this.#current = null;
    }
  }

  /** What the program's path stands for; `null` for its own in-memory files. */
  resolve(virtual: string): RealPlace | null {
    if (virtual !== prefix && !virtual.startsWith(`${prefix}/`)) return null;
    const match = /^(\/mounted\/(\d+))(?:\/[^/]*?(-wal|-journal|-shm)?)?$/.exec(virtual);
    const real = this.#files.get(match?.[1] ?? '');
    const device = Number(match?.[2] ?? 0);
    if (!real) return { kind: 'folder', path: '/', device };
    return virtual === match?.[1] ? { kind: 'folder', path: dirname(real), device } : { kind: 'file', path: `${real}${match?.[3] ?? ''}`, device };
  }
}
