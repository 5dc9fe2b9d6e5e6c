import * as vscode from 'vscode';
import { editorModelNames } from '../host/editorModel/editorModelNames.ts';
import { tierByAlias } from '../../engine/providers/modelReference.ts';
import { modelOfTier } from '../../engine/providers/modelRoutes.ts';
import { type Tier, vendorNames } from '../../engine/providers/vendors.ts';
import { modelSettings } from '../settings.ts';

interface ModelItem extends vscode.QuickPickItem {
  /** `undefined` asks for a name. */
  readonly model?: string | null;
}

const tiers: readonly Tier[] = ['fast', 'balanced', 'deep'];

/** The models a person may choose from: the offline one, the aliases, the exact ones, any other by name. */
export async function askModel(title: string, current?: string): Promise<string | undefined>;
/** With `none`, the label of a choice of no model at all, which is answered by `null`. */
export async function askModel(title: string, current: string | undefined, none: string): Promise<string | null | undefined>;
export async function askModel(title: string, current?: string, none?: string): Promise<string | null | undefined> {
  const items = modelItems(current, await editorModelNames());
  const picked = await vscode.window.showQuickPick(none === undefined ? items : [{ label: none, model: null }, ...items], { title, placeHolder: vscode.l10n.t('A name that stands for a model, or an exact model'), matchOnDescription: true });
  if (!picked) return undefined;
  return picked.model === undefined ? askName(title) : picked.model;
}

function modelItems(current: string | undefined, ofEditor: readonly string[]): ModelItem[] {
  const mark = (model: string): string => (model === current ? ` $(check)` : '');
  const separator = (label: string): ModelItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const settings = modelSettings()();
  const exact = vendorNames.flatMap((vendor) => tiers.flatMap((tier) => modelOfTier(vendor, tier, settings) ?? []).map((model) => `${vendor}/${model}`));
  return [
    separator(vscode.l10n.t('offline')),
    { label: `rehearsal${mark('rehearsal')}`, description: vscode.l10n.t('walks through any workflow without a key and without cost'), model: 'rehearsal' },
    separator(vscode.l10n.t('by strength')),
    ...[...tiers, ...Object.keys(settings.aliases ?? {}).filter((alias) => !Object.hasOwn(tierByAlias, alias))].map((alias) => ({ label: `${alias}${mark(alias)}`, description: settings.aliases?.[alias] ?? '', model: alias })),
    separator(vscode.l10n.t('exact')),
    ...exact.map((model) => ({ label: `${model}${mark(model)}`, model })),
    ...(ofEditor.length === 0 ? [] : [separator(vscode.l10n.t('of the editor'))]),
    ...ofEditor.map((model) => ({ label: `${model}${mark(model)}`, model })),
    { label: vscode.l10n.t('$(edit) Another model …') },
  ];
}

async function askName(title: string): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('A provider and its model, such as anthropic/claude-sonnet-5-5; several with commas between them are tried in turn'),
    validateInput: (text) => (/^[a-z-]+(\/\S+)?(, *[a-z-]+(\/\S+)?)*$/.test(text.trim()) ? undefined : vscode.l10n.t('Write provider/model.')),
  });
  return name?.trim();
}
