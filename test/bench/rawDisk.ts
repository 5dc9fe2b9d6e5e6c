import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RawDisk {
  /** Appends 4 KB and forces them with `fdatasync`. */
  append(): void;
  readonly totalMs: () => number;
  /** Answers how many appends a second the disk did. */
  close(): number;
}

/** What the disk can do at best, now. */
export function rawDisk(): RawDisk {
  const folder = mkdtempSync(join(tmpdir(), 'phasegate-raw-'));
  const file = openSync(join(folder, 'raw'), 'a');
  const bytes = Buffer.alloc(4_096, 'x');
  let [appends, totalMs] = [0, 0];
  return {
    append() {
      const startMs = performance.now();
      writeSync(file, bytes);
      fdatasyncSync(file);
      totalMs += performance.now() - startMs;
      appends += 1;
    },
    totalMs: () => totalMs,
    close() {
      closeSync(file);
      rmSync(folder, { recursive: true });
      return (1_000 * appends) / totalMs;
    },
  };
}
