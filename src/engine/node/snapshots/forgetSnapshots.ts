import { readJournal } from './journal.ts';
import { referencePrefix, type SnapshotFolder } from './snapshotFolder.ts';
import type { Git } from './git.ts';

/**
 * Drops the references of all snapshots but some, then every object of the private repository that neither a reference nor the index
 * needs. Only unpacked objects are looked at, and all private ones are unpacked: nothing is rewritten. Answers how many were dropped.
 */
export async function forgetSnapshots({ git, places }: { git: Git; places: SnapshotFolder }, keep: readonly string[], signal: AbortSignal): Promise<number> {
  const journal = await readJournal(places.journal);
  const kept = new Set([...keep, ...(journal === null ? [] : [journal.safety, journal.target])]);
  const listed = await git.run({ args: ['for-each-ref', '--format=%(refname)', referencePrefix] }, signal);
  const dropped = listed.toString('latin1').split('\n').filter((name) => name !== '' && !kept.has(name.slice(referencePrefix.length)));
  if (dropped.length === 0) return 0;
  await git.run({ args: ['update-ref', '--stdin'], input: Buffer.from(dropped.map((name) => `delete ${name}\n`).join('')) }, signal);
  await git.run({ args: ['prune', '--expire=now'] }, signal);
  return dropped.length;
}
