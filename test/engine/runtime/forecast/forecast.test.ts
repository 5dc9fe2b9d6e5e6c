import assert from 'node:assert/strict';
import { err, ok } from '../../../../src/engine/base/result.ts';
import type { PhaseExecution } from '../../../../src/engine/model/execution.ts';
import { failed } from '../../../../src/engine/model/failure.ts';
import type { PipelineRun } from '../../../../src/engine/model/run.ts';
import type { WorkflowTemplate } from '../../../../src/engine/model/template.ts';
import type { LanguageModels } from '../../../../src/engine/ports/languageModel.ts';
import { forecast, type Forecast } from '../../../../src/engine/runtime/forecast/forecast.ts';
import { templateOf } from '../../workflow/fixtures.ts';

/** A dollar for a thousand tokens in, ten for a thousand out. */
const models: LanguageModels = {
  async resolve(reference) {
    if (reference === 'gone') return err(failed('auth', 'no key'));
    const price = reference === 'free' ? 0 : reference === 'mystery' ? null : 0.001;
    return ok({ id: `x/${reference}`, worstCostUsd: ({ input, output }) => (price === null ? null : price * (input + 10 * output)), streamTurn: () => assert.fail('a forecast asks no model') });
  },
};
const one = templateOf({ id: 'plan', model: 'priced' });

describe('the forecast of a run', () => {
  it('is a range from the template where there is no history', async () => {
    const { basis, tokens, usd, unpriced } = await forecastOf(one);
    assert.equal(basis, 'template');
    assert.ok(tokens.low > 0 && tokens.low < tokens.high);
    assert.ok(usd && usd.low > 0 && usd.low < usd.high);
    assert.deepEqual(unpriced, []);
  });

  it('grows with phases, loops and turns, and begins at nothing for a phase with a condition', async () => {
    const base = await forecastOf(one);
    const looped = await forecastOf(templateOf({ id: 'plan', model: 'priced', type: 'loop', loop: { over: 'x.items', max: 10 } }));
    const short = await forecastOf(templateOf({ id: 'plan', model: 'priced', maxTurns: 3 }));
    const conditional = await forecastOf(templateOf({ id: 'plan', model: 'priced', when: { path: 'a.b', op: 'exists' } }));
    assert.equal(looped.tokens.low, base.tokens.low);
    assert.ok(Math.abs(looped.tokens.high - 10 * base.tokens.high) < 100);
    assert.ok(short.tokens.high < base.tokens.high);
    assert.equal(conditional.tokens.low, 0);
  });

  it('stays within the budget of a phase', async () => {
    const { tokens } = await forecastOf(templateOf({ id: 'plan', model: 'priced', budget: { tokens: 5_000 } }));
    assert.ok(tokens.high <= 5_001 && tokens.low <= 5_001);
  });

  it('does not take an unknown price, or a model that cannot be had, for nothing', async () => {
    for (const [model, named] of [['mystery', 'x/mystery'], ['gone', 'gone']] as const) {
      const { usd, unpriced } = await forecastOf(templateOf({ id: 'a', model: 'priced' }, { id: 'b', model }));
      assert.deepEqual([usd, unpriced], [null, [named]]);
    }
  });

  it('counts reviewers with their own models; one that cannot be had costs nothing', async () => {
    const reviewed = (by: readonly string[], policy = 'gate') => forecastOf(templateOf({ id: 'plan', model: 'priced', review: { by, policy } }));
    const [base, twice, once, gone, free] = [await forecastOf(one), await reviewed(['priced']), await reviewed(['priced'], 'advisory'), await reviewed(['gone']), await reviewed(['free'])];
    assert.ok(twice.tokens.low > base.tokens.low && twice.tokens.high > once.tokens.high && once.tokens.high > base.tokens.high);
    assert.deepEqual([gone.tokens, gone.usd, gone.unpriced], [base.tokens, base.usd, []]);
    assert.deepEqual(free.usd, base.usd);
    assert.ok(free.tokens.high > base.tokens.high);
    const past = await forecastOf(templateOf({ id: 'plan', model: 'priced', review: { by: ['free'], policy: 'gate' } }), [{ tokens: 1_000, usd: 2, model: 'x/free' }]);
    assert.equal(past.basis, 'history', 'a run in which a reviewer spoke counts');
  });

  it('knows what is free', async () => {
    assert.deepEqual((await forecastOf(one, [], 'free')).usd, { low: 0, high: 0 });
  });

  it('goes by finished runs of the same template with the same models, the wider the fewer', async () => {
    const single = await forecastOf(one, [{ tokens: 1_000, usd: 2 }]);
    assert.deepEqual([single.basis, single.runs, single.tokens, single.usd], ['history', 1, { low: 500, high: 2_000 }, { low: 1, high: 4 }]);
    const many = await forecastOf(one, Array.from({ length: 10 }, (_, index) => ({ tokens: 1_000 + index * 100, usd: null })));
    assert.equal(many.runs, 10);
    assert.ok(many.tokens.low > 900 && many.tokens.high < 2_100);
    assert.equal(many.usd, null);
    assert.equal((await forecastOf(one, [{ tokens: 1_000, usd: 2, model: 'x/other' }])).basis, 'template');
    assert.equal((await forecastOf(one, [{ tokens: 1_000, usd: 2, status: 'failed' }])).basis, 'template');
    assert.equal((await forecastOf(one, [{ tokens: null, usd: null }])).basis, 'template');
  });
});

interface Past {
  readonly tokens: number | null;
  readonly usd: number | null;
  readonly model?: string;
  readonly status?: string;
}

function forecastOf(template: WorkflowTemplate, past: readonly Past[] = [], model: string | null = null): Promise<Forecast> {
  const runs = past.map(({ status = 'completed' }, index) => ({ id: `run-${index}`, status, template }) as unknown as PipelineRun);
  const executions = past.map(({ tokens, usd, model: modelUsed = 'x/priced' }) => [{ modelUsed, usage: { inputTokens: tokens, outputTokens: tokens === null ? null : 0, cachedTokens: 0, costUsd: usd } }] as unknown as readonly PhaseExecution[]);
  return forecast({ store: { runs: async () => runs, executions: async (run) => executions[runs.findIndex(({ id }) => id === run)] ?? [] }, models }, { template, model });
}
