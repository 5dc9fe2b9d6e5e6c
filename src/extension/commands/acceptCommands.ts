import * as vscode from 'vscode';
import type { Json } from '../../engine/model/json.ts';
import type { Composition } from '../compose.ts';
import { decisionUri } from '../editors/documentUris.ts';
import { withOwnEngine } from './commandScope.ts';
import { send } from './send.ts';
import { phaseAllowing } from './target.ts';

/** Opens what the model produced in an editor; saving it there checks and accepts it. */
export const editAndAccept = withOwnEngine(async (composition, args) => {
  const target = await phaseAllowing(composition, args, 'accept');
  if (target?.phase.wait?.reason !== 'decision') return;
  const uri = decisionUri(target.run, target.phase.id);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  const issues = target.phase.wait.issues.map(({ pointer, message }) => `${pointer || '/'}: ${message}`).join('; ');
  void vscode.window.showInformationMessage(vscode.l10n.t('Correct it and save: it is checked, and accepted when it is valid. {0}', issues));
});

/** Accepts what the model produced as it is; marked as forced where it is not valid. */
export const forceAccept = withOwnEngine(async (composition, args) => {
  const target = await phaseAllowing(composition, args, 'accept');
  if (target?.phase.wait?.reason !== 'decision') return;
  const { raw, issues, failure } = target.phase.wait;
  const data = raw ? toData(await composition.store.text(raw)) : undefined;
  if (data === undefined) return void vscode.window.showWarningMessage(vscode.l10n.t('{0} produced nothing that could be accepted. Retry it, or write its output yourself.', target.phase.name));
  if (await confirm({ name: target.phase.name, isValid: failure.kind === 'review-rejected' }, issues.map(({ pointer, message }) => `${pointer || '/'}: ${message}`))) await accept(composition, { ...target, data });
});

function accept(composition: Composition, { run, phase, data }: NonNullable<Awaited<ReturnType<typeof phaseAllowing>>> & { readonly data: Json }): Promise<boolean> {
  return send(composition, run, { type: 'accept', phase: phase.id, data, isForced: true });
}

/** What reviewers object to is valid all the same. */
async function confirm({ name, isValid }: { readonly name: string; readonly isValid: boolean }, issues: readonly string[]): Promise<boolean> {
  const yes = isValid ? vscode.l10n.t('Accept') : vscode.l10n.t('Accept Unvalidated');
  const question = isValid ? vscode.l10n.t('Accept the output of {0} although its reviewers object?', name) : vscode.l10n.t('Accept the output of {0} although it is not valid?', name);
  const answer = await vscode.window.showWarningMessage(question, { modal: true, detail: issues.join('\n') }, yes);
  return answer === yes;
}

/** Text that is not JSON is accepted as a text; nothing is not. */
function toData(text: string): Json | undefined {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
