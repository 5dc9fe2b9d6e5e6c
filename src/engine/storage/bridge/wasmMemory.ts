import type { BigIntStats } from 'node:fs';

/** The program's memory. Its buffer is replaced when it grows, so every access asks for the current one. */
export class WasmMemory {
  readonly #memory: WebAssembly.Memory;
  #bytes = new Uint8Array(0);
  #view = new DataView(new ArrayBuffer(0));

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
  }

  get bytes(): Uint8Array {
    this.#refresh();
    return this.#bytes;
  }

  get view(): DataView {
    this.#refresh();
    return this.#view;
  }

  #refresh(): void {
    const { buffer } = this.#memory;
    if (this.#bytes.buffer === buffer) return;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }

  /** A C string. */
  text(pointer: number): string {
    const { bytes } = this;
    return Buffer.from(bytes.subarray(pointer, bytes.indexOf(0, pointer))).toString('utf8');
  }

  /** A 64-bit number, not negative. */
  putLength(pointer: number, length: number): void {
    this.view.setUint32(pointer, length % 2 ** 32, true);
    this.view.setUint32(pointer + 4, Math.floor(length / 2 ** 32), true);
  }

  /** Writes Emscripten's `struct stat`, with another device number than the real one. */
  putStat(pointer: number, stat: BigIntStats, device: number): void {
    const { view } = this;
    this.bytes.fill(0, pointer, pointer + 96);
    view.setUint32(pointer, device, true);
    view.setUint32(pointer + 4, Number(stat.mode), true);
    view.setUint32(pointer + 8, Number(stat.nlink), true);
    view.setUint32(pointer + 12, Number(stat.uid), true);
    view.setUint32(pointer + 16, Number(stat.gid), true);
    view.setBigInt64(pointer + 24, stat.size, true);
    view.setInt32(pointer + 32, 4096, true);
    view.setInt32(pointer + 36, Number(BigInt.asIntN(32, stat.blocks)), true);
    for (const [offset, nanoseconds] of [[40, stat.atimeNs], [56, stat.mtimeNs], [72, stat.ctimeNs]] as const) {
      view.setBigInt64(pointer + offset, nanoseconds / 1_000_000_000n, true);
      view.setUint32(pointer + offset + 8, Number(nanoseconds % 1_000_000_000n), true);
    }
    view.setBigInt64(pointer + 88, BigInt.asIntN(64, stat.ino), true);
  }
}
