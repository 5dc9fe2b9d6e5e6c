import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Appends of 4 KB, each forced with `fdatasync`, per second: what this disk can do at best, now. */
export function rawAppendsPerSecond(appends: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'phasegate-raw-'));
  const file = openSync(join(folder, 'raw'), 'a');
  const bytes = Buffer.alloc(4_096, 'x');
  const startMs = performance.now();
  for (let index = 0; index < appends; index += 1) {
    writeSync(file, bytes);
    fdatasyncSync(file);
  }
  const perSecond = (1_000 * appends) / (performance.now() - startMs);
  closeSync(file);
  rmSync(folder, { recursive: true });
  return perSecond;
}
