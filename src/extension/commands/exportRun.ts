import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { exportRun as contentOf, exportText } from '../../engine/runtime/exportRun.ts';
import { withEngine } from './commandScope.ts';
import { runOf } from './target.ts';

/** Everything the store has of a run, in one JSON file of the person's choice; from a window that only looks on, too. */
export const exportRun = withEngine(async (composition, args) => {
  const view = await runOf(composition, args);
  if (!view) return;
  const started = new Date(view.run.createdAt).toISOString().slice(0, 16).replaceAll(':', '-');
  const defaultUri = vscode.Uri.file(join(composition.workspace, `phasegate-run-${started}.json`));
  const target = await vscode.window.showSaveDialog({ title: vscode.l10n.t('Export Run'), defaultUri, filters: { JSON: ['json'] } });
  if (!target) return;
  const progress = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Exporting the run …') };
  const exported = await vscode.window.withProgress(progress, () => contentOf(composition.store, view.run.id));
  if (!exported) return;
  await writeFile(target.fsPath, exportText(exported, composition.redaction));
  const open = vscode.l10n.t('Open');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('{0} facts and {1} artifacts were written to {2}.', String(exported.facts.length), String(exported.artifacts.length), target.fsPath), open);
  if (answer === open) await vscode.window.showTextDocument(target);
});
