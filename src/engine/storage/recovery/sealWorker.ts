import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { loadSqlite } from '../bridge/loadSqlite.ts';
import { sealDatabase } from './sealDatabase.ts';

/** A thread that seals one copy and answers with what is wrong with it. */
const job = z.object({ path: z.string(), wasmPath: z.string() }).parse(workerData);
parentPort?.postMessage(sealDatabase(await loadSqlite(job.wasmPath), job.path));
