import type { Fact } from '../model/fact.ts';
import type { ExecutionId, PhaseId, RunId, Timestamp } from '../model/ids.ts';
import { addUsage, noUsage, type Usage } from '../model/usage.ts';

/** One answer of a model, with what it used. */
export interface CostTurn {
  readonly run: RunId;
  readonly phase: PhaseId;
  readonly execution: ExecutionId;
  readonly turn: number;
  readonly model: string;
  readonly at: Timestamp;
  /** From the fact before it in its execution: what the model took, tries that failed included. */
  readonly durationMs: number;
  readonly usage: Usage;
}

/** Sums over turns. What any of them did not count is unknown, never zero. */
export interface CostFigures extends Usage {
  readonly turns: number;
  readonly durationMs: number;
  /** Share of the input that came from the vendor's cache; `null` where nobody counted. */
  readonly cacheHitRate: number | null;
  /** What is known of the cost: a lower bound where `unpricedTurns` is not zero. */
  readonly knownCostUsd: number;
  readonly unpricedTurns: number;
}

/** Every turn of a run, in order; those of attempts that failed or were rolled back were paid too. */
export function costTurns(facts: readonly Fact[]): readonly CostTurn[] {
  const latest = new Map<ExecutionId, Timestamp>();
  return facts.flatMap(({ runId, at, event }) => {
    if (!('execution' in event) || event.execution === null) return [];
    const before = latest.get(event.execution) ?? at;
    latest.set(event.execution, at);
    if (event.type !== 'turn-ended') return [];
    const { phase, execution, turn, model, usage } = event;
    return [{ run: runId, phase, execution, turn, model, at, durationMs: Math.max(0, at - before), usage }];
  });
}

/** Sums by key, in the order in which keys first occur. */
export function costsBy<Turn extends CostTurn>(turns: readonly Turn[], keyOf: (turn: Turn) => string): ReadonlyMap<string, CostFigures> {
  const groups = new Map<string, Turn[]>();
  for (const turn of turns) groups.set(keyOf(turn), [...(groups.get(keyOf(turn)) ?? []), turn]);
  return new Map([...groups].map(([key, group]) => [key, costsOf(group)]));
}

export function costsOf(turns: readonly CostTurn[]): CostFigures {
  const usage = turns.reduce((sum, turn) => addUsage(sum, turn.usage), noUsage);
  return {
    ...usage,
    turns: turns.length,
    durationMs: turns.reduce((sum, { durationMs }) => sum + durationMs, 0),
    cacheHitRate: cacheHitRate(usage),
    knownCostUsd: turns.reduce((sum, turn) => sum + (turn.usage.costUsd ?? 0), 0),
    unpricedTurns: turns.filter((turn) => turn.usage.costUsd === null).length,
  };
}

export function cacheHitRate({ inputTokens, cachedTokens }: Usage): number | null {
  return inputTokens === null || cachedTokens === null || inputTokens === 0 ? null : cachedTokens / inputTokens;
}
