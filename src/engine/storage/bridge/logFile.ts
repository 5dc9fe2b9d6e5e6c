import type { BigIntStats } from 'node:fs';
import type { RealFile } from './realFile.ts';

const smallestRoomBytes = 256 * 1_024;
const largestRoomBytes = 4 * 1_024 * 1_024;
const bufferBytes = 256 * 1_024;

/**
 * A write-ahead log, made cheap to force to disk.
 *
 * - Room is made ahead of it, in zeros: a write that leaves the length of a file as it is takes the disk half the time of one that
 *   lengthens it. SQLite passes over what does not carry the log's salt and checksum, zeros included.
 * - Inside that room, the pieces of a commit are gathered and written in one call, at the latest when the commit is forced.
 *   Beyond it each is written at once, so that a full disk is met, and told, where SQLite expects it.
 */
export class LogFile implements RealFile {
  readonly #file: RealFile;
  readonly #buffer = Buffer.alloc(bufferBytes);
  /** Of what is gathered. */
  #start = 0;
  #length = 0;
  /** Where the file ends. */
  #roomEnd: number;

  constructor(file: RealFile) {
    this.#file = file;
    this.#roomEnd = Number(file.stat().size);
  }

  read(bytes: Uint8Array, position: number): number {
    this.#flush();
    return this.#file.read(bytes, position);
  }

  write(bytes: Uint8Array, position: number): number {
    const end = position + bytes.length;
    if (end > this.#roomEnd) this.#makeRoom(end);
    if (end <= this.#roomEnd && bytes.length <= bufferBytes) return this.#gather(bytes, position);
    this.#flush();
    const written = this.#file.write(bytes, position);
    this.#roomEnd = Math.max(this.#roomEnd, position + written);
    return written;
  }

  sync(): void {
    this.#flush();
    this.#file.sync();
  }

  truncate(length: number): void {
    this.#flush();
    this.#file.truncate(length);
    this.#roomEnd = length;
  }

  stat(): BigIntStats {
    this.#flush();
    return this.#file.stat();
  }

  close(): void {
    this.#file.close();
  }

  #gather(bytes: Uint8Array, position: number): number {
    if (this.#length > 0 && (position !== this.#start + this.#length || this.#length + bytes.length > bufferBytes)) this.#flush();
    if (this.#length === 0) this.#start = position;
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
    return bytes.length;
  }

  #flush(): void {
    const end = this.#length;
    this.#length = 0;
    for (let done = 0; done < end;) done += this.#file.write(this.#buffer.subarray(done, end), this.#start + done);
  }

  #makeRoom(end: number): void {
    this.#flush();
    const wanted = end + Math.min(Math.max(end, smallestRoomBytes), largestRoomBytes);
    try {
      this.#roomEnd += this.#file.write(Buffer.alloc(wanted - this.#roomEnd), this.#roomEnd);
    } catch {
      // The write itself comes next and says what is wrong.
    }
  }
}
