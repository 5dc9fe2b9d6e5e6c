import type { ContentHash } from './ids.ts';
import type { Message } from './message.ts';

/** Hashes of the images that a conversation is sent with. */
export function shownImages(messages: readonly Message[], compacted: ReadonlyMap<number, number>): ReadonlySet<ContentHash> {
  return new Set(messages.flatMap((message, index) => (message.role === 'tool' && !compacted.has(index) ? (message.images ?? []).map(({ content }) => content.hash) : [])));
}
