import { execFileSync } from 'node:child_process';

export interface ConcurrentFigures {
  readonly runs: number;
  readonly completed: number;
  readonly totalMs: number;
  /** The most memory the process ever held, Node itself included. */
  readonly peakMegabytes: number;
  /** Of a process that opens the same engine and runs nothing. */
  readonly idleMegabytes: number;
}

/** Runs of the rehearsal model side by side in one engine, in a process of its own. */
export function measureConcurrent(runs: number): ConcurrentFigures {
  const { peakMegabytes: idleMegabytes } = inProcess(0);
  return { ...inProcess(runs), idleMegabytes };
}

function inProcess(runs: number): Omit<ConcurrentFigures, 'idleMegabytes'> {
  const program = new URL('concurrentRuns.ts', import.meta.url).pathname;
  return JSON.parse(execFileSync(process.execPath, [program, String(runs)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })) as Omit<ConcurrentFigures, 'idleMegabytes'>;
}
