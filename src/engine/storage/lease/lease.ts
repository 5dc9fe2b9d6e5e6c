import { closeSync, existsSync, fstatSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Disposable } from '../../base/disposable.ts';
import { failpoint } from '../../base/failpoint.ts';
import { heartbeatText, highestGeneration, leasePath, leaseText, type LeaseRecord, removeLeasesBelow } from './leaseFile.ts';
import { ownIdentity } from './processIdentity.ts';

export interface LeaseTiming {
  readonly heartbeatMs: number;
  /** A heartbeat that does not change for this long means that the holder is gone or hangs. */
  readonly staleMs: number;
}

export const usualTiming: LeaseTiming = { heartbeatMs: 1_000, staleMs: 8_000 };

/** The right to write to a store, while it lasts. */
export interface Lease extends Disposable {
  /** Whether nobody has taken it over. Cheap enough to ask at every commit. */
  isHeld(): boolean;
  /** The holder before may still run: it hangs, or nobody can tell. */
  readonly isFromLivingHolder: boolean;
}

interface Claim {
  readonly folder: string;
  readonly generation: number;
  readonly owner: string;
  readonly heartbeatMs: number;
  readonly isFromLivingHolder: boolean;
}

/** Creates the lease file of this generation; `null` when another process was first. Throws when the folder cannot be written. */
export function claim({ folder, generation, owner, heartbeatMs, isFromLivingHolder }: Claim): Lease | null {
  const record: LeaseRecord = { generation, ...ownIdentity(), owner: owner.slice(0, 200), heartbeat: heartbeatText(0), isReleased: false };
  const descriptor = create(leasePath(folder, generation));
  if (descriptor === null) return null;
  writeSync(descriptor, leaseText(record), 0);
  if (highestGeneration(folder) !== generation) {
    closeSync(descriptor);
    rmSync(leasePath(folder, generation), { force: true });
    return null;
  }
  failpoint('lease-claimed');
  removeLeasesBelow(folder, generation);
  return held({ descriptor, folder, record, heartbeatMs, isFromLivingHolder });
}

function create(path: string): number | null {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return null;
    throw error;
  }
}

function held({ descriptor, folder, record, heartbeatMs, isFromLivingHolder }: { descriptor: number; folder: string; record: LeaseRecord; heartbeatMs: number; isFromLivingHolder: boolean }): Lease {
  const ownPath = leasePath(folder, record.generation);
  const nextPath = leasePath(folder, record.generation + 1);
  let beats = 0;
  const write = (isReleased: boolean): void => {
    try {
      writeSync(descriptor, leaseText({ ...record, heartbeat: heartbeatText(beats), isReleased }), 0);
    } catch {
      // A beat that was missed makes us look silent; whoever then takes over is noticed by isHeld.
    }
  };
  const timer = setInterval(() => {
    beats += 1;
    write(false);
  }, heartbeatMs);
  timer.unref();
  let isOpen = true;
  return {
    isFromLivingHolder,
    /** A later holder creates the next file before it removes this one, which then has no name any more. */
    isHeld: () => isOpen && !existsSync(nextPath) && isNamed(descriptor, ownPath),
    dispose() {
      if (!isOpen) return;
      isOpen = false;
      clearInterval(timer);
      write(true);
      closeSync(descriptor);
    },
  };
}

/** Windows keeps the name of an open file, and counts no links. */
function isNamed(descriptor: number, path: string): boolean {
  return process.platform === 'win32' ? existsSync(path) : fstatSync(descriptor).nlink > 0;
}
