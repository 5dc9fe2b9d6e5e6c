import { type BigIntStats, closeSync, fdatasyncSync, fstatSync, fsyncSync, ftruncateSync, readSync, writeSync } from 'node:fs';

/** An open file of this system. Every method throws what Node's `fs` throws. */
export interface RealFile {
  read(bytes: Uint8Array, position: number): number;
  /** What was written is seen by later reads, and durable after the next `sync`. */
  write(bytes: Uint8Array, position: number): number;
  sync(): void;
  truncate(length: number): void;
  stat(): BigIntStats;
  /** Lets go of the file without writing to it. */
  close(): void;
}

export function plainFile(descriptor: number): RealFile {
  return {
    read: (bytes, position) => readSync(descriptor, bytes, 0, bytes.length, position),
    write: (bytes, position) => writeSync(descriptor, bytes, 0, bytes.length, position),
    sync: () => fdatasyncSync(descriptor),
    truncate: (length) => ftruncateSync(descriptor, length),
    stat: () => fstatSync(descriptor, { bigint: true }),
    close: () => closeSync(descriptor),
  };
}

/** A folder can only be forced to disk. */
export function folder(descriptor: number): RealFile {
  return { ...plainFile(descriptor), sync: () => fsyncSync(descriptor) };
}
