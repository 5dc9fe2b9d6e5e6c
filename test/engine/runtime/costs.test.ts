import assert from 'node:assert/strict';
import { fact, type Fact, type RunEvent } from '../../../src/engine/model/fact.ts';
import type { ExecutionId, PhaseId } from '../../../src/engine/model/ids.ts';
import type { Usage } from '../../../src/engine/model/usage.ts';
import { costsBy, costsOf, costTurns } from '../../../src/engine/runtime/costs.ts';

const ids = (phase: string, execution: string): { phase: PhaseId; execution: ExecutionId } => ({ phase: phase as PhaseId, execution: execution as ExecutionId });
const executions: Readonly<Record<string, string>> = { plan: 'e1', build: 'e2' };
const turn = (phase: string, usage: Usage, model = 'a/b'): RunEvent => ({ type: 'turn-ended', ...ids(phase, executions[phase] ?? ''), turn: 1, model, reason: 'stop', usage });
const known: Usage = { inputTokens: 1_000, outputTokens: 50, cachedTokens: 750, costUsd: 0.5 };
const unknown: Usage = { inputTokens: null, outputTokens: null, cachedTokens: null, costUsd: null };

describe('costs', () => {
  const facts = history([
    [0, { type: 'phase-started', ...ids('plan', 'e1'), attempt: 1, iteration: null, model: 'fast' }],
    [400, turn('plan', known)],
    [500, { type: 'phase-started', ...ids('build', 'e2'), attempt: 1, iteration: null, model: 'fast' }],
    [700, turn('build', { ...known, costUsd: 0.25 }, 'a/c')],
    [900, turn('plan', known)],
  ]);

  it('are told for each turn with the time it took, phases side by side apart', () => {
    assert.deepEqual(costTurns(facts).map(({ phase, durationMs, usage }) => [phase, durationMs, usage.costUsd]), [['plan', 400, 0.5], ['build', 200, 0.25], ['plan', 500, 0.5]]);
  });

  it('are summed by any key', () => {
    const byPhase = costsBy(costTurns(facts), ({ phase }) => phase);
    assert.deepEqual([...byPhase].map(([phase, { turns, inputTokens, costUsd, durationMs, cacheHitRate }]) => [phase, turns, inputTokens, costUsd, durationMs, cacheHitRate]), [
      ['plan', 2, 2_000, 1, 900, 0.75],
      ['build', 1, 1_000, 0.25, 200, 0.75],
    ]);
    assert.deepEqual([...costsBy(costTurns(facts), ({ model }) => model).keys()], ['a/b', 'a/c']);
  });

  it('are unknown where a turn’s are, with what is known of the rest', () => {
    const figures = costsOf(costTurns(history([[0, turn('plan', known)], [1, turn('plan', unknown)]])));
    assert.deepEqual([figures.costUsd, figures.inputTokens, figures.cacheHitRate, figures.knownCostUsd, figures.unpricedTurns], [null, null, null, 0.5, 1]);
  });

  it('are zero, not unknown, where nothing was asked', () => {
    const figures = costsOf([]);
    assert.deepEqual([figures.turns, figures.costUsd, figures.cacheHitRate], [0, 0, null]);
  });
});

function history(events: readonly (readonly [at: number, event: RunEvent])[]): readonly Fact[] {
  return events.map(([at, event], index) => fact.parse({ runId: 'run', seq: index + 1, at, event }));
}
