import * as vscode from 'vscode';
import { projectRuleFile, userRuleFile } from '../../engine/node/ruleFiles.ts';
import { userFolder } from '../../engine/node/userFolder.ts';
import { withEngine } from './commandScope.ts';

const empty = { allow: [], ask: [], deny: [] };

/** Opens the rules of a person: what is allowed, asked for and denied, and what was approved for good. */
export const editPermissions = withEngine(async ({ workspace }) => {
  const places = [
    { label: vscode.l10n.t('For this project'), description: vscode.l10n.t('rules, and what you always allow here'), file: projectRuleFile(userFolder(), workspace) },
    { label: vscode.l10n.t('For all projects'), description: vscode.l10n.t('rules'), file: userRuleFile(userFolder()) },
  ];
  const chosen = await vscode.window.showQuickPick(places, { title: vscode.l10n.t('Edit Permission Rules') });
  if (!chosen) return;
  if ((await chosen.file.read()) === null) await chosen.file.write(`${JSON.stringify(empty, null, 2)}\n`);
  await vscode.window.showTextDocument(vscode.Uri.file(chosen.file.name));
});
