import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { loadSqlite } from '../bridge/loadSqlite.ts';
import { sealDatabase } from './sealDatabase.ts';

interface SealJob {
  /** A private copy, with its log beside it if it has one. */
  readonly path: string;
  readonly wasmPath: string;
}

/** Up to this size, reading a copy through takes less time than a thread takes to start. */
const quickBytes = 8 * 1_024 * 1_024;

/** As `sealDatabase`; a large copy is read by a thread of its own. */
export async function sealCopy({ path, wasmPath }: SealJob): Promise<string | null> {
  const program = statSync(path).size > quickBytes ? workerProgram(wasmPath) : null;
  return program === null ? sealDatabase(await loadSqlite(wasmPath), path) : await inThread(program, { path, wasmPath });
}

/** Beside this file in the sources, beside the wasm file in a bundle. */
function workerProgram(wasmPath: string): string | null {
  const candidates = [join(dirname(fileURLToPath(import.meta.url)), 'sealWorker.ts'), join(dirname(wasmPath), 'sealWorker.js')];
  return candidates.find((path) => existsSync(path)) ?? null;
}

function inThread(program: string, workerData: SealJob): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { workerData, stdout: true, stderr: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that reads the copy ended with ${code}`)));
  });
}
