import { openSync } from 'node:fs';
import { errno, errnoOf } from './errno.ts';
import { LogFile } from './logFile.ts';
import type { RealPlace } from './mounts.ts';
import { folder, plainFile, type RealFile } from './realFile.ts';

/** Above every descriptor the program's own file system hands out. */
const firstDescriptor = 1_000_000;

export interface OpenFile extends RealPlace {
  readonly file: RealFile;
  position: number;
}

/** The real files that the program has open, by the numbers it knows them by. */
export class OpenFiles {
  readonly #files = new Map<number, OpenFile>();
  #next = firstDescriptor;

  owns(number: number): boolean {
    return number >= firstDescriptor;
  }

  open(place: RealPlace, flags: number): number {
    this.#files.set(this.#next, { ...place, file: fileOf(place, openSync(place.path, flags, 0o600)), position: 0 });
    return this.#next++;
  }

  get(number: number): OpenFile | undefined {
    return this.#files.get(number);
  }

  /** Closes what is open of these files, behind the program's back. */
  abandon(paths: readonly string[]): void {
    for (const [number, { path }] of this.#files) if (paths.includes(path)) this.close(number);
  }

  /** Answers an error number. The descriptor is gone either way. */
  close(number: number): number {
    const open = this.#files.get(number);
    if (!open) return errno.EBADF;
    this.#files.delete(number);
    try {
      open.file.close();
      return 0;
    } catch (error) {
      return errnoOf(error);
    }
  }
}

function fileOf({ kind, path }: RealPlace, descriptor: number): RealFile {
  if (kind === 'folder') return folder(descriptor);
  const file = plainFile(descriptor);
  return path.endsWith('-wal') ? new LogFile(file) : file;
}
