import { chainOf, measure } from './engineBench.ts';

export interface ChainFigures {
  readonly phases: number;
  readonly fsyncsPerTransition: number;
  readonly transitionsPerSecond: number;
  readonly rawPerSecond: number;
  readonly ratioToRaw: number;
  /** Time of the last hundred transitions over that of the first hundred. */
  readonly growth: number;
}

/** A chain of phases, each of one turn, with full durability. One transition takes one phase to its end and starts the next. */
export async function measureChain(phases: number): Promise<ChainFigures> {
  // Until the engine's code is compiled, it is slower: the first transitions of an editor are not what is asked here.
  await measure(chainOf(phases), 1);
  const { totalMs, syncs, completedAtMs, rawPerSecond } = await measure(chainOf(phases), 1);
  const transitionsPerSecond = (1_000 * phases) / totalMs;
  const span = (from: number, to: number): number => (completedAtMs[to] ?? 0) - (completedAtMs[from] ?? 0);
  return {
    phases,
    fsyncsPerTransition: syncs / phases,
    transitionsPerSecond,
    rawPerSecond,
    ratioToRaw: transitionsPerSecond / rawPerSecond,
    growth: span(phases - 101, phases - 1) / span(0, 100),
  };
}
