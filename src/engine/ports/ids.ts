import type { ContentHash } from '../model/ids.ts';

export interface Ids {
  /** A new id, unique on this machine and sortable by creation time. */
  next(): string;
  hash(text: string): ContentHash;
}
