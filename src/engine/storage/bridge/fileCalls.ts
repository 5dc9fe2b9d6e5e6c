import { accessSync, constants, statSync, unlinkSync } from 'node:fs';
import { errno, errnoOf } from './errno.ts';
import type { ImportName } from './knownBuild.ts';
import type { Mounts } from './mounts.ts';
import type { OpenFile, OpenFiles } from './openFiles.ts';
import type { WasmMemory } from './wasmMemory.ts';

/** What the bridged calls share. */
export interface Bridge {
  readonly memory: () => WasmMemory;
  readonly mounts: Mounts;
  readonly files: OpenFiles;
  /** Seen at every durable write: for counting in benchmarks. */
  readonly onSync: () => void;
}

type PathCall = (...values: [number, number, number, number]) => number | null;

/** Calls that name a file by its path. `null`: the path is none of ours, ask the program's own file system. */
export function pathCalls({ memory, mounts, files }: Bridge): Partial<Record<ImportName, PathCall>> {
  const at = (pointer: number) => mounts.resolve(memory().text(pointer));
  const stat = (pointer: number, buffer: number): number | null => {
    const place = at(pointer);
    return place && negative(() => memory().putStat(buffer, statSync(place.path, { bigint: true }), place.device));
  };
  return {
    __syscall_openat: (_folder, pointer, flags) => {
      const place = at(pointer);
      return place && negative(() => files.open(place, toNodeFlags(flags)));
    },
    __syscall_stat64: stat,
    /** Followed too: where the real file lies is the opener's business. */
    __syscall_lstat64: stat,
    __syscall_newfstatat: (_folder, pointer, buffer) => stat(pointer, buffer),
    __syscall_faccessat: (_folder, pointer, mode) => {
      const place = at(pointer);
      return place && negative(() => accessSync(place.path, mode));
    },
    __syscall_unlinkat: (_folder, pointer) => {
      const place = at(pointer);
      return place && negative(() => unlinkSync(place.path));
    },
    __syscall_readlinkat: (_folder, pointer) => (at(pointer) ? -errno.EINVAL : null),
    __syscall_getcwd: (buffer, size) => {
      const folder = mounts.currentFolder;
      if (folder === null) return null;
      const bytes = Buffer.from(`${folder}\0`);
      if (bytes.length > size) return -errno.EINVAL;
      memory().bytes.set(bytes, buffer);
      return bytes.length;
    },
  };
}

type FileCall = (file: OpenFile, ...values: [number, number, number]) => number;
type FileCallWithOffset = (file: OpenFile, ...values: [bigint, number, number]) => number;
type OffsetName = 'fd_seek' | '__syscall_ftruncate64';
type FileCalls = Partial<Record<Exclude<ImportName, OffsetName>, FileCall>> & Record<OffsetName, FileCallWithOffset>;

/** Calls on one of our open files. */
export function fileCalls({ memory, onSync }: Bridge): FileCalls {
  return {
    __syscall_fstat64: (file, buffer) => negative(() => memory().putStat(buffer, file.file.stat(), file.device)),
    __syscall_ftruncate64: (file, length) => negative(() => file.file.truncate(Number(length))),
    __syscall_fchmod: () => 0,
    __syscall_fchown32: () => 0,
    /** Locks always succeed: the one writer is ensured by the lease. `F_GETLK` answers "unlocked". */
    __syscall_fcntl64: (_file, command, values) => {
      if (command === 12) memory().view.setInt16(memory().view.getUint32(values, true), 2, true);
      return 0;
    },
    fd_fdstat_get: (_file, buffer) => {
      memory().bytes.fill(0, buffer, buffer + 24);
      memory().bytes[buffer] = 4;
      return 0;
    },
    fd_read: (file, ...place) => positive(() => transfer(memory(), place, (bytes) => advance(file, file.file.read(bytes, file.position)))),
    fd_write: (file, ...place) => positive(() => transfer(memory(), place, (bytes) => advance(file, file.file.write(bytes, file.position)))),
    fd_seek: (file, ...[offset, whence, out]) =>
      positive(() => {
        file.position = seekOrigin(file, whence) + Number(offset);
        memory().putLength(out, file.position);
      }),
    fd_sync: (file) =>
      positive(() => {
        onSync();
        file.file.sync();
      }),
  };
}

function seekOrigin(file: OpenFile, whence: number): number {
  if (whence === 0) return 0;
  return whence === 1 ? file.position : Number(file.file.stat().size);
}

function advance(file: OpenFile, count: number): number {
  file.position += count;
  return count;
}

/** Moves the parts of a scattered read or write until one comes short, and tells the program how many bytes it were. */
function transfer(memory: WasmMemory, [vector, count, out]: [number, number, number], move: (bytes: Uint8Array) => number): void {
  const { bytes, view } = memory;
  let total = 0;
  for (let at = vector; at < vector + 8 * count; at += 8) {
    const [start, length] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    const moved = move(bytes.subarray(start, start + length));
    total += moved;
    if (moved < length) break;
  }
  view.setUint32(out, total, true);
}

/** Linux system calls answer a negative error number, … */
function negative(act: () => number | void): number {
  try {
    return act() ?? 0;
  } catch (error) {
    return -errnoOf(error);
  }
}

/** … WASI calls a positive one. */
function positive(act: () => void): number {
  try {
    act();
    return 0;
  } catch (error) {
    return errnoOf(error);
  }
}

/** From Emscripten's open flags to this system's. */
function toNodeFlags(flags: number): number {
  const access = flags & 3;
  const pairs = [[64, constants.O_CREAT], [128, constants.O_EXCL], [512, constants.O_TRUNC]] as const;
  return pairs.reduce((sum, [theirs, ours]) => (flags & theirs ? sum | ours : sum), access === 0 ? constants.O_RDONLY : access === 1 ? constants.O_WRONLY : constants.O_RDWR);
}
