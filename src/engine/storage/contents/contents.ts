import * as z from 'zod';
import type { ContentRef } from '../../model/content.ts';
import type { ContentHash } from '../../model/ids.ts';
import type { Ids } from '../../ports/ids.ts';
import { StoreError, type StoredText } from '../../ports/store.ts';
import type { Database, Row } from '../database.ts';
import type { Blobs } from './blobs.ts';

/** Longer texts go to the blob folder, so that the database stays small. */
export const blobThresholdBytes = 8_192;

const contentRow = z.object({ bytes: z.number(), body: z.string().nullable() });

/** Texts by their hash, each kept once: in the table, or in the blob folder with an empty row. */
export class Contents {
  readonly #database: Database;
  readonly #blobs: Blobs;
  readonly #ids: Ids;

  constructor(parts: { readonly database: Database; readonly blobs: Blobs; readonly ids: Ids }) {
    this.#database = parts.database;
    this.#blobs = parts.blobs;
    this.#ids = parts.ids;
  }

  hash(text: string): ContentHash {
    return this.#ids.hash(text);
  }

  /** Checks the hashes and makes the large texts durable. To be done before the transaction that refers to them. */
  async prepare(texts: readonly StoredText[]): Promise<void> {
    for (const { hash, text } of texts) {
      if (this.hash(text) !== hash) throw new Error(`text ${hash} has another hash than it was given under`);
      if (isLarge(text) && !(this.#isStored(hash) && (await this.#blobs.has(hash)))) await this.#blobs.write(hash, text);
    }
  }

  /** Inside the transaction. */
  insert(texts: readonly StoredText[]): void {
    for (const { hash, text } of texts) {
      this.#database.run('insert into content (hash, bytes, body) values (?, ?, ?) on conflict (hash) do nothing', [hash, Buffer.byteLength(text), isLarge(text) ? null : text]);
    }
  }

  /** Throws when a fact refers to a text that is not stored. */
  expect(hash: ContentHash): void {
    if (!this.#isStored(hash)) throw new Error(`it refers to text ${hash}, which is neither in the commit nor stored`);
  }

  expectRef(ref: ContentRef): void {
    if ('hash' in ref) this.expect(ref.hash);
  }

  #isStored(hash: ContentHash): boolean {
    return this.#database.first('select 1 from content where hash = ?', [hash]) !== undefined;
  }

  /** The whole text. Rejects with `StoreError` when it is missing or is not what was stored. */
  async read(hash: ContentHash): Promise<string> {
    const row = this.#database.first('select bytes, body from content where hash = ?', [hash]);
    if (!row) throw new StoreError(`Text ${hash} is not in the database.`);
    return await this.readFrom(hash, row);
  }

  /** The same, from a row that holds `bytes` and `body`. */
  async readFrom(hash: ContentHash, row: Row): Promise<string> {
    const { bytes, body } = contentRow.parse(row);
    const text = body ?? (await this.#readBlob(hash, bytes));
    if (this.hash(text) !== hash) throw new StoreError(`Text ${hash} is damaged in ${body === null ? this.#blobs.pathOf(hash) : 'the table content'}.`);
    return text;
  }

  async #readBlob(hash: ContentHash, bytes: number): Promise<string> {
    try {
      return await this.#blobs.read(hash, bytes);
    } catch (error) {
      throw new StoreError(`${this.#blobs.pathOf(hash)} is missing or damaged: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}

/** Counts bytes only where the number of characters leaves a doubt. */
function isLarge(text: string): boolean {
  return text.length > blobThresholdBytes || (text.length * 3 > blobThresholdBytes && Buffer.byteLength(text) > blobThresholdBytes);
}
