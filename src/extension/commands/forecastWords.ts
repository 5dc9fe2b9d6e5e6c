import * as vscode from 'vscode';
import type { WorkflowTemplate } from '../../engine/model/template.ts';
import { forecast, type Forecast } from '../../engine/runtime/forecast/forecast.ts';
import type { Composition } from '../compose.ts';
import { modelForRun, readSettings } from '../settings.ts';

/** What a run of the workflow is likely to use, in one line. Asks no model. */
export async function forecastWords({ store, models }: Pick<Composition, 'store' | 'models'>, template: WorkflowTemplate, model = modelForRun(readSettings())): Promise<string> {
  return toWords(await forecast({ store, models }, { template, model }));
}

/** The same without where it comes from, for a list. */
export async function forecastUse({ store, models }: Pick<Composition, 'store' | 'models'>, template: WorkflowTemplate): Promise<string> {
  return use(await forecast({ store, models }, { template, model: modelForRun(readSettings()) }));
}

export function toWords(expected: Forecast): string {
  const source = expected.basis === 'history' ? vscode.l10n.t('as its last runs, {0} of them', String(expected.runs)) : vscode.l10n.t('an estimate from the workflow');
  return vscode.l10n.t('Expected: {0} ({1})', use(expected), source);
}

function use({ tokens, usd, unpriced }: Forecast): string {
  const used = vscode.l10n.t('{0} to {1} tokens', short(tokens.low), short(tokens.high));
  const money = usd === null ? vscode.l10n.t('cost unknown: no price for {0}', unpriced.join(', ')) : usd.high === 0 ? vscode.l10n.t('no cost') : vscode.l10n.t('{0} to {1} US dollars', usd.low.toFixed(2), usd.high.toFixed(2));
  return `${used}, ${money}`;
}

function short(count: number): string {
  if (count < 1_000) return String(Math.round(count));
  return count < 999_500 ? `${Math.round(count / 1_000)}k` : `${(count / 1_000_000).toFixed(1)}M`;
}
