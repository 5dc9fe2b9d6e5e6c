import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/**
 * What a holder says about itself. Lease files are numbered, `lease-<generation>.json`, and the highest number holds: taking
 * over means creating the next one, which only one process can do. A file is never replaced, so no one can remove another's.
 */
export const leaseRecord = z.strictObject({
  generation: z.number().int().min(1),
  pid: z.number().int(),
  startTime: z.string().nullable(),
  place: z.string(),
  /** For a person: who it is. */
  owner: z.string(),
  /** Grows while the holder lives; only its change means anything. Text of fixed width, so that it is rewritten in place. */
  heartbeat: z.string(),
  isReleased: z.boolean(),
});
export type LeaseRecord = z.infer<typeof leaseRecord>;

const fileName = /^lease-(\d+)\.json$/;

export function leasePath(folder: string, generation: number): string {
  return join(folder, `lease-${generation}.json`);
}

export function generationsIn(folder: string): readonly number[] {
  const numbers = readdirSync(folder).flatMap((name) => fileName.exec(name)?.[1] ?? []);
  return numbers.map(Number).toSorted((left, right) => left - right);
}

export function highestGeneration(folder: string): number {
  return generationsIn(folder).at(-1) ?? 0;
}

/** `null` while it is being written, when it is gone, or when it makes no sense. */
export function readLease(folder: string, generation: number): LeaseRecord | null {
  try {
    return leaseRecord.parse(JSON.parse(readFileSync(leasePath(folder, generation), 'utf8')));
  } catch {
    return null;
  }
}

/** Padded, so that a shorter text written later leaves nothing of a longer one behind. */
export function leaseText(record: LeaseRecord): string {
  return `${JSON.stringify(record).padEnd(1_000)}\n`;
}

export function heartbeatText(count: number): string {
  return String(count).padStart(12, '0');
}

export function removeLeasesBelow(folder: string, generation: number): void {
  for (const old of generationsIn(folder)) {
    if (old < generation) rmSync(leasePath(folder, old), { force: true });
  }
}
