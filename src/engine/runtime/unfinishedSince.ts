import type { Timestamp } from '../model/ids.ts';
import type { RunStore } from '../ports/store.ts';

/** When the oldest run was created that is not over; `null` where all are. */
export async function unfinishedSince(store: Pick<RunStore, 'runs'>): Promise<Timestamp | null> {
  const open = (await store.runs()).filter(({ status }) => status !== 'completed' && status !== 'failed' && status !== 'cancelled');
  return open.reduce<Timestamp | null>((oldest, { createdAt }) => (oldest === null || createdAt < oldest ? createdAt : oldest), null);
}
