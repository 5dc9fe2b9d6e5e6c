import type { RunId } from '../../model/ids.ts';
import type { PhaseExecution } from '../../model/execution.ts';
import { modelOf, type PhaseDefinition, type WorkflowTemplate } from '../../model/template.ts';
import { addUsage, noUsage } from '../../model/usage.ts';
import type { LanguageModel, LanguageModels } from '../../ports/languageModel.ts';
import type { RunStore } from '../../ports/store.ts';
import { reviewerModel } from '../../workflow/reviewSchedule.ts';
import { type Range, type PhaseSize, reviewSizesOf, sizesOf } from './phaseSizes.ts';

/** What a run is likely to use. A range, because nobody can know. */
export interface Forecast {
  /** `history`: runs of the same template that came to their end; `template`: its phases, loops and limits. */
  readonly basis: 'history' | 'template';
  /** Runs it rests on. */
  readonly runs: number;
  readonly tokens: Range;
  /** `null` where the price of a model is unknown. */
  readonly usd: Range | null;
  /** Models whose price is unknown, or that cannot be had. */
  readonly unpriced: readonly string[];
}

export interface ForecastRequest {
  readonly template: WorkflowTemplate;
  /** Replaces every model of the template. */
  readonly model: string | null;
}

export interface ForecastPorts {
  readonly store: Pick<RunStore, 'runs' | 'executions'>;
  readonly models: LanguageModels;
}

/** The latest runs count; older ones were of other models and other habits. */
const latestRuns = 20;

/** Asks no model and costs nothing. */
export async function forecast(ports: ForecastPorts, request: ForecastRequest): Promise<Forecast> {
  const references = [...new Set(request.template.phases.flatMap((phase) => [request.model ?? modelOf(request.template, phase), ...reviewersOf(request, phase)]))];
  const models = new Map(await Promise.all(references.map(async (reference) => {
    const found = await ports.models.resolve(reference);
    return [reference, found.ok ? found.value : null] as const;
  })));
  return (await fromHistory(ports.store, request.template, new Set([...models.values()].map((model) => model?.id ?? '')))) ?? fromTemplate(request, models);
}

/** Past runs speak for themselves where the same models did the work; `null` where there is none. */
async function fromHistory(store: ForecastPorts['store'], template: WorkflowTemplate, models: ReadonlySet<string>): Promise<Forecast | null> {
  const ended = (await store.runs()).filter((run) => run.status === 'completed' && run.template.id === template.id).slice(0, latestRuns);
  const all = await Promise.all(ended.map(async ({ id }) => usedBy(store, id)));
  const runs = all.filter((used) => used.tokens !== null && [...used.models].every((model) => models.has(model)));
  if (runs.length === 0) return null;
  const costs = runs.flatMap(({ usd }) => usd ?? []);
  return {
    basis: 'history',
    runs: runs.length,
    tokens: around(runs.map(({ tokens }) => tokens ?? 0), runs.length),
    usd: costs.length === runs.length ? around(costs, runs.length) : null,
    unpriced: costs.length === runs.length ? [] : [...models],
  };
}

async function usedBy(store: ForecastPorts['store'], run: RunId): Promise<{ readonly tokens: number | null; readonly usd: number | null; readonly models: ReadonlySet<string> }> {
  const executions: readonly PhaseExecution[] = (await store.executions(run)).filter(({ modelUsed }) => modelUsed !== null);
  const { inputTokens, outputTokens, costUsd } = executions.reduce((sum, { usage }) => addUsage(sum, usage), noUsage);
  const isCounted = executions.length > 0 && inputTokens !== null && outputTokens !== null;
  return { tokens: isCounted ? inputTokens + outputTokens : null, usd: costUsd, models: new Set(executions.flatMap(({ modelUsed }) => modelUsed ?? [])) };
}

/** Few runs say little about the next one: the fewer, the wider. */
function around(values: readonly number[], runs: number): Range {
  const slack = 1 + 1 / runs;
  return { low: Math.min(...values) / slack, high: Math.max(...values) * slack };
}

function fromTemplate({ template, model }: ForecastRequest, models: ReadonlyMap<string, LanguageModel | null>): Forecast {
  const phases = template.phases.flatMap((phase) => {
    const part = (reference: string, size: PhaseSize) => {
      const found = models.get(reference) ?? null;
      return { size, reference, found, usd: found === null ? null : costOf(found, size) };
    };
    // A reviewer that cannot be had is unavailable, and costs nothing.
    const reviews = reviewersOf({ template, model }, phase).map((reference) => part(reference, reviewSizesOf(template, phase))).filter(({ found }) => found !== null);
    return [part(model ?? modelOf(template, phase), sizesOf(template, phase)), ...reviews];
  });
  const unpriced = [...new Set(phases.flatMap(({ usd, found, reference }) => (usd === null ? [found?.id ?? reference] : [])))];
  const sum = (pick: (phase: (typeof phases)[number]) => number): number => phases.reduce((total, phase) => total + pick(phase), 0);
  return {
    basis: 'template',
    runs: 0,
    tokens: { low: sum(({ size }) => size.low.input + size.low.output), high: sum(({ size }) => size.high.input + size.high.output) },
    usd: unpriced.length > 0 ? null : { low: sum(({ usd }) => usd?.low ?? 0), high: sum(({ usd }) => usd?.high ?? 0) },
    unpriced,
  };
}

/** The models that give a second opinion on a phase. */
function reviewersOf({ model }: ForecastRequest, { review }: PhaseDefinition): readonly string[] {
  return review?.by.map((reviewer) => reviewerModel(model, reviewer)) ?? [];
}

/** At best all that was sent before is read from a cache, at about a tenth of the price; at worst nothing is. */
function costOf(model: LanguageModel, { low, high }: PhaseSize): Range | null {
  const atBest = model.worstCostUsd?.({ input: Math.round(low.fresh + 0.1 * (low.input - low.fresh)), output: low.output }) ?? null;
  const atWorst = model.worstCostUsd?.({ input: high.input, output: high.output }) ?? null;
  return atBest === null || atWorst === null ? null : { low: atBest, high: atWorst };
}
