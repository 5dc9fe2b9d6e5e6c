import { fanOf, measure } from './engineBench.ts';

export interface FanFigures {
  readonly width: number;
  /** Commits from the start to the end of the run. */
  readonly commits: number;
  readonly fsyncs: number;
  readonly totalMs: number;
}

/** One phase, then many side by side, then one. */
export async function measureFan(width: number): Promise<FanFigures> {
  const { commits, syncs, totalMs } = await measure(fanOf(width), width);
  return { width, commits, fsyncs: syncs, totalMs };
}
