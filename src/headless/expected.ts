import { environmentSecrets } from '../engine/node/environmentSecrets.ts';
import type { WorkflowTemplate } from '../engine/model/template.ts';
import type { RunStore } from '../engine/ports/store.ts';
import { languageModels } from '../engine/providers/catalog.ts';
import { forecast, type Forecast } from '../engine/runtime/forecast/forecast.ts';
import { stderrLog } from './log.ts';
import { modelSettings } from './modelSettings.ts';
import type { Options } from './options.ts';
import { tokens } from './report/text.ts';

/** What a run with these options is likely to use. */
export function forecastFor(options: Options, store: Pick<RunStore, 'runs' | 'executions'>, template: WorkflowTemplate): Promise<Forecast> {
  const models = languageModels({ secrets: environmentSecrets(process.env), settings: modelSettings(options), log: stderrLog(options) });
  return forecast({ store, models }, { template, model: options.model });
}

export function forecastText({ basis, runs, tokens: { low, high }, usd, unpriced }: Forecast): string {
  const money = usd === null ? `cost unknown (no price for ${unpriced.join(', ')})` : usd.high === 0 ? 'no cost' : `$${usd.low.toFixed(2)} to $${usd.high.toFixed(2)}`;
  const source = basis === 'history' ? `from ${runs} finished run${runs === 1 ? '' : 's'} of it` : 'from the template: it was not finished before with these models';
  return `Expected: ${tokens(Math.round(low))} to ${tokens(Math.round(high))} tokens, ${money}; ${source}.`;
}
