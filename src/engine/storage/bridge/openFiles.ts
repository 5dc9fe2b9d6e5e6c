import { closeSync, openSync } from 'node:fs';
import { errno, errnoOf } from './errno.ts';
import type { RealPlace } from './mounts.ts';

/** Above every descriptor the program's own file system hands out. */
const firstDescriptor = 1_000_000;

export interface OpenFile extends RealPlace {
  /** Node's descriptor. */
  readonly descriptor: number;
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
    const descriptor = openSync(place.path, flags, 0o600);
    this.#files.set(this.#next, { ...place, descriptor, position: 0 });
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
    const file = this.#files.get(number);
    if (!file) return errno.EBADF;
    this.#files.delete(number);
    try {
      closeSync(file.descriptor);
      return 0;
    } catch (error) {
      return errnoOf(error);
    }
  }
}
