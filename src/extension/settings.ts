import * as vscode from 'vscode';
import * as z from 'zod';
import type { Budget } from '../engine/model/budget.ts';
import { defaultRetention, exchangeLimits, type ExchangeLimits } from '../engine/node/exchangeRetention.ts';
import type { ModelSettings } from '../engine/providers/catalog.ts';
import { toModelSettings } from '../engine/providers/modelConfiguration.ts';
import { tierByAlias } from '../engine/providers/modelReference.ts';
import { usableModelConfiguration } from './providers/configuration.ts';

const settings = z.object({
  model: z.string().trim().min(1).catch('balanced'),
  autoProceed: z.boolean().catch(false),
  approval: z.enum(['ask', 'edits', 'all', 'none']).catch('ask'),
  sandbox: z.enum(['off', 'offline', 'online']).catch('off'),
  serversMayWrite: z.boolean().catch(true),
  maxParallel: z.number().int().min(1).max(32).catch(4),
  maxActiveRuns: z.number().int().min(1).max(100).catch(1),
  runBudgetUsd: z.number().nonnegative().catch(0),
  runBudgetTokens: z.number().int().nonnegative().catch(0),
  dayBudgetUsd: z.number().nonnegative().catch(0),
  dayBudgetTokens: z.number().int().nonnegative().catch(0),
  recordingsDays: z.number().int().nonnegative().catch(defaultRetention.days),
  recordingsMegabytes: z.number().int().nonnegative().catch(defaultRetention.megabytes),
  goal: z.string().trim().catch(''),
  'anthropic.baseUrl': z.string().trim().catch(''),
});

/** The user's settings. Each has application scope, so that no workspace can change what a run may do; nonsense counts as the default. */
export type Settings = z.infer<typeof settings>;

export function readSettings(): Settings {
  const configuration = vscode.workspace.getConfiguration('phasegate');
  return settings.parse(Object.fromEntries(Object.keys(settings.shape).map((key) => [key, configuration.get(key)])));
}

/** The model for a whole run; `null` leaves each phase the model its template names. */
export function modelForRun({ model }: Settings): string | null {
  return model === 'balanced' ? null : model;
}

/** Zero is no cap. */
export function runBudget({ runBudgetUsd, runBudgetTokens }: Settings): Budget {
  return toBudget(runBudgetUsd, runBudgetTokens);
}

export function dayBudget({ dayBudgetUsd, dayBudgetTokens }: Settings): Budget {
  return toBudget(dayBudgetUsd, dayBudgetTokens);
}

export function recordingLimits({ recordingsDays, recordingsMegabytes }: Settings): ExchangeLimits {
  return exchangeLimits({ days: recordingsDays, megabytes: recordingsMegabytes });
}

function toBudget(usd: number, tokens: number): Budget {
  return { ...(usd > 0 && { usd }), ...(tokens > 0 && { tokens }) };
}

export async function changeSetting(key: keyof Settings, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('phasegate').update(key, value, vscode.ConfigurationTarget.Global);
}

/** Read anew at each use, so that a change works at once, also for the phases to come of a run under way. */
export function modelSettings(pace?: ModelSettings['pace']): () => ModelSettings {
  return () => {
    const chosen = toModelSettings(usableModelConfiguration());
    const settings = readSettings();
    const [address, model] = [settings['anthropic.baseUrl'], modelForRun(settings)];
    const everyAlias = model === null ? [] : Object.keys(tierByAlias).filter((alias) => alias !== model).map((alias) => [alias, model]);
    return {
      ...chosen,
      ...(pace && { pace }),
      baseUrls: { ...(address !== '' && { anthropic: address }), ...chosen.baseUrls },
      aliases: { ...chosen.aliases, ...Object.fromEntries(everyAlias) },
    };
  };
}
