import { type Result, err, ok } from '../../base/result.ts';
import type { Clock } from '../../ports/clock.ts';
import { claim, type Lease, type LeaseTiming, usualTiming } from './lease.ts';
import { highestGeneration, type LeaseRecord, readLease } from './leaseFile.ts';
import { livenessOf } from './processIdentity.ts';

interface AcquireOptions {
  /** Must exist. */
  readonly folder: string;
  readonly owner: string;
  readonly clock: Clock;
  readonly timing?: LeaseTiming | undefined;
}

/** `dead` is certain; `stale` only means that nothing was heard. */
type Holder = { readonly status: 'none' | 'dead' | 'stale' } | { readonly status: 'living'; readonly owner: string };

/**
 * Becomes the one writer of a folder, or says who is. A dead holder is followed at once, one that only went silent after
 * `staleMs`, and a living one is recognised by its next heartbeat. Wall-clock time plays no part. Throws when the folder cannot be written.
 */
export async function acquireLease({ folder, owner, clock, timing = usualTiming }: AcquireOptions): Promise<Result<Lease, { readonly owner: string }>> {
  while (true) {
    const generation = highestGeneration(folder);
    const holder = await judge({ folder, generation, clock, timing });
    if (holder.status === 'living') return err({ owner: holder.owner });
    const lease = claim({ folder, generation: generation + 1, owner, heartbeatMs: timing.heartbeatMs, isFromLivingHolder: holder.status === 'stale' });
    if (lease) return ok(lease);
  }
}

/** A file that never becomes readable was left by a process that died while creating it: whoever is merely slow there gives up on seeing a later one. */
async function judge({ folder, generation, clock, timing }: { folder: string; generation: number; clock: Clock; timing: LeaseTiming }): Promise<Holder> {
  if (generation === 0) return { status: 'none' };
  let first: LeaseRecord | null = null;
  const since = clock.monotonicMs();
  while (true) {
    const now = readLease(folder, generation);
    first ??= now;
    if (now?.isReleased) return { status: 'none' };
    if (now && livenessOf(now) === 'dead') return { status: 'dead' };
    if (now && now.heartbeat !== first?.heartbeat) return { status: 'living', owner: now.owner };
    if (highestGeneration(folder) !== generation) return { status: 'stale' };
    if (clock.monotonicMs() - since >= (first ? timing.staleMs : timing.heartbeatMs)) return { status: 'stale' };
    await clock.sleep(timing.heartbeatMs / 10, new AbortController().signal);
  }
}
